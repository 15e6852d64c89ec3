"""The Sinch SMS Batches API in small: a stateful reference server."""

from sinch_batches_server._app import create_app
from sinch_batches_server._settings import Callbacks, Plan, Settings
from sinch_batches_server._sqlite import SqliteStore

__all__ = ["Callbacks", "Plan", "Settings", "SqliteStore", "create_app"]

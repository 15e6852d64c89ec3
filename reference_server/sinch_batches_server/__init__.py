"""The Sinch SMS Batches API in small: a stateful reference server."""

from sinch_batches_server._app import create_app
from sinch_batches_server._settings import Plan, Settings

__all__ = ["Plan", "Settings", "create_app"]

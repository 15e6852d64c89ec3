"""The Sinch SMS Batches API in small: a stateful reference server."""

from ._app import create_app
from ._settings import Callbacks, Plan, Settings
from ._store.opening import open_store
from ._store.sqlite import SqliteStore

__all__ = ["Callbacks", "Plan", "Settings", "SqliteStore", "create_app", "open_store"]

"""The Sinch SMS Batches API in small: a stateful reference server."""

from ._app import create_app
from ._settings import Callbacks, Plan, Settings, State
from ._store.opening import open_store
from ._store.sqlite import SqliteStore
from ._store.store import Unavailable

__all__ = [
    "Callbacks",
    "Plan",
    "Settings",
    "SqliteStore",
    "State",
    "Unavailable",
    "create_app",
    "open_store",
]

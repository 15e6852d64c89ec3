"""The Sinch SMS Batches API in small: a stateful reference server."""

try:
    from ._app import create_app
    from ._settings import Callbacks, Plan, Settings, State
    from ._store.opening import open_store
    from ._store.sqlite import SqliteStore
    from ._store.store import Unavailable
except ModuleNotFoundError as missing:
    if (missing.name or "").startswith("sinch_batches"):
        raise
    reason = f"needs {missing.name!r}: install it with pip install 'sinch-batches[server]'"
    # With this name `python -m` says it in a line.
    raise ModuleNotFoundError(f"{__name__} {reason}", name=__name__) from missing

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

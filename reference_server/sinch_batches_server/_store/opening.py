"""Opens the store that a setting names."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from .sqlite import SqliteStore
from .store import Unavailable

if TYPE_CHECKING:
    from .sql import SqlStore

_SCHEMES = ("postgresql://", "postgres://")


def place_of(text: str) -> str | Path:
    """Read where batches are kept: a URL of PostgreSQL, else the path of a file."""
    return text if text.startswith(_SCHEMES) else Path(text)


def open_store(place: str | Path) -> SqlStore:
    """Open a store, to give it to `create_app`.

    Args:
        place: the URL of a PostgreSQL database (needs the extra `postgres`), or the path of an
            SQLite file, which is made if there is none.

    Raises:
        Unavailable: it can't be opened.

    """
    if isinstance(place, Path):
        return SqliteStore(place)
    if find_spec("psycopg") is None or find_spec("psycopg_pool") is None:
        raise Unavailable("PostgreSQL needs: pip install 'sinch-batches[server,postgres]'")
    # Who keeps batches elsewhere needs none of its packages.
    from .postgres import PostgresStore

    return PostgresStore(place)

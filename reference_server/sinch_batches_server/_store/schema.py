"""The SQLite file: its tables, and how to open it."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from . import counts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VERSION = 1
_BUSY_SECONDS = 30

_TABLES = (
    """
    CREATE TABLE batch (
        number INTEGER PRIMARY KEY, plan TEXT NOT NULL, id TEXT NOT NULL,
        report_at INTEGER, record TEXT NOT NULL, UNIQUE (plan, id)
    ) STRICT
    """,
    "CREATE INDEX due ON batch (report_at) WHERE report_at IS NOT NULL",
    # Where lists find a batch: one row for each filter that it matches.
    """
    CREATE TABLE place (
        plan TEXT NOT NULL, sender TEXT NOT NULL, reference TEXT NOT NULL,
        created_at INTEGER NOT NULL, id TEXT NOT NULL, batch INTEGER NOT NULL,
        PRIMARY KEY (plan, sender, reference, created_at, id)
    ) STRICT, WITHOUT ROWID
    """,
    counts.TABLE,
)


def connect(path: Path) -> sqlite3.Connection:
    """Open the file so that a committed transaction survives a crash of the machine.

    Raises:
        sqlite3.Error: it can't be opened, or isn't a database.

    """
    # Used by one thread at a time, though not always by the same.
    connection = sqlite3.connect(
        path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def prepare(connection: sqlite3.Connection) -> None:
    """Make the tables if the file is new.

    Raises:
        sqlite3.DatabaseError: the file holds something else.

    """
    with transaction(connection):
        make_tables(connection)
    # Not before it is known whose file it is: this alters it, and stays.
    connection.execute("PRAGMA journal_mode = WAL")


def make_tables(connection: sqlite3.Connection) -> None:
    """Make the tables unless they are there.

    Raises:
        sqlite3.DatabaseError: the file holds something else.

    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if version == VERSION:
        return
    if version or tables:
        raise sqlite3.DatabaseError("it holds other data, or that of another version")
    for statement in _TABLES:
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {VERSION}")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Write within; all of it is kept, or nothing if it raises."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """Read within: what others write meanwhile isn't seen."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.rollback()

"""The SQLite file: its tables, and how to open it."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import contextmanager, suppress
from itertools import chain
from typing import TYPE_CHECKING

from .._rules import lifetime
from . import counts, record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BUSY_SECONDS = 1.5
"""How long a request waits for a file that another process has locked."""

_POLL_SECONDS = 0.0005

_FIRST = (
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
_WITH_END = (
    # When a batch was dispatched or canceled, or will be: 14 days later it is deleted.
    "ALTER TABLE batch ADD COLUMN ended_at INTEGER NOT NULL DEFAULT 0",
    "UPDATE batch SET ended_at = end_of(record)",
    "CREATE INDEX ended ON batch (ended_at)",
)
_STEPS = (_FIRST, _WITH_END)
"""What makes each version of the tables out of the one before; `user_version` counts them."""


def connect(path: Path) -> sqlite3.Connection:
    """Open the file so that a committed transaction survives a crash of the machine.

    Raises:
        sqlite3.Error: it can't be opened, or isn't a database.

    """
    # Nobody else on this machine reads what a new file holds; SQLite gives its companions the same.
    with suppress(OSError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    # Used by one thread at a time, though not always by the same. SQLite's own way to wait for a
    # lock sleeps up to 0.1 s and would hold up the event loop: whoever waits does so here.
    connection = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def prepare(connection: sqlite3.Connection) -> None:
    """Make the tables if the file is new, or of an earlier version.

    Raises:
        sqlite3.DatabaseError: the file holds something else.

    """
    with transaction(connection):
        make_tables(connection)
    # Not before it is known whose file it is: this alters it, and stays.
    unlocked(connection, "PRAGMA journal_mode = WAL")


def make_tables(connection: sqlite3.Connection) -> None:
    """Make the tables, or bring those of an earlier version up to date.

    Raises:
        sqlite3.DatabaseError: the file holds something else.

    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if version > len(_STEPS) or (tables and not version):
        raise sqlite3.DatabaseError("it holds other data, or that of a later version")
    connection.create_function("end_of", 1, lambda text: lifetime.ended_at(record.read(text)))
    for statement in chain(*_STEPS[version:]):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {len(_STEPS)}")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Write within; all of it is kept, or nothing if it raises."""
    unlocked(connection, "BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise


def unlocked(connection: sqlite3.Connection, statement: str) -> None:
    """Execute a statement, again for a while if another process has locked the file.

    Raises:
        sqlite3.OperationalError: the file stays locked, or something else is wrong.

    """
    end = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute(statement)
        except sqlite3.OperationalError as error:
            if not is_busy(error) or time.monotonic() > end:
                raise
            time.sleep(_POLL_SECONDS)
        else:
            return


def is_busy(error: sqlite3.Error) -> bool:
    """Whether another process has locked the file for the moment."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """Read within: what others write meanwhile isn't seen."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.rollback()

"""The SQLite file: how it is opened, locked and brought up to date."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, ClassVar

from . import tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

BUSY_SECONDS = 1.5
"""How long a request waits for a file that another process has locked."""

_POLL_SECONDS = 0.0005

_WORDS = {"integer": "INTEGER", "as_table": "STRICT", "by_key": "STRICT, WITHOUT ROWID"}


class File(sqlite3.Connection):
    """A connection to the file."""

    # Whoever writes has locked the whole file.
    LOCKED: ClassVar[str] = ""
    UNLOCKED_ONLY: ClassVar[str] = ""

    def query(
        self, statement: str, values: Sequence[Any] | Mapping[str, Any] = ()
    ) -> list[tuple[Any, ...]]:
        """Execute a statement and return its rows."""
        return self.execute(statement, values).fetchall()

    def each(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Execute a statement with each of the rows."""
        self.executemany(statement, rows)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read within: what others write meanwhile isn't seen."""
        self.execute("BEGIN")
        try:
            yield
        finally:
            self.rollback()


def connect(path: Path) -> File:
    """Open the file. What was committed survives a crash of the machine once it is synced.

    Raises:
        sqlite3.Error: it can't be opened, or isn't a database.

    """
    # Nobody else on this machine reads what a new file holds; SQLite gives its companions the same.
    with suppress(OSError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    # Used by one thread at a time, though not always by the same. SQLite's own way to wait for a
    # lock sleeps up to 0.1 s and would hold up the event loop: whoever waits does so here.
    connection = sqlite3.connect(
        path, timeout=0, isolation_level=None, check_same_thread=False, factory=File
    )
    # SQLite would sync each commit with the file locked: `Journal.sync` does it without.
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection


class Journal:
    """The write-ahead log that the file is accompanied by; it holds what was committed last.

    Args:
        connection: an open connection to the file; the log is there as long as it is open.

    """

    def __init__(self, connection: File) -> None:
        # Whoever looks into the file first makes the log.
        connection.query("SELECT count(*) FROM sqlite_schema")
        path = connection.query("PRAGMA database_list")[0][2]
        self._log = os.open(f"{path}-wal", os.O_RDWR)
        if os.name == "posix":
            folder = os.open(os.path.dirname(path), os.O_RDONLY)  # noqa: PTH120 - of a text
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def sync(self) -> None:
        """Bring all that was committed to the disk; other processes may write meanwhile.

        What SQLite has moved from the log to the file since then, it has synced there.

        Raises:
            OSError: the disk fails.

        """
        os.fsync(self._log)

    def close(self) -> None:
        """Let go of the log."""
        os.close(self._log)


def prepare(connection: File) -> None:
    """Make the tables if the file is new, or of an earlier version.

    Raises:
        sqlite3.DatabaseError: the file holds something else.

    """
    with transaction(connection):
        make_tables(connection)
    # Only now that the file is known to be ours: the journal mode is written into it for good.
    unlocked(connection, "PRAGMA journal_mode = WAL")


def make_tables(connection: File) -> None:
    """Make the tables, or bring those of an earlier version up to date.

    Raises:
        sqlite3.DatabaseError: the file holds something else.

    """
    [(version,)] = connection.query("PRAGMA user_version")
    [(found,)] = connection.query("SELECT count(*) FROM sqlite_schema")
    if version > tables.VERSION or (found and not version):
        raise sqlite3.DatabaseError("it holds other data, or that of a later version")
    if not version:
        tables.make(connection, _WORDS)
    elif version < tables.VERSION:
        tables.make_anew(connection, _WORDS)
    connection.execute(f"PRAGMA user_version = {tables.VERSION}")


@contextmanager
def transaction(connection: File) -> Iterator[None]:
    """Write within; all of it is kept, or nothing if it raises."""
    unlocked(connection, "BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise


def unlocked(connection: File, statement: str) -> None:
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

"""Batches in an SQLite file, which several processes of one machine may share."""

from __future__ import annotations

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from . import schema
from .connection import Database
from .sql import SqlStore
from .store import Unavailable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from pathlib import Path

    from .connection import Connection

_Result = TypeVar("_Result")
_POLL_SECONDS = 0.01


@contextmanager
def available(what_fails: str) -> Iterator[None]:
    """Turn what SQLite raises into `Unavailable`."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise Unavailable(f"{what_fails}: {error}") from error


async def _patiently(read: Callable[[], Awaitable[_Result]]) -> _Result:
    """Read, again for a while if another process has locked the file; others go on meanwhile."""
    loop = asyncio.get_running_loop()
    end = loop.time() + schema.BUSY_SECONDS
    while True:
        with available("can't read"):
            try:
                return await read()
            except sqlite3.Error as error:
                if not schema.is_busy(error) or loop.time() > end:
                    raise
        await asyncio.sleep(_POLL_SECONDS)


class SqliteFile(Database):
    """The file, by a connection for each thread that uses it.

    Args:
        path: the file; made if there is none.

    Raises:
        Unavailable: the file can't be opened, or holds something else.

    """

    def __init__(self, path: Path) -> None:
        with available(f"can't use the database {path}"):
            self._writer = schema.connect(path)
            schema.prepare(self._writer)
            self._journal = schema.Journal(self._writer)
            self._reader = schema.connect(path)
            self._lister = schema.connect(path)
        # A thread of its own: other long work mustn't hold up what is listed.
        self._listing = ThreadPoolExecutor(1, "batches-list")

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Write within: all of it is on the disk at the end, or nothing if it raises."""
        with available("can't write"):
            with schema.transaction(self._writer):
                yield self._writer
            self._journal.sync()

    async def glance(self, read: Callable[[Connection], _Result]) -> _Result:
        """Read on the event loop: what is found at once takes less time than a thread's start."""

        async def found() -> _Result:
            return read(self._reader)

        return await _patiently(found)

    async def read(self, read: Callable[[Connection], _Result]) -> _Result:
        """Read in a thread."""
        loop = asyncio.get_running_loop()
        job = partial(read, self._lister)
        return await _patiently(lambda: loop.run_in_executor(self._listing, job))

    def close(self) -> None:
        """Let go of the file."""
        self._listing.shutdown(cancel_futures=True)
        for connection in (self._reader, self._lister, self._writer):
            connection.close()
        self._journal.close()


class SqliteStore(SqlStore):
    """A store in a file, which several servers on one machine may share.

    Args:
        path: the file; made if there is none.

    Raises:
        Unavailable: the file can't be opened, or isn't such a store.

    """

    def __init__(self, path: Path) -> None:
        super().__init__(SqliteFile(path))

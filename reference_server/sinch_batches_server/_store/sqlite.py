"""Batches in an SQLite file, on the disk before a request is answered."""

from __future__ import annotations

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from . import pages, rows, schema
from .group_commit import GroupCommit
from .store import Filters, Page, Unavailable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from pathlib import Path

    from .._rules.fields import Batch
    from .store import Change


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


class SqliteStore:
    """A store in a file, which several servers on one machine may share.

    Args:
        path: the file; made if there is none.

    Raises:
        Unavailable: the file can't be opened, or isn't such a store.

    """

    def __init__(self, path: Path) -> None:
        with available(f"can't use the database {path}"):
            self._writer = schema.connect(path)
            schema.prepare(self._writer)
            self._journal = schema.Journal(self._writer)
            self._reader = schema.connect(path)
            self._lister = schema.connect(path)
        # Threads of its own: other long work mustn't hold up what is written or listed.
        self._writing = ThreadPoolExecutor(1, "batches-write")
        self._listing = ThreadPoolExecutor(1, "batches-list")
        self._group: GroupCommit[rows.Job] = GroupCommit(self._commit, self._writing)

    def _commit(self, take: Callable[[], list[rows.Job]]) -> list[Any]:
        with available("can't write"):
            with schema.transaction(self._writer):
                transaction = rows.Transaction(self._writer)
                # Not before the file is locked: what comes while others write comes along.
                outcomes = [job(transaction) for job in take()]
                transaction.finish()
            self._journal.sync()
        return outcomes

    async def add(self, batch: Batch) -> None:
        """Keep a new batch."""
        await self._group.do(partial(rows.insert, batch))

    async def get(self, plan_id: str, batch_id: str) -> Batch | None:
        """Return a batch of the plan, or None."""

        async def look_up() -> Batch | None:
            # An indexed look-up takes less time than the way to a thread and back.
            return rows.find(plan_id, batch_id, self._reader)

        return await _patiently(look_up)

    async def change(self, plan_id: str, batch_id: str, change: Change) -> Batch | None:
        """Put what `change` makes of the batch in its place."""
        batch: Batch | None = await self._group.do(partial(rows.alter, plan_id, batch_id, change))
        return batch

    async def page(self, filters: Filters, skip: int, limit: int) -> Page:
        """Return matching batches, newest first."""
        loop = asyncio.get_running_loop()
        read = partial(pages.read_page, filters, skip, limit, self._lister)
        return await _patiently(lambda: loop.run_in_executor(self._listing, read))

    async def claim_reports(self, now: int, limit: int) -> list[Batch]:
        """Take batches whose `report_at` has come, and clear it."""
        with available("can't read"):
            if not rows.is_due(now, self._reader):
                return []
        claimed: list[Batch] = await self._group.do(partial(rows.claim, now, limit))
        return claimed

    async def forget(self, before: int, limit: int) -> int:
        """Delete up to `limit` batches that ended before a time and owe no report."""
        forgotten: int = await self._group.do(partial(rows.delete_ended, before, limit))
        return forgotten

    async def close(self) -> None:
        """Let go of the file once all that waits was written."""
        await self._group.drained()
        await asyncio.to_thread(self._listing.shutdown, cancel_futures=True)
        self.discard()

    def discard(self) -> None:
        """Let go of the file at once; nothing may be under way."""
        self._writing.shutdown(wait=False)
        for connection in (self._reader, self._lister, self._writer):
            connection.close()
        self._journal.close()

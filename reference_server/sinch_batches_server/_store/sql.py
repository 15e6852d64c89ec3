"""Batches in a database that knows SQL: safe before a request is answered."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any

from . import pages, rows
from .group_commit import GroupCommit

if TYPE_CHECKING:
    from collections.abc import Callable

    from .._rules.fields import Batch
    from .connection import Database
    from .store import Change, Filters, Page


class SqlStore:
    """A store in a database, which several servers may share.

    Args:
        database: where it is.

    """

    def __init__(self, database: Database) -> None:
        self._database = database
        # A thread of its own: other long work mustn't hold up what is written.
        self._writing = ThreadPoolExecutor(1, "batches-write")
        self._group: GroupCommit[rows.Job] = GroupCommit(self._commit, self._writing)

    def _commit(self, take: Callable[[], list[rows.Job]]) -> list[Any]:
        with self._database.transaction() as connection:
            transaction = rows.Transaction(connection)
            # Not before it has begun: what comes while others write comes along.
            outcomes = rows.done(take(), transaction)
            transaction.finish()
        return outcomes

    async def add(self, batch: Batch) -> None:
        """Keep a new batch."""
        await self._group.do(rows.insert(batch))

    async def get(self, plan_id: str, batch_id: str) -> Batch | None:
        """Return a batch of the plan, or None."""
        return await self._database.glance(partial(rows.find, plan_id, batch_id))

    async def change(self, plan_id: str, batch_id: str, change: Change) -> Batch | None:
        """Put what `change` makes of the batch in its place."""
        batch: Batch | None = await self._group.do(rows.alter(plan_id, batch_id, change))
        return batch

    async def page(self, filters: Filters, skip: int, limit: int) -> Page:
        """Return matching batches, newest first."""
        return await self._database.read(partial(pages.read_page, filters, skip, limit))

    async def claim_reports(self, now: int, limit: int) -> list[Batch]:
        """Take batches whose `report_at` has come, and clear it."""
        if not await self._database.glance(partial(rows.is_due, now)):
            return []
        claimed: list[Batch] = await self._group.do(rows.claim(now, limit))
        return claimed

    async def forget(self, before: int, limit: int) -> int:
        """Delete up to `limit` batches that ended before a time and owe no report."""
        forgotten: int = await self._group.do(rows.delete_ended(before, limit))
        return forgotten

    async def close(self) -> None:
        """Let go of the database once all that waits was written."""
        await self._group.drained()
        await asyncio.to_thread(self.discard)

    def discard(self) -> None:
        """Let go of the database at once; nothing may be under way."""
        self._writing.shutdown(wait=False)
        self._database.close()

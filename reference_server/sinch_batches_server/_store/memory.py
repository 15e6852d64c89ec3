"""Batches in memory, gone when the server ends."""

from __future__ import annotations

import asyncio
import heapq
from bisect import bisect_left, insort
from collections import defaultdict
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from .store import Change, Filters, Page

if TYPE_CHECKING:
    from .._rules.fields import Batch

_Place = tuple[int, str]
_Key = tuple[str, str | None, str | None]


class MemoryStore:
    """A store in memory.

    For each filter that occurs (plan, sender, client reference) it holds the batches' places in
    order of creation, so that a page and a count cost the same however many there are.
    """

    def __init__(self) -> None:
        self._batches: dict[tuple[str, str], Batch] = {}
        self._places: defaultdict[_Key, list[_Place]] = defaultdict(list)
        self._due: list[tuple[int, str, str]] = []

    async def add(self, batch: Batch) -> None:
        """Keep a new batch."""
        self._batches[batch.plan_id, batch.id] = batch
        for key in _keys(batch):
            insort(self._places[key], (batch.created_at, batch.id))
        if batch.report_at is not None:
            insort(self._due, (batch.report_at, batch.plan_id, batch.id))

    async def get(self, plan_id: str, batch_id: str) -> Batch | None:
        """Return a batch of the plan, or None."""
        return self._batches.get((plan_id, batch_id))

    async def change(self, plan_id: str, batch_id: str, change: Change) -> Batch | None:
        """Put what `change` makes of the batch in its place."""
        stored = self._batches.get((plan_id, batch_id))
        if stored is None:
            return None
        batch = change(stored)
        self._remove(stored)
        await self.add(batch)
        return batch

    def _remove(self, batch: Batch) -> None:
        place = (batch.created_at, batch.id)
        for key in _keys(batch):
            places = self._places[key]
            del places[bisect_left(places, place)]
            if not places:
                del self._places[key]
        if batch.report_at is not None:
            due = (batch.report_at, batch.plan_id, batch.id)
            del self._due[bisect_left(self._due, due)]

    async def page(self, filters: Filters, skip: int, limit: int) -> Page:
        """Return matching batches, newest first."""
        windows = [self._window(filters, sender) for sender in filters.senders or (None,)]
        count = sum(end - start for _, start, end in windows)
        if skip >= count:
            return Page(count, [])
        newest_first = heapq.merge(
            *(
                map(places.__getitem__, range(end - 1, start - 1, -1))
                for places, start, end in windows
            ),
            reverse=True,
        )
        found = islice(newest_first, skip, skip + limit)
        return Page(
            count=count,
            batches=[self._batches[filters.plan_id, batch_id] for _, batch_id in found],
        )

    def _window(self, filters: Filters, sender: str | None) -> tuple[list[_Place], int, int]:
        places = self._places.get((filters.plan_id, sender, filters.client_reference), [])
        start = bisect_left(places, (filters.since, ""))
        end = len(places) if filters.before is None else bisect_left(places, (filters.before, ""))
        return places, start, max(start, end)

    async def claim_reports(self, now: int, limit: int) -> list[Batch]:
        """Take batches whose `report_at` has come, and clear it."""
        end = min(bisect_left(self._due, (now + 1, "", "")), limit)
        claimed = [self._batches[plan_id, batch_id] for _, plan_id, batch_id in self._due[:end]]
        del self._due[:end]
        for batch in claimed:
            self._batches[batch.plan_id, batch.id] = replace(batch, report_at=None)
        return claimed

    async def forget(self, plan_id: str, before: int, limit: int) -> int:
        """Delete up to `limit` batches created before a time that owe no report."""
        places = self._places.get((plan_id, None, None), [])
        old = (
            self._batches[plan_id, batch_id]
            for _, batch_id in islice(places, _index(places, before))
        )
        forgotten = list(islice((batch for batch in old if batch.report_at is None), limit))
        gone = {(batch.created_at, batch.id) for batch in forgotten}
        for key in {key for batch in forgotten for key in _keys(batch)}:
            self._drop(key, gone, before)
        for batch in forgotten:
            del self._batches[plan_id, batch.id]
        await asyncio.sleep(0)  # lets requests in between one call and the next
        return len(forgotten)

    def _drop(self, key: _Key, gone: set[_Place], before: int) -> None:
        places = self._places[key]
        end = _index(places, before)
        places[:end] = [place for place in places[:end] if place not in gone]
        if not places:
            del self._places[key]

    async def close(self) -> None:
        """Do nothing: there are no files."""


def _index(places: list[_Place], created_at: int) -> int:
    return bisect_left(places, (created_at, ""))


def _keys(batch: Batch) -> set[_Key]:
    senders = {None, batch.sender}
    references = {None, batch.client_reference}
    return {(batch.plan_id, sender, reference) for sender in senders for reference in references}

"""Batches in memory, gone when the server ends."""

from __future__ import annotations

import asyncio
import heapq
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from .._rules import lifetime
from .store import Change, Filters, Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .._rules.fields import Batch

_Place = tuple[int, str]
_Moment = tuple[int, str, str]
"""A time, and the plan and id of a batch."""

_Entry = TypeVar("_Entry", _Place, _Moment)
_Key = tuple[str, str | None, str | None]


class MemoryStore:
    """A store in memory.

    For each filter that occurs (plan, sender, client reference) it holds the batches' places in
    order of creation, so that a page and a count cost the same however many there are.
    """

    def __init__(self) -> None:
        self._batches: dict[tuple[str, str], Batch] = {}
        self._places: defaultdict[_Key, list[_Place]] = defaultdict(list)
        self._due: list[_Moment] = []
        self._ended: list[_Moment] = []

    async def add(self, batch: Batch) -> None:
        """Keep a new batch."""
        self._batches[batch.plan_id, batch.id] = batch
        for key in _keys(batch):
            insort(self._places[key], (batch.created_at, batch.id))
        if batch.report_at is not None:
            insort(self._due, (batch.report_at, batch.plan_id, batch.id))
        insort(self._ended, _end(batch))

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
        del self._ended[bisect_left(self._ended, _end(batch))]

    async def page(self, filters: Filters, skip: int, limit: int) -> Page:
        """Return matching batches, newest first."""
        windows = [self._window(filters, sender) for sender in filters.senders or (None,)]
        windows = [window for window in windows if window.start < window.end]
        count = sum(window.end - window.start for window in windows)
        places = _newest(windows, skip, limit) if skip < count else []
        return Page(count, [self._batches[filters.plan_id, batch_id] for _, batch_id in places])

    def _window(self, filters: Filters, sender: str | None) -> _Window:
        places = self._places.get((filters.plan_id, sender, filters.client_reference), [])
        start = _index(places, filters.since)
        end = len(places) if filters.before is None else _index(places, filters.before)
        return _Window(places, start, end)

    async def claim_reports(self, now: int, limit: int) -> list[Batch]:
        """Take batches whose `report_at` has come, and clear it."""
        end = min(bisect_left(self._due, (now + 1, "", "")), limit)
        claimed = [self._batches[plan_id, batch_id] for _, plan_id, batch_id in self._due[:end]]
        del self._due[:end]
        for batch in claimed:
            self._batches[batch.plan_id, batch.id] = replace(batch, report_at=None)
        return claimed

    async def forget(self, before: int, limit: int) -> int:
        """Delete up to `limit` batches that ended before a time and owe no report."""
        ended = islice(self._ended, bisect_left(self._ended, (before, "", "")))
        batches = (self._batches[plan_id, batch_id] for _, plan_id, batch_id in ended)
        forgotten = list(islice((batch for batch in batches if batch.report_at is None), limit))
        gone = {(batch.created_at, batch.id) for batch in forgotten}
        for key in {key for batch in forgotten for key in _keys(batch)}:
            _drop(self._places[key], gone)
            if not self._places[key]:
                del self._places[key]
        _drop(self._ended, set(map(_end, forgotten)))
        for batch in forgotten:
            del self._batches[batch.plan_id, batch.id]
        await asyncio.sleep(0)  # lets requests in between one call and the next
        return len(forgotten)

    async def close(self) -> None:
        """Do nothing: there are no files."""


def _end(batch: Batch) -> _Moment:
    return lifetime.ended_at(batch), batch.plan_id, batch.id


def _keys(batch: Batch) -> set[_Key]:
    senders = {None, batch.sender}
    references = {None, batch.client_reference}
    return {(batch.plan_id, sender, reference) for sender in senders for reference in references}


def _index(places: list[_Place], created_at: int) -> int:
    return bisect_left(places, (created_at, ""))


def _drop(entries: list[_Entry], gone: set[_Entry]) -> None:
    """Take entries out of a sorted list, in one pass over what lies before the last of them."""
    if gone:
        end = bisect_right(entries, max(gone))
        entries[:end] = [entry for entry in entries[:end] if entry not in gone]


class _Window(NamedTuple):
    """Places of a list from one index to another, oldest first."""

    places: list[_Place]
    start: int
    end: int

    def before(self, moment: int) -> _Window:
        """Return the part with batches that were created before a moment."""
        end = bisect_left(self.places, (moment, ""), self.start, self.end)
        return self._replace(end=end)

    def newest_first(self) -> Iterator[_Place]:
        """Walk through the places."""
        return map(self.places.__getitem__, range(self.end - 1, self.start - 1, -1))


def _newest(windows: list[_Window], skip: int, limit: int) -> list[_Place]:
    """Return the newest places of all windows after those to skip, without a walk over these."""
    if len(windows) == 1:
        last = windows[0].end - skip
        return windows[0].places[max(last - limit, windows[0].start) : last][::-1]

    def newer(moment: int) -> int:
        return sum(window.end - window.before(moment).end for window in windows)

    oldest = min(window.places[window.start][0] for window in windows)
    newest = max(window.places[window.end - 1][0] for window in windows)
    moments = range(oldest, newest + 1)
    # The first moment since which no more were created than are to be skipped.
    moment = oldest + bisect_left(moments, True, key=lambda moment: newer(moment) <= skip)
    left = skip - newer(moment)
    merged = heapq.merge(
        *(window.before(moment).newest_first() for window in windows), reverse=True
    )
    return list(islice(merged, left, left + limit))

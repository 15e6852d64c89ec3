"""Pages of the list out of the SQLite file."""

from __future__ import annotations

import heapq
from itertools import islice
from typing import TYPE_CHECKING

from . import counts, record, schema
from .store import Filters, Page

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

_OPEN_END = 2**62
_DEEP = 1000
"""Up to so many batches are walked over; with more it pays to look up where the page begins."""

# Batches are joined to their places once the page is cut out: not those that are skipped.
_ROWS = """
SELECT created_at, found.id, record FROM (
    SELECT created_at, id, batch FROM place
    WHERE plan = ? AND sender = ? AND reference = ? AND created_at >= ? AND created_at < ?
    ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?
) AS found JOIN batch ON number = batch
ORDER BY created_at DESC, found.id DESC
"""


def read_page(connection: sqlite3.Connection, filters: Filters, skip: int, limit: int) -> Page:
    """Return matching batches and their count, both of one moment."""
    keys = [
        counts.key(filters.plan_id, sender, filters.client_reference)
        for sender in filters.senders or (None,)
    ]
    with schema.snapshot(connection):
        count = sum(counts.count(connection, key, filters.since, filters.before) for key in keys)
        if skip >= count:
            return Page(count, [])
        end, left = _OPEN_END if filters.before is None else filters.before, skip
        if skip > _DEEP:
            end, left = counts.position(connection, keys, filters.since, filters.before, skip)
        texts = _newest(connection, keys, filters.since, end, left, limit)
    return Page(count, [record.read(text) for text in texts])


def _newest(
    connection: sqlite3.Connection,
    keys: list[counts.Key],
    since: int,
    before: int,
    skip: int,
    limit: int,
) -> list[str]:
    """Return the records of a page's batches."""
    if len(keys) == 1:
        return [row[2] for row in _rows(connection, keys[0], since, before, skip, limit)]
    rows = (_rows(connection, key, since, before, 0, skip + limit) for key in keys)
    return [row[2] for row in islice(heapq.merge(*rows, reverse=True), skip, skip + limit)]


def _rows(
    connection: sqlite3.Connection,
    key: counts.Key,
    since: int,
    before: int,
    skip: int,
    limit: int,
) -> Iterator[tuple[int, str, str]]:
    """Return time of creation, id and record of the batches of a key, newest first."""
    return connection.execute(_ROWS, (*key, since, before, limit, skip))

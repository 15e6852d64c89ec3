"""Pages of the list out of a database."""

from __future__ import annotations

import heapq
from contextlib import nullcontext
from itertools import islice
from typing import TYPE_CHECKING, Any

from . import counts, record
from .store import Filters, Page

if TYPE_CHECKING:
    from .connection import Connection

_DEEP = 1000
"""Up to so many batches are walked over; with more it pays to look up where the page begins."""

# Batches are joined to their places once the page is cut out: not those that are skipped.
_PAGE = f"""
SELECT total, created_at, found.id, record
FROM (SELECT {counts.COUNT} AS total) AS counted
LEFT JOIN (
    SELECT created_at, id FROM place
    WHERE {counts.OF_KEY} AND created_at >= :since AND created_at < :end
    ORDER BY created_at DESC, id DESC LIMIT :limit OFFSET :skip
) AS found ON true
LEFT JOIN batch ON batch.plan = :plan AND batch.id = found.id
ORDER BY created_at DESC, found.id DESC
"""  # noqa: S608 - made of constants


def read_page(filters: Filters, skip: int, limit: int, connection: Connection) -> Page:
    """Return matching batches and their count, both of one moment."""
    keys = [
        counts.key(filters.plan_id, sender, filters.client_reference)
        for sender in filters.senders or (None,)
    ]
    since = filters.since
    before = counts.OPEN_END if filters.before is None else filters.before
    one_statement = len(keys) == 1 and skip <= _DEEP
    with nullcontext() if one_statement else connection.snapshot():
        if skip <= _DEEP:
            return _read(connection, keys, (since, before, before), skip, limit)
        count = sum(counts.count(connection, key, since, before) for key in keys)
        if skip >= count:
            return Page(count, [])
        end, left = counts.position(connection, keys, since, before, skip)
        return _read(connection, keys, (since, before, end), left, limit)


def _read(
    connection: Connection,
    keys: list[counts.Key],
    window: tuple[int, int, int],
    skip: int,
    limit: int,
) -> Page:
    """Count from the first to the second moment of a window, and read back from the third."""
    since, before, end = window
    # Of several keys each may have the whole page.
    cut = {"skip": skip, "limit": limit} if len(keys) == 1 else {"skip": 0, "limit": skip + limit}
    found = [
        connection.query(_PAGE, counts.bounds(key, since, before) | {"end": end} | cut)
        for key in keys
    ]
    count = sum(rows[0][0] for rows in found)
    newest = heapq.merge(*map(_batches, found), reverse=True)
    texts = islice(newest, skip - cut["skip"], skip - cut["skip"] + limit)
    return Page(count, [record.read(text) for _, _, text in texts])


def _batches(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Leave out the count, and the row that has nothing else."""
    return [row[1:] for row in rows if row[3] is not None]

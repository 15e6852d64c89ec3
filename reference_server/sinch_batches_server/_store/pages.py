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
        numbers = newest(connection, keys, filters, skip, limit)
        texts = [record_of(connection, number) for number in numbers]
    return Page(count, [record.read(text) for text in texts])


def newest(
    connection: sqlite3.Connection, keys: list[counts.Key], filters: Filters, skip: int, limit: int
) -> list[int]:
    """Return the numbers of a page's batches."""
    if len(keys) == 1:
        return [row[2] for row in places(connection, keys[0], filters, skip, limit)]
    rows = (places(connection, key, filters, 0, skip + limit) for key in keys)
    return [row[2] for row in islice(heapq.merge(*rows, reverse=True), skip, skip + limit)]


def places(
    connection: sqlite3.Connection, key: counts.Key, filters: Filters, skip: int, limit: int
) -> Iterator[tuple[int, str, int]]:
    """Return time of creation, id and number of the batches of a key, newest first."""
    return connection.execute(
        "SELECT created_at, id, batch FROM place"
        " WHERE plan = ? AND sender = ? AND reference = ? AND created_at >= ? AND created_at < ?"
        " ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?",
        (*key, filters.since, _OPEN_END if filters.before is None else filters.before, limit, skip),
    )


def record_of(connection: sqlite3.Connection, number: int) -> str:
    """Return the record with this number."""
    (text,) = connection.execute("SELECT record FROM batch WHERE number = ?", (number,)).fetchone()
    return str(text)

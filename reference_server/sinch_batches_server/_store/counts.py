"""Counts of batches by time of creation, so that a list's `count` needs no scan.

For each key (plan, sender, client reference) the database holds how many batches were created in
each second, minute and hour. A count sums a few whole hours, minutes and seconds and counts one by
one only what lies within the first second.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

    from .._rules.fields import Batch

Key = tuple[str, str, str]
"""Plan, sender and client reference, as they stand in the tables; `ANY` for any."""

ANY = "*"
_WIDTHS = (1_000, 60_000, 3_600_000)

TABLE = """
CREATE TABLE tally (
    plan TEXT NOT NULL, sender TEXT NOT NULL, reference TEXT NOT NULL,
    width INTEGER NOT NULL, slot INTEGER NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (plan, sender, reference, width, slot)
) STRICT, WITHOUT ROWID
"""
_ADD = """
INSERT INTO tally VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET count = count + excluded.count
"""
_SLOTS = """
SELECT slot, count FROM tally
WHERE plan = ? AND sender = ? AND reference = ? AND width = ? AND slot BETWEEN ? AND ?
"""
_KEY = "plan = :plan AND sender = :sender AND reference = :reference"
_COUNT = f"""
SELECT
    (SELECT count(*) FROM place WHERE {_KEY} AND created_at >= :start AND created_at < :second)
    + (SELECT coalesce(sum(count), 0) FROM tally WHERE {_KEY}
        AND width = 1000 AND slot >= :second / 1000 AND slot < :minute / 1000)
    + (SELECT coalesce(sum(count), 0) FROM tally WHERE {_KEY}
        AND width = 60000 AND slot >= :minute / 60000 AND slot < :hour / 60000)
    + (SELECT coalesce(sum(count), 0) FROM tally WHERE {_KEY}
        AND width = 3600000 AND slot >= :hour / 3600000)
"""  # noqa: S608 - made of constants


def key(plan_id: str, sender: str | None, client_reference: str | None) -> Key:
    """Make the key of a filter. A reference is marked, as it may be any text, `*` too."""
    return (
        plan_id,
        ANY if sender is None else sender,
        ANY if client_reference is None else f"={client_reference}",
    )


def keys(batch: Batch) -> set[Key]:
    """Return the keys under which a batch is found."""
    return {
        key(batch.plan_id, sender, reference)
        for sender in (None, batch.sender)
        for reference in (None, batch.client_reference)
    }


class Changes:
    """What a transaction adds to the counts, summed up before it is written."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[Key, int, int]] = Counter()

    def add(self, key: Key, created_at: int, count: int) -> None:
        """Note that so many batches came, or went if negative."""
        for width in _WIDTHS:
            self._counts[key, width, created_at // width] += count

    def write(self, connection: sqlite3.Connection) -> None:
        """Write the sums."""
        connection.executemany(
            _ADD, ((*key, width, slot, n) for (key, width, slot), n in self._counts.items() if n)
        )


def count(connection: sqlite3.Connection, key: Key, since: int, before: int | None) -> int:
    """Count the batches of a key created from `since` on and before `before`, in milliseconds."""
    if before is None:
        return _count_from(connection, key, since)
    if before <= since:
        return 0
    return _count_from(connection, key, since) - _count_from(connection, key, before)


def _count_from(connection: sqlite3.Connection, key: Key, start: int) -> int:
    plan, sender, reference = key
    second, minute, hour = _rounded_up(start)
    bounds = {"start": start, "second": second, "minute": minute, "hour": hour}
    values = {"plan": plan, "sender": sender, "reference": reference, **bounds}
    (found,) = connection.execute(_COUNT, values).fetchone()
    return int(found)


def position(
    connection: sqlite3.Connection, keys: list[Key], since: int, before: int | None, skip: int
) -> tuple[int, int]:
    """Look up where a page begins, without a walk over what comes before it.

    Args:
        connection: the file.
        keys: the keys of the list.
        since: the first time of creation.
        before: the first that is too late; None: no limit.
        skip: how many batches to skip, fewer than there are.

    Returns:
        The end of the second in which the first batch of the page was created, and how many of
        the batches before that end are still to be skipped.

    """
    if before is not None:
        skip += sum(_count_from(connection, key, before) for key in keys)
    first, last = since // _WIDTHS[-1], 2**62 // _WIDTHS[-1]
    for width, finer in zip(reversed(_WIDTHS), (60, 60, None), strict=True):
        found: Counter[int] = Counter()
        for key in keys:
            found.update(dict(connection.execute(_SLOTS, (*key, width, first, last))))
        for slot in sorted(found, reverse=True):
            if found[slot] > skip:
                break
            skip -= found[slot]
        if finer:
            first, last = slot * finer, slot * finer + finer - 1
    return (slot + 1) * _WIDTHS[0], skip


def _rounded_up(moment: int) -> list[int]:
    rounded = []
    for width in _WIDTHS:
        moment = -(-moment // width) * width
        rounded.append(moment)
    return rounded

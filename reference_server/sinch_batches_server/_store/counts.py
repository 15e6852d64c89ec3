"""Counts of batches by time of creation, so that a list's `count` needs no scan.

For each key (plan, sender, client reference) the database holds how many batches were created in
each second, minute and hour. A count sums a few whole hours, minutes and seconds and counts one by
one only what lies within the first second.
"""

from __future__ import annotations

from collections import Counter
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .._rules.fields import Batch
    from .connection import Connection

Key = tuple[str, str, str]
"""Plan, and digests of sender and client reference; `ANY` for any."""

ANY = "*"
OPEN_END = 2**62
"""A time that is later than all others."""

_WIDTHS = {"second": 1_000, "minute": 60_000, "hour": 3_600_000}

TABLE = """
CREATE TABLE tally (
    plan TEXT NOT NULL, sender TEXT NOT NULL, reference TEXT NOT NULL,
    width {integer} NOT NULL, slot {integer} NOT NULL, count {integer} NOT NULL,
    PRIMARY KEY (plan, sender, reference, width, slot)
) {by_key}
"""
_ADD = """
INSERT INTO tally VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (plan, sender, reference, width, slot)
DO UPDATE SET count = tally.count + excluded.count
"""
_TIDY = """
DELETE FROM tally
WHERE plan = ? AND sender = ? AND reference = ? AND width = ? AND slot = ? AND count = 0
"""
_SLOTS = """
SELECT slot, count FROM tally
WHERE plan = ? AND sender = ? AND reference = ? AND width = ? AND slot BETWEEN ? AND ?
"""
OF_KEY = "plan = :plan AND sender = :sender AND reference = :reference"


def _count_from(moment: str) -> str:
    """Write the sum of what was created from a moment on; `bounds` gives its values."""
    counted = f"SELECT coalesce(sum(count), 0) FROM tally WHERE {OF_KEY}"  # noqa: S608
    return f"""(
        (SELECT count(*) FROM place
            WHERE {OF_KEY} AND created_at >= :{moment} AND created_at < :{moment}_second)
        + ({counted} AND width = 1000
            AND slot >= :{moment}_second / 1000 AND slot < :{moment}_minute / 1000)
        + ({counted} AND width = 60000
            AND slot >= :{moment}_minute / 60000 AND slot < :{moment}_hour / 60000)
        + ({counted} AND width = 3600000 AND slot >= :{moment}_hour / 3600000)
    )"""  # noqa: S608 - made of constants


COUNT = f"CAST({_count_from('since')} - {_count_from('before')} AS BIGINT)"
"""The number of a key's batches between two moments, as an expression; takes `bounds`."""


def key(plan_id: str, sender: str | None, client_reference: str | None) -> Key:
    """Make the key of a filter.

    What is asked for may be any text, `*` and NUL too, and longer than PostgreSQL's indexes take.
    """
    return plan_id, _digest(sender), _digest(client_reference)


def _digest(text: str | None) -> str:
    return ANY if text is None else blake2b(text.encode(), digest_size=16).hexdigest()


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
        for width in _WIDTHS.values():
            self._counts[key, width, created_at // width] += count

    def write(self, connection: Connection) -> None:
        """Write the sums; what nobody counts any more goes."""
        # In one order, so that servers that write at once wait for each other at most.
        sums = [(*key, width, slot, n) for (key, width, slot), n in sorted(self._counts.items())]
        connection.each(_ADD, [row for row in sums if row[-1]])
        connection.each(_TIDY, [row[:-1] for row in sums if row[-1] < 0])


def bounds(key: Key, since: int, before: int) -> dict[str, str | int]:
    """Return the values that `COUNT` takes.

    Args:
        key: the key.
        since: the first time of creation, in milliseconds.
        before: the first that is too late; `OPEN_END`: no limit.

    """
    values: dict[str, str | int] = dict(zip(("plan", "sender", "reference"), key, strict=True))
    for name, moment in (("since", since), ("before", max(since, before))):
        values[name] = moment
        for unit, width in _WIDTHS.items():
            moment = -(-moment // width) * width
            values[f"{name}_{unit}"] = moment
    return values


def count(connection: Connection, key: Key, since: int, before: int) -> int:
    """Count the batches of a key created from `since` on and before `before`, in milliseconds."""
    [(found,)] = connection.query(f"SELECT {COUNT}", bounds(key, since, before))
    return int(found)


def position(
    connection: Connection, keys: list[Key], since: int, before: int, skip: int
) -> tuple[int, int]:
    """Look up where a page begins, without a walk over what comes before it.

    Args:
        connection: the database.
        keys: the keys of the list.
        since: the first time of creation.
        before: the first that is too late; `OPEN_END`: no limit.
        skip: how many batches to skip, fewer than there are.

    Returns:
        The end of the second in which the first batch of the page was created, and how many of
        the batches before that end are still to be skipped.

    """
    skip += sum(count(connection, key, before, OPEN_END) for key in keys)
    widths = list(_WIDTHS.values())
    first, last = since // widths[-1], OPEN_END // widths[-1]
    for width, finer in zip(reversed(widths), (60, 60, None), strict=True):
        found: Counter[int] = Counter()
        for key in keys:
            found.update(dict(connection.query(_SLOTS, (*key, width, first, last))))
        for slot in sorted(found, reverse=True):
            if found[slot] > skip:
                break
            skip -= found[slot]
        if finer:
            first, last = slot * finer, slot * finer + finer - 1
    return (slot + 1) * widths[0], skip

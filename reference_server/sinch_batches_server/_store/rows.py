"""The statements that write or read batches one by one, and what a transaction writes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .._rules import lifetime
from . import counts, record

if TYPE_CHECKING:
    from .._rules.fields import Batch
    from .connection import Connection
    from .store import Change

# `table_by_key`: its rows are wanted in the order of their key.
TABLES = (
    # All other columns are made of the record.
    """
    CREATE TABLE batch (
        plan TEXT NOT NULL, id TEXT NOT NULL, report_at INTEGER, ended_at INTEGER NOT NULL,
        record TEXT NOT NULL, PRIMARY KEY (plan, id)
    ) {table}
    """,
    "CREATE INDEX due ON batch (report_at) WHERE report_at IS NOT NULL",
    "CREATE INDEX ended ON batch (ended_at)",
    # Where lists find a batch: one row for each filter that it matches.
    """
    CREATE TABLE place (
        plan TEXT NOT NULL, sender TEXT NOT NULL, reference TEXT NOT NULL,
        created_at INTEGER NOT NULL, id TEXT NOT NULL,
        PRIMARY KEY (plan, sender, reference, created_at, id)
    ) {table_by_key}
    """,
    counts.TABLE,
)

_INSERT = "INSERT INTO batch (report_at, ended_at, record, plan, id) VALUES (?, ?, ?, ?, ?)"
_OVERWRITE = "UPDATE batch SET report_at = ?, ended_at = ?, record = ? WHERE plan = ? AND id = ?"
_DELETE = "DELETE FROM batch WHERE plan = ? AND id = ?"
_PLACE = "INSERT INTO place VALUES (?, ?, ?, ?, ?)"
_DISPLACE = """
DELETE FROM place
WHERE plan = ? AND sender = ? AND reference = ? AND created_at = ? AND id = ?
"""
_FIND = "SELECT record FROM batch WHERE plan = ? AND id = ?"
_DUE = "SELECT record FROM batch WHERE report_at <= ? ORDER BY report_at LIMIT ?"
_ENDED = "SELECT record FROM batch WHERE ended_at < ? AND report_at IS NULL LIMIT ?"


class Transaction:
    """What one transaction does. Most is gathered and written at its end, each kind at once.

    Args:
        connection: the database, within a transaction.

    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._changes = counts.Changes()
        self._inserted: list[tuple[Any, ...]] = []
        self._placed: list[tuple[Any, ...]] = []

    def insert(self, batch: Batch) -> None:
        """Write a new batch."""
        self._inserted.append(_row(batch))
        self.place(batch)

    def place(self, batch: Batch) -> None:
        """Put a batch into the lists."""
        for key in counts.keys(batch):
            self._placed.append((*key, batch.created_at, batch.id))
            self._changes.add(key, batch.created_at, 1)

    def displace(self, batch: Batch) -> None:
        """Take a batch out of all lists."""
        keys = counts.keys(batch)
        self.connection.each(_DISPLACE, [(*key, batch.created_at, batch.id) for key in keys])
        for key in keys:
            self._changes.add(key, batch.created_at, -1)

    def finish(self) -> None:
        """Write what was gathered."""
        self.connection.each(_INSERT, self._inserted)
        self.connection.each(_PLACE, self._placed)
        self._changes.write(self.connection)


Job = Callable[[Transaction], Any]
"""Does something within a transaction, and returns the outcome."""


def _row(batch: Batch) -> tuple[Any, ...]:
    ended_at = lifetime.ended_at(batch)
    return batch.report_at, ended_at, record.write(batch), batch.plan_id, batch.id


def insert(batch: Batch, transaction: Transaction) -> None:
    """Write a new batch."""
    transaction.insert(batch)


def find(plan_id: str, batch_id: str, connection: Connection) -> Batch | None:
    """Return a batch, or None."""
    for (text,) in connection.query(_FIND, (plan_id, batch_id)):
        return record.read(text)
    return None


def alter(
    plan_id: str, batch_id: str, change: Change, transaction: Transaction
) -> Batch | Exception | None:
    """Write what `change` makes of a batch; return it, or what `change` raised."""
    stored = find(plan_id, batch_id, transaction.connection)
    if stored is None:
        return None
    try:
        batch = change(stored)
    except Exception as error:
        return error
    transaction.connection.query(_OVERWRITE, _row(batch))
    if counts.keys(batch) != counts.keys(stored):
        transaction.displace(stored)
        transaction.place(batch)
    return batch


def is_due(now: int, connection: Connection) -> bool:
    """Whether the report of any batch is due."""
    return bool(connection.query(_DUE, (now, 1)))


def claim(now: int, limit: int, transaction: Transaction) -> list[Batch]:
    """Clear `report_at` of batches whose report is due; return them as they were."""
    due = transaction.connection.query(_DUE, (now, limit))
    claimed = [record.read(text) for (text,) in due]
    taken = [_row(replace(batch, report_at=None)) for batch in claimed]
    transaction.connection.each(_OVERWRITE, taken)
    return claimed


def delete_ended(before: int, limit: int, transaction: Transaction) -> int:
    """Delete batches that ended before a time and owe no report."""
    rows = transaction.connection.query(_ENDED, (before, limit))
    ended = [record.read(text) for (text,) in rows]
    for batch in ended:
        transaction.displace(batch)
    transaction.connection.each(_DELETE, [(batch.plan_id, batch.id) for batch in ended])
    return len(ended)

"""The statements that write or read batches, and what a transaction does with them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from .._rules import lifetime
from . import counts, record

if TYPE_CHECKING:
    from collections.abc import Callable

    from .._rules.fields import Batch
    from .connection import Connection
    from .store import Change

_INSERT = "INSERT INTO batch (report_at, ended_at, record, plan, id) VALUES (?, ?, ?, ?, ?)"
_OVERWRITE = "UPDATE batch SET report_at = ?, ended_at = ?, record = ? WHERE plan = ? AND id = ?"
_DELETE = "DELETE FROM batch WHERE plan = ? AND id = ?"
_PLACE = "INSERT INTO place VALUES (?, ?, ?, ?, ?)"
_DISPLACE = """
DELETE FROM place
WHERE plan = ? AND sender = ? AND reference = ? AND created_at = ? AND id = ?
"""
_FIND = "SELECT record FROM batch WHERE plan = ? AND id = ? "
_DUE = "SELECT record FROM batch WHERE report_at <= ? ORDER BY report_at LIMIT ? "
_LAST = ("\U0010ffff", "")
_ENDED = "SELECT record FROM batch WHERE ended_at < ? AND report_at IS NULL LIMIT ? "


class Transaction:
    """What one transaction does. Most is gathered and written at its end, each kind at once.

    Args:
        connection: the database, within a transaction.

    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._changes = counts.Changes()
        self._inserted: list[tuple[Any, ...]] = []
        self._placed: set[tuple[Any, ...]] = set()
        self._displaced: set[tuple[Any, ...]] = set()

    def insert(self, batch: Batch) -> None:
        """Write a new batch."""
        self._inserted.append(_row(batch))
        self._place(batch)

    def overwrite(self, stored: Batch, batch: Batch) -> None:
        """Put a batch in the place of a stored one."""
        self.connection.query(_OVERWRITE, _row(batch))
        if counts.keys(batch) != counts.keys(stored):
            self._displace(stored)
            self._place(batch)

    def delete(self, batches: list[Batch]) -> None:
        """Delete stored batches."""
        self.connection.each(_DELETE, [(batch.plan_id, batch.id) for batch in batches])
        for batch in batches:
            self._displace(batch)

    def finish(self) -> None:
        """Write what was gathered."""
        self.connection.each(_INSERT, self._inserted)
        self.connection.each(_DISPLACE, self._displaced)
        self.connection.each(_PLACE, self._placed)
        self._changes.write(self.connection)

    def _place(self, batch: Batch) -> None:
        """Put a batch into the lists."""
        for key in counts.keys(batch):
            self._placed.add((*key, batch.created_at, batch.id))
            self._changes.add(key, batch.created_at, 1)

    def _displace(self, batch: Batch) -> None:
        """Take a batch out of all lists, even if it was put there just now."""
        places = {(*key, batch.created_at, batch.id) for key in counts.keys(batch)}
        self._placed -= places
        self._displaced |= places
        for key in counts.keys(batch):
            self._changes.add(key, batch.created_at, -1)


def _row(batch: Batch) -> tuple[Any, ...]:
    ended_at = lifetime.ended_at(batch)
    return batch.report_at, ended_at, record.write(batch), batch.plan_id, batch.id


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do within a transaction.

    Args:
        do: does it and returns the outcome.
        batch: plan and id of the batch that it is about; the last of all if it looks for batches.

    """

    do: Callable[[Transaction], Any]
    batch: tuple[str, str] = _LAST


def done(jobs: list[Job], transaction: Transaction) -> list[Any]:
    """Do jobs and return the outcome of each."""
    # In one order: servers that change the same batches at once don't wait for each other in a
    # circle. Whoever looks for batches waits for nobody and comes last.
    order = sorted(range(len(jobs)), key=lambda number: jobs[number].batch)
    outcomes = {number: jobs[number].do(transaction) for number in order}
    return [outcomes[number] for number in range(len(jobs))]


def find(plan_id: str, batch_id: str, connection: Connection) -> Batch | None:
    """Return a batch, or None."""
    return _first(connection.query(_FIND, (plan_id, batch_id)))


def is_due(now: int, connection: Connection) -> bool:
    """Whether the report of any batch is due."""
    return bool(connection.query(_DUE, (now, 1)))


def insert(batch: Batch) -> Job:
    """Write a new batch."""
    return Job(lambda transaction: transaction.insert(batch), (batch.plan_id, batch.id))


def alter(plan_id: str, batch_id: str, change: Change) -> Job:
    """Write what `change` makes of a batch; return it, or what `change` raised."""

    def do(transaction: Transaction) -> Batch | Exception | None:
        connection = transaction.connection
        stored = _first(connection.query(_FIND + connection.LOCKED, (plan_id, batch_id)))
        if stored is None:
            return None
        try:
            batch = change(stored)
        except Exception as error:
            return error
        transaction.overwrite(stored, batch)
        return batch

    return Job(do, (plan_id, batch_id))


def claim(now: int, limit: int) -> Job:
    """Clear `report_at` of batches whose report is due; return them as they were."""

    def do(transaction: Transaction) -> list[Batch]:
        connection = transaction.connection
        claimed = _batches(connection.query(_DUE + connection.UNLOCKED_ONLY, (now, limit)))
        taken = [_row(replace(batch, report_at=None)) for batch in claimed]
        connection.each(_OVERWRITE, taken)
        return claimed

    return Job(do)


def delete_ended(before: int, limit: int) -> Job:
    """Delete batches that ended before a time and owe no report; return how many."""

    def do(transaction: Transaction) -> int:
        connection = transaction.connection
        ended = _batches(connection.query(_ENDED + connection.UNLOCKED_ONLY, (before, limit)))
        transaction.delete(ended)
        return len(ended)

    return Job(do)


def _batches(found: list[tuple[Any, ...]]) -> list[Batch]:
    return [record.read(text) for (text,) in found]


def _first(found: list[tuple[Any, ...]]) -> Batch | None:
    return next(iter(_batches(found)), None)

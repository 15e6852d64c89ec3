"""The statements on the tables of the SQLite file that write or read one batch."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .._rules import lifetime
from . import counts, record

if TYPE_CHECKING:
    import sqlite3

    from .._rules.fields import Batch
    from .store import Change


def insert(batch: Batch, connection: sqlite3.Connection, changes: counts.Changes) -> None:
    """Write a new batch."""
    number = connection.execute(
        "INSERT INTO batch (plan, id, report_at, ended_at, record) VALUES (?, ?, ?, ?, ?)",
        (
            batch.plan_id,
            batch.id,
            batch.report_at,
            lifetime.ended_at(batch),
            record.write(batch),
        ),
    ).lastrowid
    place(number, batch, connection, changes)


def place(
    number: int | None, batch: Batch, connection: sqlite3.Connection, changes: counts.Changes
) -> None:
    """Write where lists find a batch."""
    keys = counts.keys(batch)
    rows = [(*key, batch.created_at, batch.id, number) for key in keys]
    connection.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?)", rows)
    for key in keys:
        changes.add(key, batch.created_at, 1)


def displace(batch: Batch, connection: sqlite3.Connection, changes: counts.Changes) -> None:
    """Take a batch out of all lists."""
    keys = counts.keys(batch)
    connection.executemany(
        "DELETE FROM place WHERE plan = ? AND sender = ? AND reference = ?"
        " AND created_at = ? AND id = ?",
        [(*key, batch.created_at, batch.id) for key in keys],
    )
    for key in keys:
        changes.add(key, batch.created_at, -1)


def find(connection: sqlite3.Connection, plan_id: str, batch_id: str) -> tuple[int, Batch] | None:
    """Return a batch and its number."""
    row = connection.execute(
        "SELECT number, record FROM batch WHERE plan = ? AND id = ?", (plan_id, batch_id)
    ).fetchone()
    return None if row is None else (row[0], record.read(row[1]))


def alter(
    plan_id: str,
    batch_id: str,
    change: Change,
    connection: sqlite3.Connection,
    changes: counts.Changes,
) -> Batch | Exception | None:
    """Write what `change` makes of a batch; return it, or what `change` raised."""
    found = find(connection, plan_id, batch_id)
    if found is None:
        return None
    number, stored = found
    try:
        batch = change(stored)
    except Exception as error:
        return error
    overwrite(number, batch, connection)
    if counts.keys(batch) != counts.keys(stored):
        displace(stored, connection, changes)
        place(number, batch, connection, changes)
    return batch


def overwrite(number: int, batch: Batch, connection: sqlite3.Connection) -> None:
    """Write a batch over the one with this number."""
    connection.execute(
        "UPDATE batch SET report_at = ?, ended_at = ?, record = ? WHERE number = ?",
        (batch.report_at, lifetime.ended_at(batch), record.write(batch), number),
    )


def due(connection: sqlite3.Connection, now: int, limit: int) -> list[tuple[int, str]]:
    """Return number and record of batches whose report is due, longest due first."""
    return connection.execute(
        "SELECT number, record FROM batch WHERE report_at <= ? ORDER BY report_at LIMIT ?",
        (now, limit),
    ).fetchall()


def claim(now: int, limit: int, connection: sqlite3.Connection, _: counts.Changes) -> list[Batch]:
    """Clear `report_at` of batches whose report is due; return them as they were."""
    claimed = [(number, record.read(text)) for number, text in due(connection, now, limit)]
    for number, batch in claimed:
        overwrite(number, replace(batch, report_at=None), connection)
    return [batch for _, batch in claimed]


def delete_ended(
    before: int, limit: int, connection: sqlite3.Connection, changes: counts.Changes
) -> int:
    """Delete batches that ended before a time and owe no report."""
    rows = connection.execute(
        "SELECT number, record FROM batch WHERE ended_at < ? AND report_at IS NULL LIMIT ?",
        (before, limit),
    ).fetchall()
    for number, text in rows:
        displace(record.read(text), connection, changes)
        connection.execute("DELETE FROM batch WHERE number = ?", (number,))
    return len(rows)

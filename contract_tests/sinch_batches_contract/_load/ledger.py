"""What was asked and acknowledged, kept in a file that ends with the process.

Memory stays the same however many batches there are: the file holds a short row of each, and the
documents are derived.
"""

from __future__ import annotations

import sqlite3
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from .documents import History

if TYPE_CHECKING:
    from collections.abc import Iterator

_SOME = 500  # rows that are read at a time


class Standing(IntEnum):
    """What is known of a batch.

    ASKED: it was sent, and no answer came. KEPT: it was acknowledged. REFUSED: it was refused.
    REPLACED: another was put in its place. LOST: either, as no answer came to the replace.
    """

    ASKED = 0
    KEPT = 1
    REFUSED = 2
    REPLACED = 3
    LOST = 4


class Row(NamedTuple):
    """A batch: whose it is, what is known of it, its id, and how often the list has shown it.

    `created` is when, in milliseconds since 1970; 0 if no answer has told it.
    """

    user: int
    number: int
    standing: Standing
    plan: int
    id: str | None
    created: int
    history: History
    seen: int


class Ledger:
    """The batches of one process, by the number of the user and the user's own count."""

    def __init__(self) -> None:
        # A file without a name, which SQLite deletes at the end. Nothing else ever reads it, so
        # it stays in one transaction and is never synced.
        self._file = sqlite3.connect("", isolation_level=None)
        self._file.executescript(
            """
            PRAGMA journal_mode = OFF;
            PRAGMA cache_size = -8000;
            CREATE TABLE batch (
                user, number, standing, plan, id, created, asked, outcomes, seen,
                PRIMARY KEY (user, number)
            ) WITHOUT ROWID;
            CREATE INDEX by_id ON batch (id, plan) WHERE id IS NOT NULL;
            BEGIN;
            """
        )

    def ask(self, user: int, number: int, plan: int) -> None:
        """Note a batch before it is sent."""
        self._file.execute(
            "INSERT INTO batch VALUES (?, ?, ?, ?, NULL, 0, '', '', 0)",
            (user, number, Standing.ASKED, plan),
        )

    def keep(self, user: int, number: int, id: str, created: int) -> tuple[int, int] | None:
        """Note that it was acknowledged; return another batch of the plan that has the id."""
        self._file.execute(
            "UPDATE batch SET standing = ?, id = ?, created = ? WHERE user = ? AND number = ?",
            (Standing.KEPT, id, created, user, number),
        )
        other: tuple[int, int] | None = self._file.execute(
            "SELECT other.user, other.number FROM batch JOIN batch AS other USING (id, plan)"
            " WHERE batch.user = ? AND batch.number = ? AND other.standing = ?"
            " AND (other.user, other.number) <> (batch.user, batch.number)",
            (user, number, Standing.KEPT),
        ).fetchone()
        return other

    def put(self, user: int, number: int, standing: Standing) -> None:
        """Note what is known of a batch."""
        self._file.execute(
            "UPDATE batch SET standing = ? WHERE user = ? AND number = ?", (standing, user, number)
        )

    def change(self, user: int, number: int, history: History) -> None:
        """Note what was asked for a batch, and what came of it."""
        self._file.execute(
            "UPDATE batch SET asked = ?, outcomes = ? WHERE user = ? AND number = ?",
            (*history, user, number),
        )

    def found(self, user: int, number: int, id: str) -> None:
        """Note that the list has shown a batch, and its id if no answer had told it."""
        self._file.execute(
            "UPDATE batch SET seen = seen + 1, id = coalesce(id, ?) WHERE user = ? AND number = ?",
            (id, user, number),
        )

    def row(self, user: int, number: int) -> Row | None:
        """Return a batch, or None if it was never asked for."""
        found = self._file.execute(
            "SELECT * FROM batch WHERE user = ? AND number = ?", (user, number)
        ).fetchone()
        return None if found is None else _row(*found)

    def rows(self) -> Iterator[Row]:
        """Yield all batches; they may be changed meanwhile."""
        last = (-1, -1)
        while found := self._file.execute(
            "SELECT * FROM batch WHERE (user, number) > (?, ?) ORDER BY user, number LIMIT ?",
            (*last, _SOME),
        ).fetchall():
            for values in found:
                yield _row(*values)
            last = found[-1][:2]

    def span(self, plan: int) -> tuple[int, int] | None:
        """Return the first and the last time of creation in a plan, in milliseconds since 1970.

        None if nothing was acknowledged there, or a batch without such a time.
        """
        first, last = self._file.execute(
            "SELECT min(created), max(created) FROM batch WHERE plan = ? AND standing = ?",
            (plan, Standing.KEPT),
        ).fetchone()
        return (first, last) if first else None

    def counts(self) -> dict[str, int]:
        """Return how many batches have which standing, by its name in lower case."""
        found = dict(
            self._file.execute("SELECT standing, count(*) FROM batch GROUP BY standing").fetchall()
        )
        return {standing.name.lower(): found.get(standing, 0) for standing in Standing}

    def close(self) -> None:
        """Delete the file."""
        self._file.close()


def _row(
    user: int,
    number: int,
    standing: int,
    plan: int,
    id: str | None,
    created: int,
    asked: str,
    outcomes: str,
    seen: int,
) -> Row:
    return Row(user, number, Standing(standing), plan, id, created, History(asked, outcomes), seen)

"""The tables of a database, the same in all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import counts, record, rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .connection import Connection

VERSION = 3
"""The version of the tables; each database says in its own way which it has."""

_AT_ONCE = 1000

# `by_key`: its rows are wanted in the order of their key.
_TABLES = (
    # All other columns are made of the record.
    """
    CREATE TABLE batch (
        plan TEXT NOT NULL, id TEXT NOT NULL, report_at {integer}, ended_at {integer} NOT NULL,
        record TEXT NOT NULL, PRIMARY KEY (plan, id)
    ) {as_table}
    """,
    "CREATE INDEX due ON batch (report_at) WHERE report_at IS NOT NULL",
    "CREATE INDEX ended ON batch (ended_at)",
    # Where lists find a batch: one row for each filter that it matches.
    """
    CREATE TABLE place (
        plan TEXT NOT NULL, sender TEXT NOT NULL, reference TEXT NOT NULL,
        created_at {integer} NOT NULL, id TEXT NOT NULL,
        PRIMARY KEY (plan, sender, reference, created_at, id)
    ) {by_key}
    """,
    counts.TABLE,
)
_SET_ASIDE = (
    "ALTER TABLE batch RENAME TO earlier",
    "DROP INDEX due",
    "DROP INDEX IF EXISTS ended",
    "DROP TABLE place",
    "DROP TABLE tally",
)
_EARLIER = """
SELECT plan, id, record FROM earlier WHERE (plan, id) > (?, ?) ORDER BY plan, id LIMIT ?
"""


def make(connection: Connection, words: Mapping[str, str]) -> None:
    """Make the tables.

    Args:
        connection: the database, within a transaction.
        words: what this kind of database calls an `integer` of 64 bits, and what it wants to be
            told of a table (`as_table`), and of one that is read by its key (`by_key`).

    """
    for statement in _TABLES:
        connection.query(statement.format(**words))


def make_anew(connection: Connection, words: Mapping[str, str]) -> None:
    """Bring tables of an earlier version up to date: the records hold all there is to know."""
    for statement in _SET_ASIDE:
        connection.query(statement)
    make(connection, words)
    last = ("", "")
    while found := connection.query(_EARLIER, (*last, _AT_ONCE)):
        writing = rows.Transaction(connection)
        for _, _, text in found:
            writing.insert(record.read(text))
        writing.finish()
        last = found[-1][:2]
    connection.query("DROP TABLE earlier")

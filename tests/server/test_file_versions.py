"""SQLite files of earlier versions and of others: brought up to date, or left as they are."""

from __future__ import annotations

import asyncio
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from sinch_batches_server import SqliteStore
from sinch_batches_server._rules import lifetime
from sinch_batches_server._store import record, tables
from sinch_batches_server._store.store import Filters, Unavailable

from .conftest import NOW
from .test_stores import made

FIRST_VERSION = """
CREATE TABLE batch (
    number INTEGER PRIMARY KEY, plan TEXT NOT NULL, id TEXT NOT NULL,
    report_at INTEGER, record TEXT NOT NULL, UNIQUE (plan, id)
) STRICT;
CREATE INDEX due ON batch (report_at) WHERE report_at IS NOT NULL;
CREATE TABLE place (
    plan TEXT NOT NULL, sender TEXT NOT NULL, reference TEXT NOT NULL,
    created_at INTEGER NOT NULL, id TEXT NOT NULL, batch INTEGER NOT NULL,
    PRIMARY KEY (plan, sender, reference, created_at, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE tally (
    plan TEXT NOT NULL, sender TEXT NOT NULL, reference TEXT NOT NULL,
    width INTEGER NOT NULL, slot INTEGER NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (plan, sender, reference, width, slot)
) STRICT, WITHOUT ROWID;
PRAGMA user_version = 1;
"""
SECOND_VERSION = f"""
{FIRST_VERSION}
ALTER TABLE batch ADD COLUMN ended_at INTEGER NOT NULL DEFAULT 0;
CREATE INDEX ended ON batch (ended_at);
PRAGMA user_version = 2;
"""


@pytest.mark.parametrize("made_by", [FIRST_VERSION, SECOND_VERSION])
def test_a_file_of_an_earlier_version_is_brought_up_to_date(
    tmp_path: Path, made_by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "_AT_ONCE", 2)
    path = tmp_path / "batches.db"
    kept = [made(number, NOW + number, client_reference="mine") for number in range(5)]
    kept[4] = replace(kept[4], send_at=NOW + lifetime.RETENTION, report_at=NOW + 9)
    with sqlite3.connect(path) as connection:
        connection.executescript(made_by)
        connection.executemany(
            "INSERT INTO batch (plan, id, report_at, record) VALUES (?, ?, ?, ?)",
            [(batch.plan_id, batch.id, batch.report_at, record.write(batch)) for batch in kept],
        )
    connection.close()

    async def scenario() -> None:
        store = SqliteStore(path)
        page = await store.page(Filters("p", 0, client_reference="mine"), 0, 9)
        assert (page.count, page.batches) == (5, kept[::-1])
        assert await store.get("p", kept[0].id) == kept[0]
        assert await store.claim_reports(NOW + 9, 9) == [kept[4]]
        assert await store.forget(NOW + 99, 9) == 4
        assert (await store.page(Filters("p", 0), 0, 9)).count == 1
        await store.close()

    asyncio.run(scenario())


def test_a_file_of_a_later_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "batches.db"
    SqliteStore(path).discard()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(Unavailable, match="of a later version"):
        SqliteStore(path)


@pytest.mark.parametrize("content", [b"not a database, but long enough to be one" * 100, None])
def test_a_file_that_is_no_store_is_refused_and_left_as_it_is(
    tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "other.db"
    if content is None:
        with sqlite3.connect(path) as other:
            other.execute("CREATE TABLE mine (x)")
        other.close()
    else:
        path.write_bytes(content)
    before = path.read_bytes()
    with pytest.raises(Unavailable, match=r"other\.db"):
        SqliteStore(path)
    assert path.read_bytes() == before

"""Batches in an SQLite file: durable, shared, and honest when the file fails (issue 3)."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from sinch_batches_server._rules import lifetime
from sinch_batches_server._store import schema
from sinch_batches_server._store.expiry import expiring, forget_expired
from sinch_batches_server._store.group_commit import GroupCommit
from sinch_batches_server._store.memory import MemoryStore
from sinch_batches_server._store.sql import SqlStore
from sinch_batches_server._store.sqlite import SqliteFile, SqliteStore
from sinch_batches_server._store.store import Filters, Unavailable

from .conftest import NOW, TEXT, serving
from .test_stores import made


def test_batches_are_there_when_the_server_starts_again(tmp_path: Path) -> None:
    path = tmp_path / "batches.db"
    with serving(store=SqliteStore(path)) as api:
        sent = [api.send(client_reference=str(number)) for number in range(3)]
        sent[0] = api.accepted(api.call("DELETE", f"/{sent[0]['id']}"))
    with serving(store=SqliteStore(path)) as api:
        assert api.list()["batches"] == sent[::-1]
        assert api.list("client_reference=1")["batches"] == [sent[1]]
        api.clock.advance(days=15)
    clock = api.clock
    with serving(store=SqliteStore(path), clock=clock) as api:
        assert api.send()["canceled"] is False
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM batch").fetchone() == (1,)
        assert connection.execute("SELECT sum(count) FROM tally WHERE count > 0").fetchone() == (6,)
    connection.close()


COUNT = "SELECT count(*) FROM batch"


def test_the_first_page_is_one_statement(tmp_path: Path) -> None:
    async def scenario() -> list[str]:
        statements: list[str] = []
        file = SqliteFile(tmp_path / "batches.db")
        store = SqlStore(file)
        await asyncio.gather(*(store.add(made(number)) for number in range(50)))
        file._lister.set_trace_callback(statements.append)
        page = await store.page(Filters("p", 0, None, frozenset(["15550100000"])), 0, 30)
        assert page.count == 0
        page = await store.page(Filters("p", 0), 0, 30)
        assert (page.count, len(page.batches)) == (50, 30)
        await store.close()
        return statements

    assert len(asyncio.run(scenario())) == 2


def test_what_nobody_counts_any_more_leaves_no_count_behind(tmp_path: Path) -> None:
    path = tmp_path / "batches.db"

    async def scenario() -> None:
        store = SqliteStore(path)
        batches = [made(n, NOW + n * 1000, client_reference=str(n)) for n in range(9)]
        await asyncio.gather(*(store.add(batch) for batch in batches))
        assert await store.forget(NOW + 99_000, 99) == 9
        await store.close()

    asyncio.run(scenario())
    with sqlite3.connect(path) as connection:
        for table in ("batch", "place", "tally"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    connection.close()


def test_servers_on_one_file_see_each_others_batches(tmp_path: Path) -> None:
    path = tmp_path / "batches.db"
    with serving(store=SqliteStore(path)) as one, serving(store=SqliteStore(path)) as other:
        batch = one.scheduled()
        assert other.get(batch["id"]) == batch
        after = other.update(batch["id"], body="changed")
        assert one.list()["batches"] == [after]
        assert one.list("from=15551230000")["count"] == 1


def test_sends_that_arrive_during_a_commit_share_the_next(tmp_path: Path) -> None:
    commits = []

    class Counting(SqliteStore):
        def _commit(self, take: Any) -> list[Any]:
            outcomes = super()._commit(take)
            commits.append(len(outcomes))
            return outcomes

    async def scenario() -> None:
        store = Counting(tmp_path / "batches.db")
        await asyncio.gather(*(store.add(made(number)) for number in range(100)))
        assert (await store.page(Filters("p", 0), 0, 1)).count == 100
        await store.close()

    asyncio.run(scenario())
    assert sum(commits) == 100
    assert len(commits) <= 2


def test_a_batch_is_committed_and_synced_before_its_send_is_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[tuple[str, int]] = []
    fsync = os.fsync

    def noting(file: int) -> None:
        other = schema.connect(tmp_path / "batches.db")
        synced.append((str(Path(f"/proc/self/fd/{file}").readlink()), *other.query(COUNT)[0]))
        assert other.query("PRAGMA journal_mode") == [("wal",)]
        other.close()
        fsync(file)

    async def scenario() -> None:
        store = SqliteStore(tmp_path / "batches.db")
        monkeypatch.setattr(os, "fsync", noting)
        await store.add(made(1))
        assert synced == [(str(tmp_path / "batches.db-wal"), 1)]
        await store.close()

    asyncio.run(scenario())


def test_a_disk_that_fails_to_sync_is_no_acknowledgement(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_: int) -> None:
        raise OSError("the disk is gone")

    with serving(store=SqliteStore(tmp_path / "batches.db")) as api:
        monkeypatch.setattr(os, "fsync", failing)
        assert api.post(TEXT).status_code == 503
        monkeypatch.undo()
        assert api.post(TEXT).status_code == 201


def test_closing_waits_for_what_is_being_written(tmp_path: Path) -> None:
    async def scenario() -> None:
        store = SqliteStore(tmp_path / "batches.db")
        adding = asyncio.create_task(store.add(made(1)))
        await asyncio.sleep(0)
        await store.close()
        await adding
        store = SqliteStore(tmp_path / "batches.db")
        assert await store.get("p", made(1).id) == made(1)
        await store.close()

    asyncio.run(scenario())


def test_a_request_that_is_given_up_does_not_stop_the_others() -> None:
    async def scenario() -> None:
        thread = ThreadPoolExecutor(1)
        group: GroupCommit[int] = GroupCommit(lambda take: [job * 2 for job in take()], thread)
        tasks = [asyncio.create_task(group.do(number)) for number in range(3)]
        await asyncio.sleep(0)
        tasks[1].cancel()
        assert [await tasks[0], await tasks[2]] == [0, 4]
        await group.drained()

    asyncio.run(scenario())


def test_while_the_file_fails_the_answer_is_503_and_the_server_lives_on(tmp_path: Path) -> None:
    path = tmp_path / "batches.db"
    with serving(store=SqliteStore(path)) as api:
        batch = api.send()
        writer = sqlite3.connect(path)
        writer.execute("ALTER TABLE batch RENAME TO away")
        writer.commit()
        path_of = f"/{batch['id']}"
        calls = [("POST", ""), ("GET", ""), ("GET", path_of), ("PUT", path_of), ("DELETE", path_of)]
        answers = [api.call(method, path, json=TEXT) for method, path in calls]
        assert [(answer.status_code, answer.content) for answer in answers] == [(503, b"")] * 5
        writer.execute("ALTER TABLE away RENAME TO batch")
        writer.commit()
        writer.close()
        assert api.get(batch["id"]) == batch
        api.send()
        assert api.list()["count"] == 2


def test_an_unexpected_error_is_500_with_an_empty_body(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("sinch_batches_server._rules.fields.answered", broken)
    with serving() as api:
        answer = api.post(TEXT)
        assert (answer.status_code, answer.content) == (500, b"")


def test_all_that_expired_is_forgotten_a_few_batches_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sinch_batches_server._store.expiry._AT_ONCE", 2)

    async def scenario() -> None:
        store = MemoryStore()
        for number in range(6):
            await store.add(made(number, NOW + number % 5))
        await forget_expired(store, NOW + lifetime.RETENTION + 4)
        left = await store.page(Filters("p", 0), 0, 9)
        assert [batch.created_at for batch in left.batches] == [NOW + 4]

    asyncio.run(scenario())


def test_a_failing_upkeep_is_logged_and_tried_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    class Failing(SqliteStore):
        async def forget(self, *_: object) -> int:
            calls.append(_)
            if len(calls) == 3:
                tried_again.set()
            raise Unavailable("locked")

    calls: list[object] = []
    tried_again = asyncio.Event()

    async def scenario() -> None:
        store = Failing(tmp_path / "batches.db")
        async with expiring(store, lambda: NOW, every=0.001), asyncio.timeout(20):
            await tried_again.wait()
        await store.close()

    asyncio.run(scenario())
    assert "can't delete expired batches" in caplog.text

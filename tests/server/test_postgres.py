"""Batches in PostgreSQL: shared by any number of servers, and honest when it fails (issue 15)."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import psycopg
import pytest

from sinch_batches_server._rules.fields import Batch
from sinch_batches_server._store import postgres
from sinch_batches_server._store.opening import open_store
from sinch_batches_server._store.postgres import PostgresStore
from sinch_batches_server._store.store import Filters, Store, Unavailable

from .conftest import NOW, TEXT, Api, serving
from .postgresql import Postgres
from .test_stores import add_all, made


@pytest.fixture
def url(request: pytest.FixtureRequest) -> str:
    server: Postgres = request.getfixturevalue("postgres")
    return server.empty()


@contextmanager
def connected(url: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


def with_stores(url: str, number: int, scenario: Callable[..., Any]) -> Any:
    """Run a scenario with stores of one database, as several servers have them."""

    async def run() -> Any:
        stores = [PostgresStore(url) for _ in range(number)]
        try:
            return await scenario(*stores)
        finally:
            for store in stores:
                await store.close()

    return asyncio.run(run())


def test_servers_that_start_together_make_the_tables_once(url: str) -> None:
    with ThreadPoolExecutor(4) as threads:
        for store in threads.map(PostgresStore, [url] * 4):
            store.discard()


def test_changes_of_several_servers_are_all_kept_and_wait_in_no_circle(url: str) -> None:
    def longer(batch: Batch) -> Batch:
        return replace(batch, body=batch.body + "x", client_reference=f"{len(batch.body) % 3}")

    async def scenario(*stores: Store) -> None:
        ids = [made(number).id for number in range(5)]
        await add_all(stores[0], [made(number, report_at=NOW) for number in range(5)])
        changes = [
            store.change("p", ids[(number * step + step) % 5], longer)
            for number in range(20)
            for step, store in enumerate(stores, 1)
        ]
        claims = [store.claim_reports(NOW, 1) for store in stores for _ in range(3)]
        changing = asyncio.gather(*changes)
        claimed = await asyncio.gather(*claims)
        await changing
        taken = [batch.id for batches in claimed for batch in batches]
        assert sorted(taken) == ids
        kept = [await stores[0].get("p", batch_id) for batch_id in ids]
        assert sum(len(batch.body) for batch in kept if batch) == 60
        for reference in "012":
            page = await stores[1].page(Filters("p", 0, client_reference=reference), 0, 9)
            assert page.count == len(page.batches)

    with_stores(url, 3, scenario)


def test_sends_of_several_servers_are_all_counted_and_wait_in_no_circle(url: str) -> None:
    async def scenario(*stores: Store) -> None:
        await asyncio.gather(
            *(
                store.add(made(40 * step + number, client_reference=str(number * step % 7)))
                for number in range(40)
                for step, store in enumerate(stores, 1)
            )
        )
        filters = [Filters("p", 0, client_reference=str(number)) for number in range(7)]
        pages = [await stores[0].page(wanted, 0, 99) for wanted in filters]
        assert [page.count for page in pages] == [len(page.batches) for page in pages]
        assert sum(page.count for page in pages) == 120

    with_stores(url, 3, scenario)


def test_upkeep_of_several_servers_deletes_each_batch_once(url: str) -> None:
    async def scenario(*stores: Store) -> None:
        await add_all(stores[0], [made(number, NOW + number % 3) for number in range(40)])
        forgotten = await asyncio.gather(*(store.forget(NOW + 9, 30) for store in stores))
        forgotten += [await stores[0].forget(NOW + 9, 99)]
        assert sum(forgotten) == 40
        assert (await stores[1].page(Filters("p", 0), 0, 9)).count == 0

    with_stores(url, 3, scenario)
    with connected(url) as connection:
        for table in ("batch", "place", "tally"):
            assert connection.execute(f"SELECT count(*) FROM {table}".encode()).fetchone() == (0,)


def test_a_batch_that_another_holds_can_be_read_but_changing_it_gives_503(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(store=PostgresStore(url)) as api, connected(url) as other:
        batch = api.scheduled()
        with other.transaction():
            other.execute("SELECT FROM batch FOR UPDATE")
            assert api.get(batch["id"]) == batch
            with monkeypatch.context() as patched:
                patched.setattr(postgres, "PATIENCE_SECONDS", 0.2)
                with serving(store=PostgresStore(url), clock=api.clock) as impatient:
                    answer = impatient.post({"body": "new"}, f"/{batch['id']}")
            assert (answer.status_code, answer.content) == (503, b"")
        assert api.update(batch["id"], body="new")["body"] == "new"


async def several_at_once(api: Api, batch_id: str) -> None:
    """Have the server open all the connections that it may."""
    url = f"/xms/v1/{api.plan.id}/batches/{batch_id}"
    token = {"Authorization": f"Bearer {api.plan.tokens[0]}"}
    await asyncio.gather(*(api.client.get(url, headers=token) for _ in range(30)))


def test_connections_that_were_cut_cost_no_request(url: str) -> None:
    with serving(store=PostgresStore(url)) as api, connected(url) as other:
        batch = api.scheduled()
        for _ in range(3):
            api.run(several_at_once(api, batch["id"]))
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE pid != pg_backend_pid() AND backend_type = 'client backend'"
            )
            assert api.get(batch["id"])["id"] == batch["id"]
            assert api.update(batch["id"], body="new")["body"] == "new"


def test_while_the_tables_are_away_the_answer_is_503(url: str) -> None:
    with serving(store=PostgresStore(url)) as api, connected(url) as other:
        batch = api.send()
        other.execute("ALTER TABLE batch RENAME TO away")
        path_of = f"/{batch['id']}"
        calls = [("POST", ""), ("GET", ""), ("GET", path_of), ("DELETE", path_of)]
        answers = [api.call(method, path, json=TEXT) for method, path in calls]
        assert [(answer.status_code, answer.content) for answer in answers] == [(503, b"")] * 4
        other.execute("ALTER TABLE away RENAME TO batch")
        assert api.get(batch["id"]) == batch


def test_texts_that_no_sender_has_are_looked_for_in_vain(url: str) -> None:
    with serving(store=PostgresStore(url)) as api:
        api.send()
        for query in ("from=%00", "client_reference=%00", f"client_reference={'%F0' * 2000}"):
            assert api.list(query)["count"] == 0


def test_a_database_with_a_table_of_others_is_refused_and_left_as_it_is(url: str) -> None:
    with connected(url) as other:
        other.execute("CREATE TABLE batch (mine TEXT)")
        with pytest.raises(Unavailable, match="other data"):
            PostgresStore(url)
        assert other.execute("SELECT mine FROM batch").fetchall() == []
        assert other.execute("SELECT to_regclass('place')").fetchone() == (None,)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://me:S3CRET@127.0.0.1:1/none?connect_timeout=2",
        "postgresql://me:S3CRET@host:port/none",
        "postgresql://me:S3CRET@127.0.0.1/none?unknown=S3CRET",
        "postgres://S3CRET:%zz@[",
    ],
)
def test_a_database_that_is_out_of_reach_is_told_without_its_password(url: str) -> None:
    with pytest.raises(Unavailable, match="can't use the database") as caught:
        open_store(url)
    assert "S3CRET" not in str(caught.value)


def test_without_its_packages_it_is_said_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sinch_batches_server._store.opening.find_spec", lambda _: None)
    with pytest.raises(Unavailable, match=r"sinch-batches\[server,postgres\]"):
        open_store("postgresql://127.0.0.1/none")


RUNNING = """
import signal, sys
from tests.server.postgresql import running
# Who runs the tests in the background has it ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
with running() as postgres:
    print(postgres.url, flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_the_database_of_the_tests_ends_with_them_however_they_end(end: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", RUNNING],
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout
        url = process.stdout.readline().strip()
        folder = Path(unquote(url.partition("host=")[2]))
        with connected(url) as connection:
            assert connection.execute("SELECT 1").fetchall() == [(1,)]
            os.killpg(process.pid, end)
            for _ in range(1200):
                if not folder.exists():
                    break
                time.sleep(0.05)
            with pytest.raises(psycopg.OperationalError):
                connection.execute("SELECT 1")
    assert not folder.exists()

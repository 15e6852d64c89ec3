"""Reports that wait for a retry survive a restart, and a kill."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sinch_batches_server import Plan, Settings
from sinch_batches_server._delivery.callbacks import Courier
from sinch_batches_server._delivery.ledger import LEASE, Ledger, Owed
from sinch_batches_server._rules.batches import create, replaced
from sinch_batches_server._rules.fields import Batch
from sinch_batches_server._settings import Callbacks
from sinch_batches_server._store.memory import MemoryStore
from sinch_batches_server._store.sqlite import SqliteStore

if TYPE_CHECKING:
    from sinch_batches_server._store.store import Store

    from .conftest import Receiver

TEXTS = ThreadPoolExecutor(1)
NOW = 1_750_000_000_000
PLAN = Plan("p", ("t",), default_originator="15550100000")
NUMBERS = ("15551230001", "15551230002", "15551230003")
PATIENCE = 20.0


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> int:
        return self.now


def made(url: str, **fields: Any) -> Batch:
    document = {"to": NUMBERS, "body": "Hi", "delivery_report": "full", "callback_url": url}
    return create(document | fields, PLAN, "01FC66621XXXXX119Z8PMV1QPQ", NOW)


async def until(condition: Any) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await condition():  # noqa: ASYNC110 - what is waited for is in a store
            await asyncio.sleep(0.01)


def courier(store: Store, clock: Clock, first_retry: float = 60) -> Courier:
    settings = Settings({"p": PLAN}, callbacks=Callbacks(first_retry=first_retry))
    return Courier(settings, store, clock, TEXTS, look_every=0.01)


async def noted(store: Store) -> Batch:
    found = await store.get("p", "01FC66621XXXXX119Z8PMV1QPQ")
    assert found is not None
    return found


def test_a_report_that_waits_is_sent_after_a_restart_and_once(
    receiver: Receiver, tmp_path: Path
) -> None:
    async def scenario() -> None:
        clock, receiver.statuses = Clock(), [503]
        store = SqliteStore(tmp_path / "batches")
        first = courier(store, clock)
        async with first.running():
            await first.store.add(made(receiver.url()))
            await asyncio.to_thread(receiver.next)
            await until(lambda: _owes(store))
        await store.close()

        store = SqliteStore(tmp_path / "batches")
        assert (await noted(store)).owed == ((0, 0, 1),)
        async with courier(store, clock).running():
            await asyncio.sleep(0.1)
            assert receiver.number_come() == 1
            clock.now += 60_000
            report = await asyncio.to_thread(receiver.next)
            assert report.report["total_message_count"] == len(NUMBERS)
            await until(lambda: _owes_nothing(store))
        async with courier(store, clock).running():
            clock.now += 10 * LEASE
            await asyncio.sleep(0.1)
        assert receiver.number_come() == 1
        await store.close()

    asyncio.run(scenario())


async def _owes(store: Store) -> bool:
    return bool((await noted(store)).owed)


async def _owes_nothing(store: Store) -> bool:
    batch = await noted(store)
    return batch.owed is None and batch.report_at is None


def test_only_what_was_not_taken_is_sent_again(receiver: Receiver, tmp_path: Path) -> None:
    async def scenario() -> None:
        clock = Clock()
        # The first to come is a recipient's first report; it is refused for now.
        receiver.statuses = [503]
        store = SqliteStore(tmp_path / "batches")
        first = courier(store, clock)
        async with first.running():
            await first.store.add(made(receiver.url(), delivery_report="per_recipient"))
            heard = [(await asyncio.to_thread(receiver.next)).report for _ in range(5)]
            await until(lambda: _owes(store))
            await asyncio.sleep(0.1)
        told = {(report["recipient"], report["status"]) for report in heard}
        async with courier(store, clock).running():
            clock.now += 60_000
            again = [(await asyncio.to_thread(receiver.next)).report for _ in range(2)]
        assert [report["status"] for report in again] == ["Dispatched", "Delivered"]
        (waiting,) = {report["recipient"] for report in again}
        assert (waiting, "Delivered") not in told
        await store.close()

    asyncio.run(scenario())


def test_who_was_killed_is_taken_over_from_when_its_note_falls_due(receiver: Receiver) -> None:
    async def scenario() -> None:
        clock, store = Clock(), MemoryStore()
        batch = made(receiver.url())
        await store.add(batch)
        killed = Ledger(store, batch, {0: Owed(0, 0, NOW)})
        killed.wait(0, Owed(0, 3, NOW + 5_000))
        await until(lambda: _owes(store))
        async with courier(store, clock).running():
            clock.now += 5_000 + LEASE - 1
            await asyncio.sleep(0.1)
            assert receiver.number_come() == 0
            clock.now += 1
            await asyncio.to_thread(receiver.next)
            await until(lambda: _owes_nothing(store))

    asyncio.run(scenario())


def test_a_report_that_was_tried_before_is_given_up_in_time(
    receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> None:
        clock, store = Clock(), MemoryStore()
        batch = made(receiver.url())
        await store.add(batch)
        receiver.statuses = [503] * 20
        Ledger(store, batch, {}).wait(0, Owed(0, 14, NOW))
        await until(lambda: _owes(store))
        clock.now += LEASE
        async with courier(store, clock, first_retry=0.000001).running():
            await until(lambda: _owes_nothing(store))

    asyncio.run(scenario())
    assert receiver.number_come() == 2
    assert "given up" in caplog.text


def test_a_batch_that_was_replaced_owes_nothing_of_what_it_was(receiver: Receiver) -> None:
    async def scenario() -> None:
        store = MemoryStore()
        batch = made(receiver.url())
        await store.add(batch)
        document = {"to": NUMBERS, "body": "new", "delivery_report": "none"}
        await store.change("p", batch.id, lambda stored: replaced(stored, document, PLAN, NOW + 1))
        ledger = Ledger(store, batch, {0: Owed(0, 0, NOW)})
        ledger.wait(0, Owed(0, 1, NOW))
        await ledger.hand_over()
        assert await _owes_nothing(store)

    asyncio.run(scenario())

"""The rules of simulated delivery, and what happens when something else goes wrong."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from sinch_batches_server import Plan, Settings
from sinch_batches_server._delivery import simulation
from sinch_batches_server._delivery.callbacks import Courier
from sinch_batches_server._delivery.outbox import Letter, Outbox
from sinch_batches_server._delivery.posting import Poster, Target
from sinch_batches_server._http import front
from sinch_batches_server._rules.batches import create
from sinch_batches_server._rules.fields import Batch
from sinch_batches_server._settings import State
from sinch_batches_server._store.memory import MemoryStore

if TYPE_CHECKING:
    from .conftest import Receiver

TEXTS = ThreadPoolExecutor(1)
NOW = 1_750_000_000_000
PLAN = Plan("p", ("t",), default_originator="15550100000")


def batch(**fields: Any) -> Batch:
    document = {"to": ("15551231234",), "body": "Hi ${name}", "delivery_report": "summary"}
    with_url = {"callback_url": "http://127.0.0.1:1/"} | document | fields
    return create(with_url, PLAN, "01FC66621XXXXX119Z8PMV1QPQ", NOW)


def states(sent: Batch, plan: Plan = PLAN) -> list[State]:
    return [message.state for message in simulation.deliver(sent, plan)]


def test_without_sender_and_default_originator_a_message_ends_with_410() -> None:
    assert states(batch(), replace(PLAN, default_originator=None)) == [State("Aborted", 410)]


def test_without_parameters_a_placeholder_is_plain_text() -> None:
    assert states(batch()) == [simulation.DELIVERED]


def test_a_parameter_without_value_ends_with_405() -> None:
    assert states(batch(parameters={})) == [State("Aborted", 405)]
    assert states(batch(parameters={"name": {"default": ""}})) == [simulation.DELIVERED]


def test_the_number_of_a_parameter_matches_however_it_is_written() -> None:
    sent = batch(parameters={"name": {"+1 (555) 123-1234": "Joe"}})
    assert states(sent) == [simulation.DELIVERED]


def test_a_missing_value_counts_before_too_many_parts() -> None:
    sent = batch(body="${a}" + "x" * 400, parameters={}, max_number_of_message_parts=1)
    assert states(sent) == [State("Aborted", 405)]


def test_a_binary_message_has_one_part() -> None:
    sent = batch(type="mt_binary", body="AA==", udh="00", max_number_of_message_parts=1)
    assert [message.number_of_parts for message in simulation.deliver(sent, PLAN)] == [1]


def test_parts_are_counted_only_if_their_number_is_limited() -> None:
    assert [message.number_of_parts for message in simulation.deliver(batch(), PLAN)] == [None]


def test_what_the_settings_say_of_a_number_counts_before_other_rules() -> None:
    plan = replace(PLAN, delivery={"15551231234": State("Expired", 406)})
    assert states(batch(parameters={}), plan) == [State("Expired", 406)]


def test_canceling_in_time_counts_before_all_else() -> None:
    plan = replace(PLAN, delivery={"15551231234": State("Expired", 406)})
    canceled = replace(batch(send_at="2025-06-16"), canceled=True, modified_at=NOW)
    assert states(canceled, plan) == [simulation.CANCELED]


def test_a_batch_canceled_at_the_very_moment_of_its_dispatch_was_dispatched() -> None:
    scheduled = batch(send_at="2025-06-16")
    assert scheduled.send_at is not None
    canceled = replace(scheduled, canceled=True, modified_at=scheduled.send_at)
    assert states(canceled) == [simulation.DELIVERED]


@pytest.mark.parametrize(
    ("code", "status"), [(0, "Delivered"), (407, "Cancelled"), (404, "Aborted"), (999, "Aborted")]
)
def test_a_code_has_its_status(code: int, status: str) -> None:
    assert simulation.state_of(code) == State(status, code)


def test_reports_are_sent_once_the_store_works_again(
    receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    class Faltering(MemoryStore):
        faults = 2

        async def claim_reports(self, now: int, limit: int) -> list[Batch]:
            if self.faults:
                self.faults -= 1
                raise OSError
            return await super().claim_reports(now, limit)

    async def scenario() -> None:
        courier = Courier(Settings.of(PLAN), Faltering(), lambda: NOW, TEXTS, look_every=0.01)
        async with courier.running():
            await courier.store.add(batch(callback_url=receiver.url()))
            await asyncio.to_thread(receiver.next)

    asyncio.run(scenario())
    assert "can't take due reports: OSError" in caplog.text


def test_the_report_of_a_plan_that_is_gone_is_logged_and_dropped(
    receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    gone = replace(batch(callback_url=receiver.url("/gone")), plan_id="gone")

    async def scenario() -> None:
        courier = Courier(Settings.of(PLAN), MemoryStore(), lambda: NOW, TEXTS, look_every=0.01)
        async with courier.running():
            await courier.store.add(gone)
            await courier.store.add(replace(batch(callback_url=receiver.url()), submitted_at=NOW))
            assert (await asyncio.to_thread(receiver.next)).path == "/reports"

    asyncio.run(scenario())
    assert f"report of batch {gone.id} not sent: nobody to send it to" in caplog.text


def test_a_letter_that_fails_in_an_unforeseen_way_ends_no_other(
    receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    class Failing(Poster):
        async def post(self, target: Target, body: bytes, headers: dict[str, str]) -> int:
            if target.url.path == "/bad":
                raise ZeroDivisionError("s3cret")
            return await super().post(target, body, headers)

    async def scenario() -> None:
        async with Failing() as poster:
            box = Outbox(poster, lambda: NOW)
            for path in ("/bad", "/reports"):
                await box.put(Letter(receiver.url(path), None, [{"batch_id": "B1"}]))
            assert (await asyncio.to_thread(receiver.next)).path == "/reports"
            await box.close()

    asyncio.run(scenario())
    assert "report of batch B1 failed: ZeroDivisionError" in caplog.text
    assert "s3cret" not in caplog.text


def test_without_the_package_of_the_renderer_its_name_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(front, "_RENDERER", "no_such_package")
    front.renderer.cache_clear()
    with pytest.raises(ModuleNotFoundError) as missing:
        front.renderer()
    assert missing.value.name == "no_such_package"

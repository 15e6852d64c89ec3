"""The example of the README, against the reference server."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from sinch_batches import (
    AsyncBatchesClient,
    BatchesClient,
    BinaryBatch,
    BinarySubmission,
    NotFound,
    TextBatch,
    TextSubmission,
    TextUpdate,
    Unauthorized,
)

LATER = datetime.now(UTC) + timedelta(hours=1)
TEXT = TextSubmission(
    to=["+15551231234", "+15551256344", "+15551256345"],
    from_="+15551230000",
    body="Hi ${name}!",
    parameters={"name": {"+15551231234": "Joe", "default": "there"}},
    send_at=LATER,
    feedback_enabled=True,
)
BINARY = BinarySubmission(
    to=["+15551231234"], from_="+15551230000", body=b"\x00\x01\x02\x03", udh=b"\x06\x05\x04"
)


def test_all_operations_in_turn(server: str) -> None:
    with BatchesClient("plan", "t0ken", base_url=server) as client:
        text, binary = client.send(TEXT), client.send(BINARY)
        assert isinstance(text, TextBatch)
        assert text.to == ["15551231234", "15551256344", "15551256345"]
        assert text.parameters
        assert text.parameters["name"]["default"] == "there"
        assert isinstance(binary, BinaryBatch)
        assert (binary.body_bytes, binary.udh_bytes) == (b"\x00\x01\x02\x03", b"\x06\x05\x04")

        assert client.get(text.id) == text
        assert client.get(binary.id) == binary
        assert [batch.id for batch in client.list(page_size=1)][:2] == [binary.id, text.id]

        counted = client.dry_run(TEXT, per_recipient=True)
        assert (counted.number_of_recipients, counted.number_of_messages) == (3, 3)
        assert next(each.body for each in counted.per_recipient or ()) == "Hi Joe!"

        changed = client.update(text.id, TextUpdate(to_remove=["+15551256345"], send_at=LATER))
        assert len(changed.to if isinstance(changed, TextBatch) else ()) == 2
        replaced = client.replace(text.id, TEXT)
        assert replaced.id == text.id
        client.send_delivery_feedback(text.id, ["+15551231234"])
        canceled = client.cancel(text.id)
        assert isinstance(canceled, TextBatch)
        assert canceled.canceled


@pytest.mark.anyio
async def test_all_operations_in_turn_with_asyncio(server: str) -> None:
    async with AsyncBatchesClient("plan", "t0ken", base_url=server) as client:
        text = await client.send(TEXT)
        assert await client.get(text.id) == text
        assert text in [batch async for batch in client.list(page_size=1)]
        assert (await client.list_page()).page == 0
        assert (await client.dry_run(TEXT)).number_of_messages == 3
        changed = await client.update(text.id, TextUpdate(body="Bye"))
        assert isinstance(changed, TextBatch)
        assert changed.body == "Bye"
        assert (await client.replace(text.id, TEXT)).id == text.id
        await client.send_delivery_feedback(text.id, [])
        assert isinstance(await client.cancel(text.id), TextBatch)


def test_a_field_that_was_set_is_kept_reset_or_replaced(server: str) -> None:
    with BatchesClient("plan", "t0ken", base_url=server) as client:
        sent = client.send(
            TextSubmission(
                to=["+15551231234"],
                from_="+15551230000",
                body="Hi",
                send_at=LATER,
                client_reference="mine",
            )
        )
        kept = client.update(sent.id, TextUpdate(body="Bye"))
        assert isinstance(kept, TextBatch)
        assert kept.client_reference == "mine"
        reset = client.update(sent.id, TextUpdate(client_reference=None))
        assert isinstance(reset, TextBatch)
        assert not reset.client_reference
        client.cancel(sent.id)


def test_the_errors_of_a_real_server_are_told_apart(server: str) -> None:
    with (
        BatchesClient("plan", "t0ken", base_url=server) as client,
        pytest.raises(NotFound, match="404"),
    ):
        client.get("01FC66621XXXXX119Z8PMV1QPQ")
    with (
        BatchesClient("plan", "other", base_url=server) as client,
        pytest.raises(Unauthorized, match="401"),
    ):
        client.list_page()


def test_one_client_serves_many_threads(server: str) -> None:
    def send(number: int) -> str:
        text = TextSubmission(to=["+15551231234"], from_="+15551230000", body=str(number))
        batch = client.get(client.send(text).id)
        return batch.body if isinstance(batch, TextBatch) else ""

    with BatchesClient("plan", "t0ken", base_url=server) as client, ThreadPoolExecutor(8) as pool:
        assert list(pool.map(send, range(80))) == [str(number) for number in range(80)]


@pytest.mark.anyio
async def test_one_client_serves_many_tasks(server: str) -> None:
    async def send(number: int) -> str:
        text = TextSubmission(to=["+15551231234"], from_="+15551230000", body=str(number))
        batch = await client.get((await client.send(text)).id)
        return batch.body if isinstance(batch, TextBatch) else ""

    async with AsyncBatchesClient("plan", "t0ken", base_url=server) as client:
        bodies = await asyncio.gather(*map(send, range(80)))
    assert bodies == [str(number) for number in range(80)]


def test_a_client_can_be_made_from_the_environment(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SINCH_SERVICE_PLAN_ID", "plan")
    monkeypatch.setenv("SINCH_SMS_API_TOKEN", "t0ken")
    monkeypatch.setenv("SINCH_SMS_BASE_URL", server)
    monkeypatch.setenv("SINCH_SMS_REGION", "us")
    with BatchesClient.from_env(retries=0) as client:
        assert client.list_page(page_size=1).page == 0
    monkeypatch.delenv("SINCH_SMS_BASE_URL")
    with BatchesClient.from_env() as client:
        assert "us.sms.api.sinch.com" in repr(client)

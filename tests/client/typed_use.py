"""A user's file that touches every method of both clients; type checkers must agree with it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import assert_type

from sinch_batches import (
    UNSET,
    AsyncBatchesClient,
    BatchDeliveryReport,
    BatchesClient,
    BatchPage,
    BinaryBatch,
    BinarySubmission,
    BinaryUpdate,
    DeliveryReportMode,
    DryRunRecipient,
    DryRunResult,
    OAuth2,
    OpaqueBatch,
    Part,
    RecipientDeliveryReport,
    Region,
    SinchBatchesError,
    TextBatch,
    TextSubmission,
    TextUpdate,
    Unset,
    decode_batch,
    parse_delivery_report,
    verify_signature,
)

TEXT = TextSubmission(
    to=["+15551231234"],
    body="Hi ${name}!",
    parameters={"name": {"+15551231234": "Joe", "default": "there"}},
    delivery_report=DeliveryReportMode.SUMMARY,
    send_at=datetime(2030, 1, 1, tzinfo=UTC),
)
BINARY = BinarySubmission(to=["+15551231234"], body=b"\0\1", udh=b"\2")
BINARY_AS_TEXT = BinarySubmission(to=["+15551231234"], body="AAE=", udh="02")
RESET = TextUpdate(send_at=None, parameters=None, client_reference=UNSET, callback_url="https://x")
BINARY_UPDATE = BinaryUpdate(body=b"\0", udh="00", to_add=["+15551231235"])


def blocking() -> None:
    with BatchesClient("plan", "token", region=Region.EU, timeout=3, retries=0) as client:
        assert_type(client.send(TEXT), TextBatch | BinaryBatch | OpaqueBatch)
        assert_type(client.send(BINARY).id, str)
        assert_type(client.list(from_=["1"]), Iterator[TextBatch | BinaryBatch | OpaqueBatch])
        assert_type(client.list_page(2, page_size=50), BatchPage)
        assert_type(client.list_page().batches, list[TextBatch | BinaryBatch | OpaqueBatch])
        result = client.dry_run(TEXT, per_recipient=True, number_of_recipients=3)
        assert_type(result, DryRunResult)
        assert_type(result.per_recipient, list[DryRunRecipient] | Unset)
        assert_type(client.get("A"), TextBatch | BinaryBatch | OpaqueBatch)
        assert_type(client.update("A", RESET), TextBatch | BinaryBatch | OpaqueBatch)
        assert_type(client.update("A", BINARY_UPDATE), TextBatch | BinaryBatch | OpaqueBatch)
        assert_type(client.replace("A", TEXT), TextBatch | BinaryBatch | OpaqueBatch)
        assert_type(client.cancel("A"), TextBatch | BinaryBatch | OpaqueBatch)
        client.send_delivery_feedback("A", ["+15551231234"])
        assert_type(client.send_once(BINARY), TextBatch | BinaryBatch | OpaqueBatch)
        assert_type(client.find_sent("r"), TextBatch | BinaryBatch | OpaqueBatch | None)
        for part in client.send_to_many(["1"], TEXT, reference="r", already_sent={"r-0"}):
            assert_type(part, Part)
            assert_type(part.batch, TextBatch | BinaryBatch | OpaqueBatch | None)
            assert_type(part.error, SinchBatchesError | None)
    assert_type(BatchesClient.from_env(retries=1), BatchesClient)


async def with_asyncio() -> None:
    credentials = OAuth2("key", "secret")
    async with AsyncBatchesClient("project", credentials, region="us") as client:
        assert_type(await client.send(TEXT), TextBatch | BinaryBatch | OpaqueBatch)
        batches = client.list(client_reference="r")
        assert_type(batches, AsyncIterator[TextBatch | BinaryBatch | OpaqueBatch])
        assert_type(await client.list_page(), BatchPage)
        assert_type(await client.dry_run(BINARY), DryRunResult)
        assert_type(await client.get("A"), TextBatch | BinaryBatch | OpaqueBatch)
        assert_type(await client.update("A", RESET), TextBatch | BinaryBatch | OpaqueBatch)
        assert_type(await client.replace("A", BINARY), TextBatch | BinaryBatch | OpaqueBatch)
        assert_type(await client.cancel("A"), TextBatch | BinaryBatch | OpaqueBatch)
        await client.send_delivery_feedback("A", [])
        assert_type(await client.send_once(TEXT), TextBatch | BinaryBatch | OpaqueBatch)
        assert_type(await client.find_sent("r"), TextBatch | BinaryBatch | OpaqueBatch | None)
        async for part in client.send_to_many(["1"], TEXT, at_once=100):
            assert_type(part, Part)
    assert_type(AsyncBatchesClient.from_env(), AsyncBatchesClient)


def told_apart(content: bytes) -> str:
    match decode_batch(content):
        case TextBatch() as text:
            assert_type(text.created_at, datetime)
            assert_type(text.from_, str | Unset)
            return text.body
        case BinaryBatch() as binary:
            assert_type(binary.body_bytes, bytes)
            return binary.udh_bytes.hex()
        case OpaqueBatch() as opaque:
            return opaque.reason


def called_back(body: bytes, headers: dict[str, str]) -> str:
    assert_type(verify_signature(body, headers, "secret"), bool)
    report = parse_delivery_report(body)
    assert_type(report, BatchDeliveryReport | RecipientDeliveryReport)
    return report.batch_id

"""Audiences of any size."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from sinch_batches import (
    AsyncBatchesClient,
    BadRequest,
    BatchesClient,
    BinarySubmission,
    InvalidRequest,
    Part,
    TextBatch,
    TextSubmission,
)

from .echo import Echo
from .scripted import AT_ONCE

PATTERN = TextSubmission(to=[], body="Hi ${name}", from_="15550001111")


@pytest.fixture
def echo() -> Echo:
    return Echo()


@pytest.fixture
def client(echo: Echo) -> Iterator[BatchesClient]:
    transport = httpx.MockTransport(echo)
    with BatchesClient("p", "t", region="eu", transport=transport, retries=AT_ONCE) as client:
        yield client


def numbers(count: int) -> Iterator[str]:
    return (str(15550000000 + index) for index in range(count))


def breaking() -> Iterator[str]:
    yield from numbers(5)
    raise OSError("the disk is gone")


def in_order(parts: Any) -> list[Part]:
    return sorted(parts, key=lambda part: int(part.client_reference.rpartition("-")[2]))


def test_an_audience_is_cut_into_batches_that_cover_it_once(
    client: BatchesClient, echo: Echo
) -> None:
    parts = in_order(client.send_to_many(numbers(2500), PATTERN, reference="spring"))
    assert [part.client_reference for part in parts] == ["spring-0", "spring-1", "spring-2"]
    assert [len(part.recipients) for part in parts] == [1000, 1000, 500]
    assert [number for part in parts for number in part.recipients] == list(numbers(2500))
    assert all(isinstance(part.batch, TextBatch) and part.error is None for part in parts)
    assert sorted(len(batch["to"]) for batch in echo.batches) == [500, 1000, 1000]
    assert PATTERN.to == []


def test_without_a_reference_the_parts_share_one_that_is_new(client: BatchesClient) -> None:
    first, second = in_order(client.send_to_many(numbers(4), PATTERN, size=2))
    assert first.client_reference.removesuffix("-0") == second.client_reference.removesuffix("-1")
    (other,) = client.send_to_many(numbers(1), PATTERN)
    assert other.client_reference != first.client_reference


def test_a_refused_part_doesnt_stop_the_others(client: BatchesClient) -> None:
    audience = ["1", "2", "bad", "4", "5"]
    parts = in_order(client.send_to_many(audience, PATTERN, size=2))
    assert [type(part.error) for part in parts] == [type(None), BadRequest, type(None)]
    assert [part.batch is None for part in parts] == [False, True, False]


def test_an_audience_that_breaks_off_raises_after_what_was_sent_is_told(
    client: BatchesClient,
) -> None:
    told: list[str] = []
    parts = client.send_to_many(breaking(), PATTERN, reference="r", size=2)
    with pytest.raises(OSError, match="disk"):
        told.extend(part.client_reference for part in parts)
    assert sorted(told) == ["r-0", "r-1"]


@pytest.mark.anyio
async def test_an_audience_that_breaks_off_does_so_with_asyncio_too(echo: Echo) -> None:
    told: list[str] = []

    async def send(client: AsyncBatchesClient) -> None:
        async for part in client.send_to_many(breaking(), PATTERN, reference="r", size=2):
            told.append(part.client_reference)  # noqa: PERF401

    transport = httpx.MockTransport(echo.create_slowly)
    async with AsyncBatchesClient("p", "t", region="eu", transport=transport) as client:
        with pytest.raises(OSError, match="disk"):
            await send(client)
    assert sorted(told) == ["r-0", "r-1"]


def test_parts_that_are_done_arent_sent_again(client: BatchesClient, echo: Echo) -> None:
    done = {"spring-0", "spring-2"}
    parts = client.send_to_many(numbers(7), PATTERN, reference="spring", already_sent=done, size=2)
    assert {part.client_reference for part in parts} == {"spring-1", "spring-3"}
    assert len(echo.batches) == 2


def test_nothing_is_read_far_ahead_and_nothing_sent_before_it_is_asked_for(
    client: BatchesClient, echo: Echo
) -> None:
    read = []

    def endless() -> Iterator[str]:
        for number in numbers(10**9):
            read.append(number)
            yield number

    parts = client.send_to_many(endless(), PATTERN, size=10, at_once=2)
    assert not echo.batches
    for _ in range(5):
        next(parts)
    assert len(read) <= 10 * (5 + 2 + 2)
    parts.close()  # type: ignore[attr-defined]
    assert echo.most <= 2


def test_no_more_than_at_once_are_under_way(client: BatchesClient, echo: Echo) -> None:
    echo.gate.clear()
    threading.Timer(0.2, echo.gate.set).start()
    assert len(list(client.send_to_many(numbers(40), PATTERN, size=1, at_once=3))) == 40
    assert echo.most == 3


@pytest.mark.anyio
async def test_the_asyncio_client_does_the_same(echo: Echo) -> None:
    transport = httpx.MockTransport(echo.create_slowly)
    async with AsyncBatchesClient("p", "t", region="eu", transport=transport) as client:
        found = [
            part
            async for part in client.send_to_many(
                numbers(50), PATTERN, reference="r", already_sent=["r-3"], size=1, at_once=5
            )
        ]
    parts = in_order(found)
    assert len(parts) == 49
    assert all(isinstance(part.batch, TextBatch) for part in parts)
    assert echo.most == 5


@pytest.mark.anyio
async def test_a_task_that_is_cancelled_waits_for_what_is_under_way(echo: Echo) -> None:
    arrived, go_on = asyncio.Event(), asyncio.Event()

    async def answer(request: httpx.Request) -> httpx.Response:
        arrived.set()
        await go_on.wait()
        return echo.create(request)

    async def send(client: AsyncBatchesClient) -> None:
        async for _ in client.send_to_many(numbers(50), PATTERN, size=1, at_once=5):
            pytest.fail("no part has come to its end")

    transport = httpx.MockTransport(answer)
    async with AsyncBatchesClient("p", "t", region="eu", transport=transport) as client:
        task = asyncio.create_task(send(client))
        await arrived.wait()
        task.cancel()
        await asyncio.sleep(0)
        go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert len(echo.batches) == 5


@pytest.mark.anyio
async def test_leaving_early_waits_for_what_is_under_way(echo: Echo) -> None:
    transport = httpx.MockTransport(echo.create_slowly)
    async with AsyncBatchesClient("p", "t", region="eu", transport=transport) as client:
        parts = client.send_to_many(numbers(50), PATTERN, size=1, at_once=5)
        async for _ in parts:
            break
        await parts.aclose()  # type: ignore[attr-defined]
    assert echo.now == 0


def test_each_part_carries_the_parameters_of_its_recipients_only(
    client: BatchesClient, echo: Echo
) -> None:
    pattern = TextSubmission(
        to=[],
        body="Hi ${name}",
        parameters={
            "name": {"+15550000000": "Ann", "15550000001": "Bob", "default": "there"},
            "shop": {"default": "Main Street"},
        },
    )
    audience = ["15550000000", "+1 555 000 0001", "15550000002"]
    parts = list(client.send_to_many(audience, pattern, size=1, at_once=1))
    assert len(parts) == 3
    shop = {"default": "Main Street"}
    assert [batch["parameters"] for batch in echo.batches] == [
        {"name": {"+15550000000": "Ann", "default": "there"}, "shop": shop},
        {"name": {"15550000001": "Bob", "default": "there"}, "shop": shop},
        {"name": {"default": "there"}, "shop": shop},
    ]


def test_a_binary_message_can_go_to_many(client: BatchesClient, echo: Echo) -> None:
    pattern = BinarySubmission(to=[], body=b"\0", udh=b"\1")
    assert len(list(client.send_to_many(numbers(3), pattern, size=2))) == 2
    assert {batch["body"] for batch in echo.batches} == {"AA=="}


def test_an_empty_audience_sends_nothing(client: BatchesClient, echo: Echo) -> None:
    assert list(client.send_to_many([], PATTERN)) == []
    assert not echo.batches


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("recipients", "15551231234"), ("recipients", b"15551231234"), ("recipients", None),
        ("at_once", "4"), ("at_once", None), ("at_once", 2.0), ("at_once", 0), ("size", "5"),
        ("size", 1001), ("reference", 5), ("reference", ""), ("already_sent", "r-0"),
        ("already_sent", None), ("already_sent", [["r-0"]]), ("already_sent", [None]),
    ],
)  # fmt: skip
def test_what_doesnt_fit_is_refused_before_anything_is_sent(
    client: BatchesClient, echo: Echo, name: str, value: object
) -> None:
    arguments: dict[str, Any] = {"recipients": ["15551231234"], "batch": PATTERN, name: value}
    with pytest.raises(InvalidRequest) as caught:
        list(client.send_to_many(**arguments))
    assert caught.value.field == name
    assert not echo.batches


def test_what_is_done_may_be_told_by_a_generator(client: BatchesClient, echo: Echo) -> None:
    done: Any = (f"r-{number}" for number in range(2))
    parts = client.send_to_many(["1", "2", "3"], PATTERN, reference="r", already_sent=done, size=1)
    assert [part.client_reference for part in parts] == ["r-2"]
    assert len(echo.batches) == 1

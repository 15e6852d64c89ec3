"""Walking through a list: lazily, without doubles, and to an end (seed: List; sources §8)."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice
from typing import Any

import httpx
import pytest

from sinch_batches import AsyncBatchesClient, Batch, BatchesClient, UnexpectedAnswer

from .scripted import Scripted, stored


def page(number: int, ids: list[str], total: int) -> httpx.Response:
    batches = [stored(id=id_) for id_ in ids]
    answer = {"page": number, "page_size": len(ids), "count": total, "batches": batches}
    return httpx.Response(200, json=answer)


def ids_of(batches: Any) -> list[str]:
    return [batch.id for batch in batches]


def test_all_pages_are_given_in_order_and_none_is_asked_for_twice(
    client: BatchesClient, api: Scripted
) -> None:
    api.will(page(0, ["a", "b"], 5), page(1, ["c", "d"], 5), page(2, ["e"], 5))
    assert ids_of(client.list(page_size=2)) == list("abcde")
    assert [request.url.params["page"] for request in api.requests] == ["0", "1", "2"]


def test_a_page_is_asked_for_only_when_it_is_needed(client: BatchesClient, api: Scripted) -> None:
    api.will(page(0, ["a", "b"], 5), page(1, ["c", "d"], 5))
    batches = client.list()
    assert not api.requests
    assert ids_of(islice(batches, 2)) == ["a", "b"]
    assert len(api.requests) == 1


@pytest.mark.anyio
async def test_the_asyncio_client_walks_the_same_way(api: Scripted) -> None:
    api.will(page(0, ["a", "b"], 3), page(1, ["c"], 3))
    async with AsyncBatchesClient("plan", "t", region="eu", transport=api.transport) as client:
        batches: list[Batch] = [batch async for batch in client.list()]
    assert ids_of(batches) == ["a", "b", "c"]


def test_batches_that_new_ones_push_to_the_next_page_are_given_once(
    client: BatchesClient, api: Scripted
) -> None:
    api.will(page(0, ["c", "b"], 3), page(1, ["b", "a"], 4))
    assert ids_of(client.list()) == ["c", "b", "a"]


def test_odd_batches_without_an_id_are_given_each_time(
    client: BatchesClient, api: Scripted
) -> None:
    api.will(page(0, ["a", ""], 4), page(1, ["", "b"], 4))
    assert ids_of(client.list()) == ["a", "", "", "b"]


def test_an_empty_list_takes_one_request(client: BatchesClient, api: Scripted) -> None:
    api.will(page(0, [], 0))
    assert list(client.list()) == []
    assert len(api.requests) == 1


def test_an_empty_page_ends_the_list_even_if_more_was_announced(
    client: BatchesClient, api: Scripted
) -> None:
    api.will(page(0, ["a"], 9), page(1, [], 9))
    assert ids_of(client.list()) == ["a"]


def test_a_server_that_caps_the_page_size_is_read_to_the_end(
    client: BatchesClient, api: Scripted
) -> None:
    api.will(page(0, ["a"], 3), page(1, ["b"], 3), page(2, ["c"], 3))
    assert ids_of(client.list(page_size=100)) == ["a", "b", "c"]


def test_a_server_that_repeats_a_page_is_given_up(client: BatchesClient, api: Scripted) -> None:
    api.will(page(0, ["a"], 1_000_000))
    with pytest.raises(UnexpectedAnswer, match="repeats itself or never ends"):
        list(client.list())
    assert len(api.requests) == 4


def test_a_server_that_never_ends_is_given_up() -> None:
    def growing(request: httpx.Request) -> httpx.Response:
        number = int(request.url.params["page"])
        return page(number, [f"{number}-{i}" for i in range(100)], 100 * (number + 2))

    client = BatchesClient("plan", "t", region="eu", transport=httpx.MockTransport(growing))
    with pytest.raises(UnexpectedAnswer, match="never ends"):
        list(client.list())


def test_filters_go_out_as_the_api_wants_them(client: BatchesClient, api: Scripted) -> None:
    api.will(page(3, [], 0))
    start = datetime(2030, 1, 1, tzinfo=UTC)
    client.list_page(3, page_size=50, from_=["44345", "+15551230000"], start_date=start)
    client.list_page(from_="44345", end_date=start, client_reference="a&b")
    asked = [dict(request.url.params) for request in api.requests]
    assert asked == [
        {
            "page": "3",
            "page_size": "50",
            "from": "44345,+15551230000",
            "start_date": "2030-01-01T00:00:00+00:00",
        },
        {
            "page": "0",
            "page_size": "30",
            "from": "44345",
            "end_date": "2030-01-01T00:00:00+00:00",
            "client_reference": "a&b",
        },
    ]

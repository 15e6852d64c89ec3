"""What could have sent a message twice, one by one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from sinch_batches import (
    BatchesClient,
    Retries,
    SendUnconfirmed,
    TextSubmission,
    UnexpectedAnswer,
)

from .scripted import AT_ONCE, Scripted, stored

CREATED = httpx.Response(201, json=stored())
LOST = httpx.ReadTimeout("slow")
DOWN = httpx.Response(500)
NONE = httpx.Response(200, json={"page": 0, "page_size": 0, "count": 0, "batches": []})
COUNTED = httpx.Response(200, json={"page": 0, "page_size": 0, "count": 1, "batches": []})


def text(**fields: str) -> TextSubmission:
    return TextSubmission(to=["+15551231234"], body="Hi", **fields)  # type: ignore[arg-type]


def posts(api: Scripted) -> int:
    return [request.method for request in api.requests].count("POST")


@pytest.mark.parametrize("ahead", [timedelta(days=15), timedelta(days=-15), timedelta(days=300)])
def test_a_clock_that_is_wrong_hides_no_batch(
    ahead: timedelta, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Wrong(datetime):
        @classmethod
        def now(cls, _: object = None) -> datetime:  # type: ignore[override]
            return datetime.now(UTC) + ahead

    def answer(request: httpx.Request) -> httpx.Response:
        """An API that lists what was created since `start_date`, or in the last 24 hours."""
        if request.method == "POST":
            sent.append(request)
            raise httpx.ReadError("cut")
        start = request.url.params.get("start_date")
        if start and datetime.fromisoformat(start) > datetime.now(UTC):
            return NONE
        reference = request.url.params["client_reference"]
        page = {"page": 0, "page_size": 1, "count": 1}
        return httpx.Response(200, json={**page, "batches": [stored(client_reference=reference)]})

    monkeypatch.setattr("sinch_batches._once.send_once.datetime", Wrong)
    sent: list[httpx.Request] = []
    transport = httpx.MockTransport(answer)
    with BatchesClient("p", "t", region="eu", transport=transport, retries=AT_ONCE) as client:
        assert client.send_once(text()).id == stored()["id"]
        assert client.find_sent("mine") is not None
    assert len(sent) == 1


def test_a_list_that_counts_a_batch_and_shows_none_doesnt_deny_it(
    client: BatchesClient, api: Scripted
) -> None:
    api.will(LOST, COUNTED, COUNTED, CREATED)
    with pytest.raises(SendUnconfirmed):
        client.send_once(text())
    assert posts(api) == 1
    api.will(COUNTED)
    with pytest.raises(UnexpectedAnswer, match="counts 1 and shows none"):
        client.find_sent("mine")


@pytest.mark.parametrize("at", range(4))
@pytest.mark.parametrize("failed", [DOWN, COUNTED, httpx.ReadError("cut"), httpx.Response(429)])
def test_one_search_that_failed_leaves_it_unconfirmed(
    api: Scripted, at: int, failed: httpx.Response | Exception
) -> None:
    searches: list[httpx.Response | Exception] = [NONE] * 4
    searches[at] = failed
    rules = Retries(limit=1, first=0, longest=0, lookups=(0, 0, 0, 0))
    client = BatchesClient("p", "t", region="eu", transport=api.transport, retries=rules)
    repeated = failed is not COUNTED and failed is not DOWN
    if repeated:
        searches.insert(at, failed)  # for the repetition of the search itself
    api.will(LOST, *searches, CREATED)
    with pytest.raises(SendUnconfirmed):
        client.send_once(text())
    assert posts(api) == 1


def test_without_searches_nothing_is_sent_again(api: Scripted) -> None:
    rules = Retries(limit=2, first=0, lookups=())
    client = BatchesClient("p", "t", region="eu", transport=api.transport, retries=rules)
    api.will(LOST, CREATED)
    with pytest.raises(SendUnconfirmed):
        client.send_once(text())
    assert len(api.requests) == 1


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(201, json={}),
        httpx.Response(201, json=stored(client_reference="of somebody else")),
        httpx.Response(201, content=b"<html>"),
        httpx.Response(204),
        httpx.Response(307, headers={"location": "/elsewhere"}),
        httpx.Response(408),
    ],
    ids=repr,
)
def test_an_answer_without_this_batch_is_a_lost_one(
    client: BatchesClient, api: Scripted, answer: httpx.Response
) -> None:
    page = {"page": 0, "page_size": 1, "count": 1, "batches": [stored(client_reference="mine")]}
    api.will(answer, httpx.Response(200, json=page))
    assert client.send_once(text(client_reference="mine")).id == stored()["id"]
    assert posts(api) == 1


def test_unconfirmed_tells_what_was_lost_and_the_refusal_that_came_last(
    client: BatchesClient, api: Scripted
) -> None:
    refusal = httpx.Response(403, json={"code": "blocked_account", "text": "Blocked."})
    api.will(LOST, NONE, NONE, refusal)
    with pytest.raises(SendUnconfirmed, match=r"slow.*; then .*403 blocked_account Blocked"):
        client.send_once(text())


def test_rules_of_ones_own_can_forbid_or_allow_a_repetition(api: Scripted) -> None:
    class Careful(Retries):
        def may_repeat(self, *_: object) -> bool:
            return False

    class Careless(Retries):
        def may_repeat(self, *_: object) -> bool:
            return True

    for rules, requests in ((Careful(2, first=0), 1), (Careless(2, first=0, longest=0), 3)):
        client = BatchesClient("p", "t", region="eu", transport=api.transport, retries=rules)
        api.will(httpx.ConnectError("down"), httpx.ReadError("cut"), CREATED)
        if requests == 1:
            with pytest.raises(Exception, match="down"):
                client.send(text())
        else:
            client.send(text())
        assert len(api.requests) == requests

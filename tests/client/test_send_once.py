"""Never the same message twice."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from sinch_batches import (
    AsyncBatchesClient,
    Batch,
    BatchesClient,
    BinarySubmission,
    Forbidden,
    InvalidRequest,
    OpaqueBatch,
    SendUnconfirmed,
    TextSubmission,
    TransportError,
)

from .scripted import AT_ONCE, Scripted, stored

LOST: list[httpx.Response | Exception] = [
    httpx.ReadTimeout("slow"),
    httpx.RemoteProtocolError("cut"),
    httpx.Response(500),
    httpx.Response(200, content=b"<html>Log in to the network</html>"),
]
CREATED = httpx.Response(201, json=stored())


def text(**fields: str) -> TextSubmission:
    return TextSubmission(to=["+15551231234"], body="Hi", **fields)  # type: ignore[arg-type]


def listed(*batches: object) -> httpx.Response:
    answer = {"page": 0, "page_size": len(batches), "count": len(batches), "batches": batches}
    return httpx.Response(200, json=answer)


def found(api: Scripted) -> httpx.MockTransport:
    """An API that loses the answer to a send, and then lists the batch."""

    def answer(request: httpx.Request) -> httpx.Response:
        api.requests.append(request)
        if request.method == "POST":
            raise httpx.ReadError("cut")
        return listed(stored(client_reference=request.url.params["client_reference"]))

    return httpx.MockTransport(answer)


def test_a_batch_gets_a_reference_of_its_own_and_stays_as_it_was(
    client: BatchesClient, api: Scripted
) -> None:
    api.will(CREATED)
    batch = text()
    batch["tags"] = ["kept"]
    client.send_once(batch)
    client.send_once(batch)
    references = [json.loads(request.content)["client_reference"] for request in api.requests]
    assert len(set(references)) == 2
    assert not batch.client_reference
    assert b'"tags":["kept"]' in api.requests[0].content


def test_a_given_reference_is_used(client: BatchesClient, api: Scripted) -> None:
    api.will(CREATED)
    client.send_once(text(client_reference="mine"))
    assert json.loads(api.requests[0].content)["client_reference"] == "mine"


def test_a_batch_whose_answer_was_lost_is_found_and_not_sent_again(api: Scripted) -> None:
    client = BatchesClient("p", "t", region="eu", transport=found(api), retries=AT_ONCE)
    batch = client.send_once(text())
    assert batch.id == stored()["id"]
    assert [request.method for request in api.requests] == ["POST", "GET"]


@pytest.mark.anyio
async def test_the_asyncio_client_finds_it_as_well(api: Scripted) -> None:
    client = AsyncBatchesClient("p", "t", region="eu", transport=found(api), retries=AT_ONCE)
    async with client:
        batch: Batch = await client.send_once(text())
    assert batch.id == stored()["id"]
    assert [request.method for request in api.requests] == ["POST", "GET"]


@pytest.mark.parametrize("lost", LOST, ids=repr)
def test_it_is_sent_again_after_all_lookups_found_nothing(
    client: BatchesClient, api: Scripted, lost: httpx.Response | Exception
) -> None:
    api.will(lost, listed(), listed(), CREATED)
    assert client.send_once(text()).id == stored()["id"]
    assert [request.method for request in api.requests] == ["POST", "GET", "GET", "POST"]
    first, second = (json.loads(api.requests[at].content) for at in (0, 3))
    assert first == second


def test_a_batch_that_shows_up_late_is_found(client: BatchesClient, api: Scripted) -> None:
    late = listed(stored(client_reference="mine"))
    api.will(LOST[0], listed(), late)
    assert client.send_once(text(client_reference="mine")).id == stored()["id"]
    assert len(api.requests) == 3


@pytest.mark.parametrize(
    "unknown", [httpx.Response(400), httpx.ReadError(""), httpx.Response(200, json={})], ids=repr
)
def test_it_isnt_sent_again_if_the_lookup_fails(
    client: BatchesClient, api: Scripted, unknown: httpx.Response | Exception
) -> None:
    api.will(LOST[0], unknown)
    with pytest.raises(SendUnconfirmed, match=r"mine.*slow.*find_sent") as caught:
        client.send_once(text(client_reference="mine"))
    assert caught.value.client_reference == "mine"
    assert isinstance(caught.value.__cause__, TransportError)
    assert [request.method for request in api.requests].count("POST") == 1


def test_the_last_lookup_decides_whether_it_is_missing(
    client: BatchesClient, api: Scripted
) -> None:
    api.will(LOST[0], listed(), httpx.Response(400))
    with pytest.raises(SendUnconfirmed):
        client.send_once(text())
    assert [request.method for request in api.requests].count("POST") == 1


def test_it_gives_up_with_the_reference_in_the_end(client: BatchesClient, api: Scripted) -> None:
    api.will(*[LOST[1], listed(), listed()] * 3)
    with pytest.raises(SendUnconfirmed):
        client.send_once(text())
    assert [request.method for request in api.requests].count("POST") == 3


def test_a_refusal_after_a_lost_answer_doesnt_tell_about_the_first(
    client: BatchesClient, api: Scripted
) -> None:
    api.will(LOST[0], listed(), listed(), httpx.Response(403))
    with pytest.raises(SendUnconfirmed):
        client.send_once(text())


@pytest.mark.parametrize(
    ("failure", "kind"),
    [(httpx.Response(403), Forbidden), (httpx.ConnectError("refused"), TransportError)],
)
def test_what_surely_wasnt_sent_is_the_plain_error(
    client: BatchesClient,
    api: Scripted,
    failure: httpx.Response | Exception,
    kind: type[Exception],
) -> None:
    api.will(failure)
    with pytest.raises(kind):
        client.send_once(text())
    assert {request.method for request in api.requests} == {"POST"}


@pytest.mark.parametrize(
    "other",
    [
        stored(client_reference="mine", body="Another message"),
        stored(client_reference="mine", to=["15550000000"]),
        stored(client_reference="mine", type="mt_media"),
        stored(client_reference="someone else's"),
        stored(),
    ],
    ids=["body", "recipients", "type", "reference", "no reference"],
)
def test_another_batch_isnt_taken_for_this_one_and_none_is_sent(
    client: BatchesClient, api: Scripted, other: object
) -> None:
    api.will(LOST[0], listed(other))
    with pytest.raises(SendUnconfirmed):
        client.send_once(text(client_reference="mine"))
    assert [request.method for request in api.requests].count("POST") == 1


def test_recipients_are_compared_as_numbers(client: BatchesClient, api: Scripted) -> None:
    given = ["+1 (555) 123-1234", "0015551231235", "15551231236", "15551231234", "SPRING-GROUP-1"]
    answer = ["15551231234", "15551231235", "15551231236", "SPRING-GROUP-1"]
    api.will(LOST[0], listed(stored(client_reference="mine", to=answer)))
    batch = TextSubmission(to=given, body="Hi", client_reference="mine")
    assert client.send_once(batch).id == stored()["id"]


def test_binary_content_is_compared_without_blanks(client: BatchesClient, api: Scripted) -> None:
    batch = stored(type="mt_binary", body="AAECAw==\n", udh="00", client_reference="mine")
    api.will(LOST[0], listed(batch))
    message = BinarySubmission(
        to=["15551231234"], body=b"\0\1\2\3", udh=b"\0", client_reference="mine"
    )
    assert client.send_once(message).id == batch["id"]


def test_an_opaque_batch_with_a_reference_that_was_made_here_is_it() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            raise httpx.ReadError("cut")
        odd = {"id": "A", "client_reference": request.url.params["client_reference"]}
        return listed(odd)

    transport = httpx.MockTransport(answer)
    client = BatchesClient("p", "t", region="eu", transport=transport, retries=AT_ONCE)
    assert isinstance(client.send_once(text()), OpaqueBatch)


def test_find_sent_gives_the_batch_of_the_last_14_days_or_none(
    client: BatchesClient, api: Scripted
) -> None:
    api.will(listed(stored(client_reference="mine")), listed())
    batch = client.find_sent("mine")
    assert batch is not None
    assert batch.id == stored()["id"]
    assert client.find_sent("mine") is None
    asked = api.requests[0].url.params
    assert asked["client_reference"] == "mine"
    assert datetime.now(UTC) - datetime.fromisoformat(asked["start_date"]) > timedelta(days=14)


def test_an_empty_reference_isnt_looked_for(client: BatchesClient, api: Scripted) -> None:
    with pytest.raises(InvalidRequest, match="client_reference '': must be a str, and not empty"):
        client.find_sent("")
    assert not api.requests


def test_find_sent_doesnt_trust_a_list_that_ignores_references(
    client: BatchesClient, api: Scripted
) -> None:
    api.will(listed(stored(client_reference="other")))
    with pytest.raises(SendUnconfirmed, match="ignores references"):
        client.find_sent("mine")

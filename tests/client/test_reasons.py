"""Why a request was refused (sources §2.2), in whichever words, on one line; walks that end."""

from __future__ import annotations

from contextlib import suppress

import httpx
import pytest

from sinch_batches import (
    ApiError,
    BadRequest,
    BatchesClient,
    OAuth2,
    RateLimited,
    TextBatch,
    UnexpectedAnswer,
)

from .scripted import AT_ONCE, Scripted, stored


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"title": "Bad", "detail": "No such field"}, "Bad: No such field"),
        ({"message": "Denied"}, "Denied"),
        ({"errors": [{"message": "one"}, {"detail": "two"}, "three"]}, "one; two; three"),
        ({"error": {"code": 400, "message": "Mend it", "status": "INVALID"}}, "Mend it"),
        ({"error": "invalid_client", "error_description": "No key"}, "invalid_client: No key"),
        ({"fault": {"reason": 5}}, "{'fault': {'reason': 5}}"),
        ("just words", "just words"),
        (["a", 5], "['a', 5]"),
    ],
    ids=str,
)
def test_the_reason_is_told_whatever_its_field_is_called(
    client: BatchesClient, api: Scripted, body: object, text: str
) -> None:
    api.will(httpx.Response(400, json=body))
    with pytest.raises(BadRequest) as caught:
        client.get("A")
    assert caught.value.text == text


def test_no_answer_forges_a_line_of_a_log_or_steers_a_terminal(
    client: BatchesClient, api: Scripted
) -> None:
    evil = "no\nERROR root: all is lost\r\x1b[2J\x1b]0;x\x07\u202e\u2028\x85 " + "x" * 5 * 10**6
    api.will(httpx.Response(400, json={"code": evil, "text": evil}))
    with pytest.raises(BadRequest) as caught:
        client.get("A")
    for said in (caught.value.text, caught.value.code, str(caught.value)):
        assert said is not None
        assert said.isprintable()
        assert len(said) < 1500


@pytest.mark.parametrize("depth", [10, 300, 900, 5000])
def test_no_depth_of_a_reason_is_too_deep(client: BatchesClient, api: Scripted, depth: int) -> None:
    for inner in ("[" * depth + "]" * depth, '{"error":' * depth + "1" + "}" * depth):
        for content in (inner, f'{{"errors": {inner}, "code": {inner}}}'):
            for status in (400, 200):
                api.will(httpx.Response(status, content=content.encode()))
                with suppress(ApiError):
                    assert client.get("A").id == ""


def token_server(*answers: httpx.Response) -> tuple[BatchesClient, list[str]]:
    asked: list[str] = []
    left = list(answers)

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.host)
        if request.url.host == "auth.sinch.com":
            return left.pop(0) if len(left) > 1 else left[0]
        return httpx.Response(200, json=stored())

    key, transport = OAuth2("key", "s3cret"), httpx.MockTransport(answer)
    return BatchesClient("p", key, region="eu", transport=transport, retries=AT_ONCE), asked


@pytest.mark.parametrize("status", [429, 503])
def test_a_token_server_that_is_busy_is_asked_again(status: int) -> None:
    busy = httpx.Response(status, headers={"retry-after": "0"})
    client, asked = token_server(busy, busy, httpx.Response(200, json={"access_token": "t0ken"}))
    assert client.get("A").id
    assert asked == ["auth.sinch.com"] * 3 + ["zt.eu.sms.api.sinch.com"]


def test_a_token_server_that_stays_busy_is_told_so() -> None:
    client, asked = token_server(httpx.Response(429))
    with pytest.raises(RateLimited, match=r"auth\.sinch\.com/oauth2/token: 429"):
        client.get("A")
    assert len(asked) == 3


@pytest.mark.parametrize("lifetime", [10**400, 1e308, 0, -5, True, "9"])
def test_no_lifetime_is_too_long(lifetime: object) -> None:
    answer = {"access_token": "t0ken", "expires_in": lifetime}
    client, _ = token_server(httpx.Response(200, json=answer))
    assert client.get("A").id


def test_a_refused_token_of_a_plan_is_tried_once_only(client: BatchesClient, api: Scripted) -> None:
    api.will(httpx.Response(401))
    with pytest.raises(ApiError, match=r"eu\.sms\.api\.sinch\.com/xms/v1/plan/batches/A: 401"):
        client.get("A")
    assert len(api.requests) == 1


@pytest.mark.parametrize("pages", [1, 2, 3, 7, 20])
def test_a_list_in_a_circle_ends_whatever_count_it_claims(pages: int) -> None:
    def circle(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        number = int(request.url.params["page"]) % pages
        batches = [stored(id=f"{number}-{index}") for index in range(30)]
        page = {"page": number, "page_size": 30, "count": 10**9, "batches": batches}
        return httpx.Response(200, json=page)

    asked: list[httpx.Request] = []
    client = BatchesClient("p", "t", region="eu", transport=httpx.MockTransport(circle))
    with pytest.raises(UnexpectedAnswer, match="repeats itself"):
        list(client.list())
    assert len(asked) <= 4 * pages + 4


def test_a_list_of_batches_without_ids_ends_as_well() -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        page = {"page": 0, "page_size": 1, "count": 10**9, "batches": [{}]}
        return httpx.Response(200, json=page)

    client = BatchesClient("p", "t", region="eu", transport=httpx.MockTransport(answer))
    with pytest.raises(UnexpectedAnswer, match="repeats itself"):
        list(client.list())


def test_a_long_list_is_walked_to_its_end() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        number = int(request.url.params["page"])
        batches = [stored(id=f"{number}-{index}") for index in range(10)]
        page = {"page": number, "page_size": 10, "count": 3000, "batches": batches}
        return httpx.Response(200, json=page)

    client = BatchesClient("p", "t", region="eu", transport=httpx.MockTransport(answer))
    found = list(client.list())
    assert len({batch.id for batch in found}) == len(found) == 3000
    assert all(isinstance(batch, TextBatch) for batch in found)

"""The token shows up nowhere: searched for in all that could hold it."""

from __future__ import annotations

import io
import logging
import pickle
import traceback
from collections.abc import Callable, Iterator

import httpx
import pytest

from sinch_batches import (
    AsyncBatchesClient,
    BatchesClient,
    InvalidRequest,
    OAuth2,
    SinchBatchesError,
    TextSubmission,
)

SECRET = "t0p-s3cret"
NUMBER = "15551239999"
TEXT = TextSubmission(to=[NUMBER], body="A private word")


def refused(request: httpx.Request) -> httpx.Response:
    assert SECRET in request.headers["Authorization"]
    return httpx.Response(403, json={"code": "c", "text": "no"})


def lost(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadError("cut", request=request)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    handler, root = logging.StreamHandler(stream), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.NOTSET + 1)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.mark.parametrize("answer", [refused, lost])
def test_no_error_log_or_traceback_shows_the_token(
    answer: Callable[[httpx.Request], httpx.Response], log: io.StringIO
) -> None:
    client = BatchesClient("plan", SECRET, region="eu", transport=httpx.MockTransport(answer))
    with pytest.raises(SinchBatchesError) as caught:
        client.send(TEXT)
    error = caught.value
    shown = [str(error), repr(error), repr(vars(error)), repr(pickle.dumps(error)), log.getvalue()]
    for with_variables in (False, True):
        lines = traceback.TracebackException.from_exception(error, capture_locals=with_variables)
        shown.append("".join(lines.format()))
    assert "send" in shown[-1]
    for text in shown:
        assert SECRET not in text


def test_no_real_connection_that_fails_shows_the_token(log: io.StringIO) -> None:
    client = BatchesClient("plan", SECRET, base_url="http://127.0.0.1:1", retries=0)
    with pytest.raises(SinchBatchesError) as caught:
        client.send(TEXT)
    lines = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    assert SECRET not in "".join(lines.format()) + log.getvalue()


def test_no_client_shows_the_token_or_can_be_pickled() -> None:
    transport = httpx.MockTransport(refused)
    clients: list[object] = [
        BatchesClient("plan", SECRET, region="eu", transport=transport),
        BatchesClient("plan", OAuth2("key", SECRET), region="eu", transport=transport),
        AsyncBatchesClient("plan", SECRET, region="eu", transport=transport),
        OAuth2("key", SECRET),
    ]
    for client in clients:
        assert SECRET not in repr(client) + str(client) + repr(vars(client))
        with pytest.raises((TypeError, AttributeError)):
            pickle.dumps(client)


def test_a_call_is_one_line_at_debug_without_content(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "sinch_batches")
    answers = iter(
        [httpx.Response(429, headers={"retry-after": "0"}), httpx.Response(201, json={})]
    )
    transport = httpx.MockTransport(lambda _: next(answers))
    BatchesClient("plan", SECRET, region="eu", transport=transport).send(TEXT)
    lines = [line.getMessage() for line in caplog.records if line.name == "sinch_batches"]
    assert [line.split(" in ")[0] for line in lines] == [
        "POST /xms/v1/plan/batches: 429",
        "POST /xms/v1/plan/batches: 201",
    ]
    assert lines[1].endswith("ms (attempt 2)")
    assert NUMBER not in str(lines)
    assert "private" not in str(lines)


def test_filters_by_number_stay_out_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "sinch_batches")
    page = {"page": 0, "page_size": 0, "count": 0, "batches": []}
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=page))
    BatchesClient("plan", SECRET, region="eu", transport=transport).list_page(from_=NUMBER)
    lines = [line.getMessage() for line in caplog.records if line.name == "sinch_batches"]
    assert len(lines) == 1
    assert NUMBER not in lines[0]


def test_a_lost_connection_is_logged_by_its_kind(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "sinch_batches")
    client = BatchesClient(
        "plan", SECRET, region="eu", transport=httpx.MockTransport(lost), retries=0
    )
    with pytest.raises(SinchBatchesError):
        client.get("A")
    assert "GET /xms/v1/plan/batches/A: ReadError in " in caplog.text


def test_headers_for_tracing_are_sent_along_and_the_callers_are_left_alone() -> None:
    seen = []

    def keep(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers)
        return httpx.Response(201, json={})

    headers = {"traceparent": "00-abc"}
    transport = httpx.MockTransport(keep)
    BatchesClient("p", SECRET, region="eu", transport=transport, headers=headers).send(TEXT)
    assert seen[0]["traceparent"] == "00-abc"
    assert seen[0]["Authorization"] == f"Bearer {SECRET}"
    assert headers == {"traceparent": "00-abc"}


@pytest.mark.anyio
async def test_a_client_for_asyncio_that_was_given_is_left_open_and_one_of_ours_is_closed() -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(201, json={}))
    async with httpx.AsyncClient(transport=transport) as http_client:
        async with AsyncBatchesClient("p", SECRET, region="eu", http_client=http_client) as client:
            await client.send(TEXT)
        assert not http_client.is_closed
    async with AsyncBatchesClient("p", SECRET, region="eu", transport=transport) as client:
        pass
    with pytest.raises(InvalidRequest, match="client 'closed': must be open"):
        await client.send(TEXT)


def test_a_client_that_was_given_is_used_as_it_is_and_left_open() -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(201, json={}))
    with httpx.Client(transport=transport, auth=("me", "other")) as http_client:
        before = dict(http_client.headers)
        with BatchesClient("p", SECRET, region="eu", http_client=http_client) as client:
            client.send(TEXT)
        assert dict(http_client.headers) == before
        assert not http_client.is_closed
    with BatchesClient("p", SECRET, region="eu", transport=transport) as client:
        pass
    with pytest.raises(InvalidRequest, match="client 'closed': must be open"):
        client.send(TEXT)


def test_what_httpcore_logs_of_a_request_doesnt_show_the_token(
    server: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with BatchesClient("plan", "t0ken", base_url=server) as client:
        client.send(TEXT)
    assert {record.name.partition(".")[0] for record in caplog.records} >= {"httpx", "httpcore"}
    assert "t0ken" not in caplog.text

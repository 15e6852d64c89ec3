"""One tree of errors, which any answer and any lost connection fits (sources §2)."""

from __future__ import annotations

import gzip
import pickle
from collections.abc import AsyncIterator, Callable, Iterator

import httpx
import pytest

import sinch_batches
from sinch_batches import (
    ApiError,
    AsyncBatchesClient,
    BadRequest,
    BatchesClient,
    Forbidden,
    InvalidRequest,
    NotFound,
    RateLimited,
    SendUnconfirmed,
    ServerError,
    SinchBatchesError,
    TextSubmission,
    TransportError,
    Unauthorized,
    UnexpectedAnswer,
)

from .scripted import Scripted

ERRORS = [
    kind
    for name in sinch_batches.__all__
    if isinstance(kind := getattr(sinch_batches, name), type)
    and issubclass(kind, SinchBatchesError)
]


@pytest.fixture
def client(api: Scripted) -> BatchesClient:
    return BatchesClient("plan", "t0ken", region="eu", transport=api.transport, retries=0)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (300, UnexpectedAnswer),
        (302, UnexpectedAnswer),
        (400, BadRequest),
        (401, Unauthorized),
        (403, Forbidden),
        (404, NotFound),
        (405, ApiError),
        (413, ApiError),
        (415, ApiError),
        (418, ApiError),
        (429, RateLimited),
        (500, ServerError),
        (503, ServerError),
        (520, ServerError),
        (599, ServerError),
    ],
)
@pytest.mark.parametrize("content", [b"", b"<html>down</html>", b"[]", b"null", b"\xff\xfe", b"{}"])
def test_each_status_is_one_kind_of_error_whatever_its_body_is(
    client: BatchesClient, api: Scripted, status: int, kind: type[ApiError], content: bytes
) -> None:
    api.will(httpx.Response(status, content=content))
    with pytest.raises(ApiError) as caught:
        client.get("A")
    error = caught.value
    assert type(error) is kind
    assert (error.status_code, error.code) == (status, None)
    assert (error.method, error.path) == ("GET", "/xms/v1/plan/batches/A")
    assert error.host == "eu.sms.api.sinch.com"
    assert str(error).startswith(f"GET eu.sms.api.sinch.com/xms/v1/plan/batches/A: {status}")


def test_code_text_wait_and_request_id_are_on_the_error(
    client: BatchesClient, api: Scripted
) -> None:
    body = {"code": "missing_callback_url", "text": "There is no callback URL."}
    api.will(httpx.Response(403, json=body, headers={"Retry-After": "7", "X-Request-ID": "r1"}))
    with pytest.raises(
        Forbidden, match=r"403 missing_callback_url There is no callback URL\."
    ) as e:
        client.send(TextSubmission(to=["1"], body=""))
    assert (e.value.code, e.value.text) == (body["code"], body["text"])
    assert (e.value.retry_after, e.value.request_id) == (7.0, "r1")


@pytest.mark.parametrize(
    ("body", "code", "text"),
    [
        ({"code": 17, "text": "Seventeen"}, "17", "Seventeen"),
        (
            {"timestamp": "x", "status": 400, "error": "Bad Request", "path": "/"},
            None,
            "Bad Request",
        ),
        ({"code": "a", "text": {"deep": 1}}, "a", "{'deep': 1}"),
        ({"code": None, "text": None}, None, ""),
    ],
)
def test_the_bodies_of_gateways_are_read_as_far_as_they_go(
    client: BatchesClient, api: Scripted, body: object, code: str | None, text: str
) -> None:
    api.will(httpx.Response(400, json=body))
    with pytest.raises(BadRequest) as caught:
        client.get("A")
    assert (caught.value.code, caught.value.text) == (code, text)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("0", 0.0), ("120", 120.0), ("soon", None), ("", None), ("-5", None), ("1e999", None),
     ("nan", None), ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0), ("²", None)],
)  # fmt: skip
def test_a_retry_after_is_seconds_a_date_or_nothing(
    client: BatchesClient, api: Scripted, header: str, seconds: float | None
) -> None:
    api.will(httpx.Response(429, headers=[(b"retry-after", header.encode())]))
    with pytest.raises(RateLimited) as caught:
        client.get("A")
    assert caught.value.retry_after == seconds


@pytest.mark.parametrize(
    ("lost", "maybe_sent"),
    [
        (httpx.ConnectError("refused"), False),
        (httpx.ConnectTimeout("slow"), False),
        (httpx.PoolTimeout("full"), False),
        (httpx.ProxyError("no way"), False),
        (httpx.ReadTimeout("slow"), True),
        (httpx.ReadError("reset"), True),
        (httpx.WriteError("reset"), True),
        (httpx.RemoteProtocolError("cut"), True),
        (httpx.DecodingError("no gzip"), True),
    ],
)
def test_a_lost_answer_says_whether_the_request_may_have_arrived(
    client: BatchesClient, api: Scripted, lost: Exception, maybe_sent: bool
) -> None:
    api.will(lost)
    with pytest.raises(TransportError, match=type(lost).__name__) as caught:
        client.get("A")
    assert caught.value.maybe_sent is maybe_sent
    assert caught.value.__cause__ is caught.value.__context__ is None  # it would hold the token


class Stream(httpx.SyncByteStream, httpx.AsyncByteStream):
    def __init__(self, content: bytes) -> None:
        self.content, self.is_closed = content, False

    def __iter__(self) -> Iterator[bytes]:
        yield self.content

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self.content

    def close(self) -> None:
        self.is_closed = True

    async def aclose(self) -> None:
        self.is_closed = True


@pytest.mark.anyio
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
async def test_an_answer_without_end_is_given_up(
    monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    monkeypatch.setattr("sinch_batches._calls.reading._LARGEST_ANSWER", 1000)
    content = b" " * 1001 if encoding == "identity" else gzip.compress(b" " * 1001)
    blocking, with_asyncio = Stream(content), Stream(content)
    streams, headers = iter([blocking, with_asyncio]), {"Content-Encoding": encoding}
    transport = httpx.MockTransport(
        lambda _: httpx.Response(200, headers=headers, stream=next(streams))
    )
    with pytest.raises(TransportError, match="larger than 1000 bytes"):
        BatchesClient("p", "t", region="eu", transport=transport, retries=0).get("A")
    client = AsyncBatchesClient("p", "t", region="eu", transport=transport, retries=0)
    with pytest.raises(TransportError, match="larger than 1000 bytes"):
        await client.get("A")
    await client.aclose()
    assert blocking.is_closed
    assert with_asyncio.is_closed


def test_a_call_waits_ten_seconds_and_five_to_connect_unless_told_otherwise(
    api: Scripted,
) -> None:
    api.will(httpx.Response(404))
    usual: dict[str, float] = {"connect": 5, "read": 10, "write": 10, "pool": 10}
    for client, timeout in (
        (BatchesClient("p", "t", region="eu", transport=api.transport), usual),
        (
            BatchesClient("p", "t", region="eu", transport=api.transport, timeout=3),
            dict.fromkeys(usual, 3),
        ),
    ):
        with pytest.raises(NotFound):
            client.get("A")
        assert api.requests[-1].extensions["timeout"] == timeout


def test_a_redirect_isnt_followed_with_the_token(client: BatchesClient, api: Scripted) -> None:
    for http_client in (None, httpx.Client(transport=api.transport, follow_redirects=True)):
        own = (
            BatchesClient("plan", "t0ken", region="eu", http_client=http_client)
            if http_client
            else client
        )
        api.will(httpx.Response(307, headers={"Location": "https://evil.example/"}))
        with pytest.raises(UnexpectedAnswer, match="307"):
            own.send(TextSubmission(to=["1"], body=""))
        assert len(api.requests) == 1


def _made(kind: type[SinchBatchesError]) -> SinchBatchesError:
    if issubclass(kind, ApiError):
        return kind(429, "c", "t", "GET", "/x", 3.0, "r")
    makers: dict[type[SinchBatchesError], Callable[[], SinchBatchesError]] = {
        InvalidRequest: lambda: InvalidRequest("field", 5, "rule"),
        TransportError: lambda: TransportError("GET", "/x", "cut", True),
        SendUnconfirmed: lambda: SendUnconfirmed("ref", "why"),
    }
    return makers[kind]() if kind in makers else kind("what")


@pytest.mark.parametrize("kind", ERRORS)
def test_each_error_can_be_pickled_with_all_it_says(kind: type[SinchBatchesError]) -> None:
    error = _made(kind)
    copied = pickle.loads(pickle.dumps(error))
    assert type(copied) is kind
    assert (str(copied), vars(copied)) == (str(error), vars(error))


def test_what_each_error_is_caught_as() -> None:
    assert {kind.__name__ for kind in ERRORS if issubclass(kind, ApiError)} == {
        "ApiError", "BadRequest", "Unauthorized", "Forbidden", "NotFound", "RateLimited",
        "ServerError", "UnexpectedAnswer",
    }  # fmt: skip
    assert issubclass(InvalidRequest, ValueError)

"""No error is outside the tree, and none after the request may have left denies that it did."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from httpx_aiohttp import AiohttpTransport

from sinch_batches import (
    ApiError,
    AsyncBatchesClient,
    BatchesClient,
    InvalidRequest,
    RateLimited,
    Retries,
    SendUnconfirmed,
    ServerError,
    SinchBatchesError,
    TextSubmission,
    TransportError,
    UnexpectedAnswer,
)

from .scripted import AT_ONCE, Scripted, stored

TEXT = TextSubmission(to=["15551231234"], body="Hi")


@contextmanager
def saying(answer: bytes) -> Iterator[str]:
    """A server that reads a request and says this, whatever was asked; gives its base URL."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.05)
        stop = threading.Event()

        def serve() -> None:
            while not stop.is_set():
                try:
                    connection, _ = listening.accept()
                except TimeoutError:
                    continue
                with connection:
                    connection.settimeout(2)
                    while b"}" not in connection.recv(65536):
                        pass
                    connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        stop.set()
        thread.join(5)


LOCATIONS = [
    "mailto:x",
    "http://xn--/",
    "http://[",
    "//",
    "http://a:99999/",
    "\x7f",
    "javascript:1",
]
STRANGE = [
    *(f"HTTP/1.1 307 X\r\nLocation: {each}\r\nContent-Length: 0\r\n\r\n" for each in LOCATIONS),
    "\x00garbage\r\n\r\n",
    "HTTP/1.1 201 Created\r\nContent-Length: x\r\n\r\n",
    "HTTP/1.1 201 Created\r\nContent-Length: 5, 6\r\n\r\n{}",
    "HTTP/1.1 201 Created\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
    "HTTP/1.1 201 Created\r\nContent-Encoding: br\r\nContent-Length: 2\r\n\r\n{}",
    "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}",
    "HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 100 Continue\r\n\r\n" * 50,
    "HTTP/1.1 20 1\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 201 Created\r\nContent-Length: 99999999999999999999\r\n\r\n{}",
    "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n{}",
    "HTTP/1.1 201 Created\r\nContent-Encoding: gzip, gzip, gzip\r\nContent-Length: 2\r\n\r\n{}",
    "HTTP/1.1 201 Created\r\nX: " + "a" * 200_000 + "\r\n\r\n",
    "HTTP/1.1 204 None\r\nContent-Length: 50\r\n\r\n",
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
    "HTTP/1.1 201 Created\r\nbad header\r\n\r\n",
    "",
]


@pytest.mark.parametrize("answer", STRANGE, ids=lambda each: repr(each)[:60])
def test_no_answer_to_a_send_denies_that_it_may_have_been_carried_out(answer: str) -> None:
    def told(error: SinchBatchesError) -> bool:
        if isinstance(error, TransportError):
            return error.maybe_sent
        return isinstance(error, ApiError) and not 400 <= error.status_code < 500

    def send_blocking() -> None:
        with BatchesClient("p", "t0ken", base_url=url, retries=0) as client:
            client.send(TEXT)

    async def send_with(**options: Any) -> None:
        async with AsyncBatchesClient("p", "t0ken", base_url=url, retries=0, **options) as client:
            await client.send(TEXT)

    with saying(answer.encode("latin-1")) as url:
        senders: list[Callable[[], object]] = [
            send_blocking,
            lambda: asyncio.run(send_with()),
            lambda: asyncio.run(send_with(transport=AiohttpTransport())),
        ]
        for send in senders:
            with pytest.raises(SinchBatchesError) as caught:
                send()
            assert told(caught.value), caught.value
            assert "t0ken" not in repr(caught.value)


def test_a_redirect_of_a_send_is_looked_for_before_anything_is_denied(
    client: BatchesClient, api: Scripted
) -> None:
    page = {"page": 0, "page_size": 1, "count": 1, "batches": [stored(client_reference="mine")]}
    api.will(httpx.Response(307, headers={"location": "/x"}), httpx.Response(200, json=page))
    message = TextSubmission(to=["15551231234"], body="Hi", client_reference="mine")
    assert client.send_once(message).id == stored()["id"]


@pytest.mark.parametrize(
    "wait", ["Mon, 01 Jan 2024 00:00:00 +99999999999999999", "9" * 5000, "\x00", "Mon, 1 Jan 1 0:0"]
)
def test_no_retry_after_is_an_error_of_its_own(
    client: BatchesClient, api: Scripted, wait: str
) -> None:
    api.will(httpx.Response(429, headers=[(b"retry-after", wait.encode())]))
    with pytest.raises(RateLimited):
        client.with_options(retries=0).get("A")


def test_a_client_in_a_second_event_loop_is_refused(api: Scripted) -> None:
    api.will(httpx.Response(200, json=stored()))
    client = AsyncBatchesClient("p", "t", region="eu", transport=api.transport)
    assert asyncio.run(client.get("A")).id
    with pytest.raises(InvalidRequest, match=r"client .*made in the event loop that uses it"):
        asyncio.run(client.get("A"))


def test_a_closed_client_is_refused(client: BatchesClient, api: Scripted) -> None:
    client.close()
    for call in (client.send, client.send_once):
        with pytest.raises(InvalidRequest, match="client 'closed': must be open"):
            call(TEXT)
    (part,) = client.send_to_many(["15551231234"], TEXT)
    assert isinstance(part.error, InvalidRequest)
    assert not api.requests


def test_a_hook_that_fails_after_the_answer_leaves_a_send_unconfirmed() -> None:
    def fail(_: object) -> None:
        raise KeyError("a bug")

    transport = httpx.MockTransport(lambda _: httpx.Response(201, json=stored()))
    hooked = httpx.Client(transport=transport, event_hooks={"response": [fail]})
    choices: list[Any] = [{"http_client": hooked}, {"transport": transport, "on_answer": fail}]
    for options in choices:
        client = BatchesClient("p", "t", region="eu", retries=0, **options)
        with pytest.raises(TransportError, match="KeyError") as caught:
            client.send(TEXT)
        assert caught.value.maybe_sent


def fail(*_: object) -> Any:
    raise ZeroDivisionError("a bug")


@pytest.mark.parametrize("method", ["may_repeat", "pause"])
@pytest.mark.parametrize(
    "broken", [fail, lambda *_: None, lambda *_: "soon"], ids=["raises", "None", "a str"]
)
def test_rules_of_ones_own_that_fail_hide_no_failure(
    api: Scripted, method: str, broken: Callable[..., object]
) -> None:
    rules = type("Rules", (Retries,), {method: broken})(limit=1, first=0, longest=0, lookups=())
    api.will(httpx.Response(503))
    client = BatchesClient("p", "t", region="eu", transport=api.transport, retries=rules)
    with pytest.raises(ServerError):
        client.get("A")
    with pytest.raises(SendUnconfirmed):
        client.send_once(TEXT)


def test_whatever_fails_costs_no_other_part_its_outcome() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "GET" or b"15550000001" in request.content:
            raise httpx.ReadError("cut")
        return httpx.Response(201, json=stored())

    transport = httpx.MockTransport(answer)
    client = BatchesClient("p", "t", region="eu", transport=transport, retries=AT_ONCE)
    audience: list[Any] = [f"1555000000{n}" for n in range(6)] + [5, None]
    parts = list(client.send_to_many(audience, TEXT, size=1, reference="r"))
    errors = {part.client_reference: type(part.error) for part in parts if part.error}
    assert len(parts) == 8
    assert errors == {"r-1": SendUnconfirmed, "r-6": InvalidRequest, "r-7": InvalidRequest}


def test_a_pause_that_is_none_is_no_error(api: Scripted) -> None:
    api.will(httpx.Response(429), httpx.Response(200, json=stored()))
    for first in (-1.0, float("nan")):
        rules = AT_ONCE._replace(first=first, longest=first)
        client = BatchesClient("p", "t", region="eu", transport=api.transport, retries=rules)
        assert client.get("A").id


def test_a_page_of_a_number_beyond_all_bounds_is_unexpected(
    client: BatchesClient, api: Scripted
) -> None:
    api.will(httpx.Response(200, content=b'{"page": %s, "batches": []}' % (b"9" * 5000)))
    with pytest.raises(UnexpectedAnswer):
        client.list_page()

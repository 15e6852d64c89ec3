"""The token stays hidden when a server says it back, and whichever frames a traceback shows."""

from __future__ import annotations

import asyncio
import base64
import html
import io
import json
import logging
import pickle
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from httpx_aiohttp import AiohttpTransport

from sinch_batches import (
    AsyncBatchesClient,
    BatchesClient,
    InvalidRequest,
    OAuth2,
    SinchBatchesError,
    TextSubmission,
)

from .test_outside_the_tree import saying

SECRET = "s3cr/t+'\"&<t0ken>=="
BASIC = base64.b64encode(f"key:{SECRET}".encode()).decode()
FORMS = {
    "plain": SECRET,
    "percent": quote(SECRET, safe=""),
    "small percent": quote(SECRET, safe="").replace("%2F", "%2f"),
    "twice percent": quote(quote(SECRET, safe=""), safe=""),
    "json": json.dumps(SECRET)[1:-1],
    "json with slashes": json.dumps(SECRET)[1:-1].replace("/", "\\/"),
    "json in numbers": "".join(f"\\u{ord(each):04x}" for each in SECRET),
    "repr": repr(SECRET)[1:-1],
    "html": html.escape(SECRET),
    "html in numbers": "".join(f"&#{ord(each)};" for each in SECRET),
    "base64": base64.b64encode(SECRET.encode()).decode(),
    "basic": BASIC,
}
TEXT = TextSubmission(to=["15551231234"], body="Hi")


def shown(error: BaseException) -> str:
    """All that could be printed of an error."""
    texts = [str(error), repr(error), repr(vars(error))]
    with suppress(TypeError):
        texts.append(repr(pickle.dumps(error)))
    for with_variables in (False, True):
        lines = traceback.TracebackException.from_exception(error, capture_locals=with_variables)
        # Not the lines of this file, which hold the token themselves.
        texts += [line for line in lines.format() if __file__ not in line]
    return "\n".join(texts)


def assert_hidden(text: str) -> None:
    lowered = text.lower()
    for name, form in FORMS.items():
        for written in (form, repr(form)[1:-1], json.dumps(form)[1:-1]):
            assert written.lower() not in lowered, name


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    handler, logger = logging.StreamHandler(stream), logging.getLogger("sinch_batches")
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    yield stream
    logger.removeHandler(handler)
    logger.setLevel(logging.NOTSET)


def answers(form: str) -> list[httpx.Response]:
    """Answers that say this, each in another place."""
    header = form.encode("unicode_escape")
    return [
        httpx.Response(401, text=f"no such token: {form}!"),
        httpx.Response(401, content=json.dumps({"code": form, "text": f"the token {form}"})),
        httpx.Response(400, content=json.dumps({"errors": [{"message": form}], "title": form})),
        httpx.Response(403, headers=[(b"x-request-id", header), (b"retry-after", header)]),
        httpx.Response(302, headers=[(b"location", b"http://[" + header)]),
        httpx.Response(200, content=json.dumps([form])),
        httpx.Response(502, text=f"<html>{form}</html>"),
    ]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("at", range(7))
@pytest.mark.parametrize("credentials", ["token", "OAuth2"])
def test_a_server_that_says_the_token_back_doesnt_make_it_known(
    form: str, at: int, credentials: str, log: io.StringIO
) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.host == "auth.sinch.com":
            return httpx.Response(200, json={"access_token": "an-access-t0ken"})
        return answers(FORMS[form])[at]

    key: Any = SECRET if credentials == "token" else OAuth2("key", SECRET)
    if credentials == "token" and form == "basic":
        pytest.skip("a plan's token is never sent as Basic")
    transport = httpx.MockTransport(answer)
    client = BatchesClient("plan", key, region="eu", transport=transport, retries=0)
    with pytest.raises(SinchBatchesError) as caught:
        client.list_page()
    assert_hidden(shown(caught.value) + log.getvalue())


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("at", range(7))
def test_nor_does_a_token_server(form: str, at: int, log: io.StringIO) -> None:
    transport = httpx.MockTransport(lambda _: answers(FORMS[form])[at])
    key = OAuth2("key", SECRET)
    client = BatchesClient("project", key, region="eu", transport=transport, retries=0)
    with pytest.raises(SinchBatchesError) as caught:
        client.list_page()
    assert_hidden(shown(caught.value) + log.getvalue())


@pytest.mark.parametrize("key", [SECRET, OAuth2("key", SECRET)], ids=["token", "OAuth2"])
def test_an_access_token_is_hidden_as_well(key: Any) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.host == "auth.sinch.com":
            return httpx.Response(200, json={"access_token": SECRET[::-1]})
        return httpx.Response(401, text=request.headers["Authorization"])

    transport = httpx.MockTransport(answer)
    client = BatchesClient("plan", key, region="eu", transport=transport, retries=0)
    with pytest.raises(SinchBatchesError, match=r"Bearer \(hidden\)") as caught:
        client.get("A")
    assert SECRET[::-1] not in shown(caught.value)


CUT = [b"", b"\x00garbage\r\n", b"HTTP/1.1 201 X\r\nContent-Length: 9\r\n\r\n{", b"HTTP/1.1 "]
ECHO = b"HTTP/1.1 401 " + SECRET.encode() + b"\r\nX: " + SECRET.encode() + b"\r\nbad\r\n\r\n"


@pytest.mark.parametrize("answer", [*CUT, ECHO], ids=lambda each: repr(each)[:40])
@pytest.mark.parametrize("engine", ["blocking", "asyncio", "aiohttp"])
def test_no_frame_of_an_engine_shows_it(answer: bytes, engine: str, log: io.StringIO) -> None:
    def send_blocking() -> None:
        with BatchesClient("p", SECRET, base_url=url, retries=0) as client:
            client.send(TEXT)

    async def send(**options: Any) -> None:
        async with AsyncBatchesClient("p", SECRET, base_url=url, retries=0, **options) as client:
            await client.send(TEXT)

    with saying(answer) as url:
        senders: dict[str, Callable[[], object]] = {
            "blocking": send_blocking,
            "asyncio": lambda: asyncio.run(send()),
            "aiohttp": lambda: asyncio.run(send(transport=AiohttpTransport())),
        }
        with pytest.raises(SinchBatchesError) as caught:
            senders[engine]()
    assert_hidden(shown(caught.value) + log.getvalue())


@pytest.mark.parametrize("engine", ["asyncio", "aiohttp"])
def test_no_frame_shows_it_when_a_task_is_cancelled(engine: str) -> None:
    async def cancelled() -> BaseException:
        reader, left, gone = asyncio.Event(), asyncio.Event(), asyncio.Event()

        async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            reader.set()
            await left.wait()
            writer.close()
            await writer.wait_closed()
            gone.set()

        async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
            base_url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            options: Any = {"transport": AiohttpTransport()} if engine == "aiohttp" else {}
            async with AsyncBatchesClient("p", SECRET, base_url=base_url, **options) as client:
                task = asyncio.create_task(client.send(TEXT))
                await reader.wait()
                task.cancel()
                (outcome,) = await asyncio.gather(task, return_exceptions=True)
                assert isinstance(outcome, asyncio.CancelledError)
                left.set()
                await gone.wait()
                return outcome

    error = asyncio.run(cancelled())
    assert_hidden(shown(error))


@pytest.mark.parametrize(
    "make",
    [
        lambda: BatchesClient("p", SECRET),
        lambda: BatchesClient("p", SECRET, region="de"),
        lambda: BatchesClient("a/b", SECRET, region="eu"),
        lambda: BatchesClient("p", f"{SECRET}\n", region="eu"),
        lambda: BatchesClient("p", SECRET.encode(), region="eu"),  # type: ignore[arg-type]
        lambda: BatchesClient("p", SECRET, region="eu", retries=-1),
        lambda: AsyncBatchesClient("p", SECRET, base_url="nothing"),
        lambda: OAuth2("", SECRET),
        lambda: OAuth2("key", f"{SECRET} "),
        lambda: OAuth2("key", SECRET, "nothing"),
        lambda: BatchesClient("p", OAuth2("key", SECRET), region="au"),
    ],
)
def test_a_constructor_that_refuses_doesnt_show_it(make: Callable[[], object]) -> None:
    with pytest.raises(InvalidRequest) as caught:
        make()
    assert_hidden(shown(caught.value))


def test_a_client_from_the_environment_doesnt_show_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "SERVICE_PLAN_ID": "p", "SMS_API_TOKEN": SECRET, "SMS_REGION": "de"
    }.items():  # fmt: skip
        monkeypatch.setenv(f"SINCH_{name}", value)
    with pytest.raises(InvalidRequest) as caught:
        BatchesClient.from_env()
    assert_hidden(shown(caught.value))


def test_no_client_and_no_key_shows_it_or_can_be_pickled() -> None:
    for made in (BatchesClient("p", SECRET, region="eu"), OAuth2("key", SECRET)):
        assert_hidden(repr(made) + repr(vars(made)))
        with pytest.raises((TypeError, AttributeError)):
            pickle.dumps(made)

"""An API that keeps what it is sent and then spoils its answers, in memory or on the wire."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import random
import socket
import struct
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from typing import Any

import httpx

from sinch_batches import Retries, SendUnconfirmed, SinchBatchesError, TextSubmission

from .cutting_proxy import read_message
from .scripted import stored

SENDS = int(os.environ.get("ATTACK_SENDS", "300"))
PARTS = int(os.environ.get("ATTACK_PARTS", "100"))
QUICK = Retries(limit=2, first=0, longest=0, lookups=(0, 0))
HUGE_ZIP = gzip.compress(gzip.compress(bytes(10**7)))
HEADERS: list[tuple[bytes, bytes]] = [
    (b"location", b"mailto:x"), (b"location", b"http://xn--/"), (b"location", b"http://["),
    (b"retry-after", b"Mon, 01 Jan 2024 00:00:00 +99999999999999999"), (b"retry-after", b"-1"),
    (b"content-encoding", b"gzip"), (b"content-encoding", b"br"), (b"x-request-id", b"\xff\x1b"),
    (b"content-type", b"text/html; charset=nonsense"), (b"set-cookie", b"a=b; domain=x"),
]  # fmt: skip
BODIES = [
    b"", b"null", b"[]", b"{}", b"<html>", b"\xff\xfe", b"[" * 9000, b'{"id": 5}', b'"x"', b"NaN",
    b'{"page": %s}' % (b"9" * 5000), HUGE_ZIP, json.dumps(stored(id="")).encode(), b'{"id": "A"}',
    json.dumps({"page": 0, "page_size": 0, "count": 1, "batches": []}).encode(),
    b'{"batches": [[], null, {"type": "mt_media"}], "page": 0, "page_size": 3, "count": 3}',
    json.dumps({"code": "x\n" * 999, "text": {"a": [1]}, "errors": [None]}).encode(),
]  # fmt: skip


class Hostile:
    """An API that keeps what it is sent and lists it, and spoils answers after that."""

    def __init__(self, seed: int, statuses: list[int]) -> None:
        self.random, self.statuses = random.Random(seed), statuses
        self.kept: dict[str, list[dict[str, Any]]] = {}

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            batch = json.loads(request.content)
            self.kept.setdefault(batch["client_reference"], []).append(stored(**batch))
            answer = httpx.Response(201, json=stored(**batch))
        else:
            batches = self.kept.get(request.url.params.get("client_reference", ""), [])
            page = {"page": 0, "page_size": len(batches), "count": len(batches)}
            answer = httpx.Response(200, json={**page, "batches": batches})
        return answer if self.random.random() < 0.4 else self.spoilt()

    def spoilt(self) -> httpx.Response:
        if self.random.random() < 0.2:
            kinds: list[type[Exception]] = [
                httpx.ReadTimeout, httpx.ReadError, httpx.RemoteProtocolError, KeyError, OSError,
                httpx.UnsupportedProtocol, httpx.LocalProtocolError, httpx.InvalidURL, UnicodeError,
            ]  # fmt: skip
            raise self.random.choice(kinds)("spoilt")
        return httpx.Response(
            self.random.choice(self.statuses),
            headers=self.random.sample(HEADERS, self.random.randrange(4)),
            stream=httpx.ByteStream(self.random.choice(BODIES)),
        )

    async def answer(self, request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0)
        return self(request)


LOSING = [200, 201, 202, 204, 206, 226, 300, 301, 302, 307, 308, 408, 500, 502, 503, 504, 520, 599]


def judge(api: Hostile, outcomes: list[tuple[str, object]]) -> Counter[str]:
    """Count what came of each reference, and hold the promises against what the API has."""
    for reference, outcome in outcomes:
        held = len(api.kept.get(reference, []))
        assert held <= 1, f"{reference} was sent {held} times"
        if isinstance(outcome, Exception):
            assert isinstance(outcome, SinchBatchesError), repr(outcome)
            assert isinstance(outcome, SendUnconfirmed) or not held, f"{outcome!r} denies a batch"
        else:
            assert held == 1
    return Counter(type(outcome).__name__ for _, outcome in outcomes)


def message(reference: str) -> TextSubmission:
    return TextSubmission(to=["15551231234"], body="Hi", client_reference=reference)


class Wire:
    """Puts a hostile API on the wire, where an answer that it loses is spoilt as bytes."""

    def __init__(self, api: Hostile) -> None:
        self.api, self.cuts = api, Counter[str]()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while message := await read_message(reader):
                head, _, content = message.partition(b"\r\n\r\n")
                method, target, _ = head.split(b"\r\n")[0].decode().split()
                request = httpx.Request(method, f"http://api{target}", content=content)
                try:
                    answer = self.api(request)
                except Exception:  # which stands for an answer that is lost
                    await self.lose(writer)
                    break
                writer.write(written(answer))
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.transport.abort()

    async def lose(self, writer: asyncio.StreamWriter) -> None:
        """Cut the connection in one of the ways in which connections are cut."""
        whole = written(httpx.Response(201, json=stored()))
        how = self.api.random.choice(["closed", "reset", "in the head", "in the body", "garbage",
                                      "chunk", "silence"])  # fmt: skip
        self.cuts[how] += 1
        if how == "in the head":
            writer.write(whole[: self.api.random.randrange(1, whole.index(b"\r\n\r\n"))])
        elif how == "in the body":
            writer.write(whole[: -self.api.random.randrange(1, 50)])
        elif how == "garbage":
            writer.write(b"\x00garbage\r\n\r\n")
        elif how == "chunk":
            writer.write(b"HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}")
        elif how == "silence":
            await asyncio.sleep(0.3)  # the client waits for a third of it
        elif how == "reset":
            linger = struct.pack("ii", 1, 0)
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        with suppress(ConnectionError):
            await writer.drain()
            writer.close()


def written(answer: httpx.Response) -> bytes:
    """An answer as bytes, with its length even where HTTP allows no content."""
    content = b"".join(answer.stream)  # type: ignore[arg-type]
    lines = [f"HTTP/1.1 {answer.status_code} X".encode()]
    lines += [
        b"%s: %s" % (name, value)
        for name, value in answer.headers.raw
        if name.lower() not in (b"content-length", b"transfer-encoding")
    ]
    lines += [b"content-length: %d" % len(content), b"", content]
    return b"\r\n".join(lines)


@contextmanager
def on_the_wire(api: Hostile) -> Iterator[str]:
    """Serve a hostile API in a thread; gives its base URL."""
    started: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event, int]] = Future()

    async def run() -> None:
        stop = asyncio.Event()
        async with await asyncio.start_server(Wire(api).serve, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            started.set_result((asyncio.get_running_loop(), stop, port))
            await stop.wait()
        serving = asyncio.all_tasks() - {asyncio.current_task()}
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving, return_exceptions=True)
        await asyncio.sleep(0)  # connections that were aborted are closed in the next turn

    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    loop, stop, port = started.result(5)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(5)

"""The load of benchmarks/server.py: the same request over several connections."""

from __future__ import annotations

import asyncio
from functools import partial

import httpx
from benchmarks.server_targets import TOKEN


def raw(method: str, path: str, body: bytes = b"") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Authorization: Bearer {TOKEN}"]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


class Caller(asyncio.Protocol):
    """Sends the same request again as soon as the answer is there; as lean as Python allows."""

    def __init__(self, request: bytes, share: list[int], done: asyncio.Future[None]) -> None:
        self._request, self._share, self._done = request, share, done
        self._missing = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._next()

    def _next(self) -> None:
        if self._share[0] == 0:
            self._transport.close()
            if not self._done.done():
                self._done.set_result(None)
            return
        self._share[0] -= 1
        self._transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        if self._missing == 0:
            head, _, body = data.partition(b"\r\n\r\n")
            assert head[9:10] == b"2", data
            length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
            self._missing = length - len(body)
        else:
            self._missing -= len(data)
        if self._missing == 0:
            self._next()


async def load(url: httpx.URL, request: bytes, calls: int, connections: int) -> None:
    """Make calls over several connections."""
    share, loop = [calls], asyncio.get_running_loop()
    ends = [loop.create_future() for _ in range(connections)]
    for end in ends:
        await loop.create_connection(partial(Caller, request, share, end), url.host, url.port or 80)
    await asyncio.gather(*ends)

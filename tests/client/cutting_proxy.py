"""A proxy that cuts a share of the answers: before the request, after it, or in the middle."""

from __future__ import annotations

import asyncio
import random
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass
class CuttingProxy:
    """Passes one exchange per connection on to the server at `base_url`, or cuts it.

    Of `share` of the exchanges, at random by `seed`: a third is cut before the server got the
    request, a third after it got all of it, and a third somewhere in the answer.
    """

    base_url: str
    share: float
    seed: int
    cuts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while request := await read_message(reader):
                if not await self._exchange(request, writer):
                    break
        writer.transport.abort()

    async def _exchange(self, request: bytes, writer: asyncio.StreamWriter) -> bool:
        how = "passed"
        if self._random.random() < self.share:
            how = self._random.choice(["before", "after", "middle"])
        self.cuts[how] += 1
        if how == "before":
            return False
        url = urlsplit(self.base_url)
        from_server, to_server = await asyncio.open_connection(url.hostname, url.port)
        to_server.write(request)
        answer = await read_message(from_server)
        to_server.close()
        if how == "after":
            return False
        writer.write(answer if how == "passed" else answer[: self._random.randrange(len(answer))])
        await writer.drain()
        return how == "passed"


async def read_message(reader: asyncio.StreamReader) -> bytes:
    """A whole HTTP message; empty at the end of the connection."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return head + await reader.readexactly(int(line.partition(b":")[2]))
    return head


@contextmanager
def cutting(proxy: CuttingProxy) -> Iterator[str]:
    """Run the proxy in a thread; gives its base URL."""
    started: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event, int]] = Future()

    async def run() -> None:
        stop = asyncio.Event()
        async with await asyncio.start_server(proxy.serve, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            started.set_result((asyncio.get_running_loop(), stop, port))
            await stop.wait()

    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    loop, stop, port = started.result(5)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(5)

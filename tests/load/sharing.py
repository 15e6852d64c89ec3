"""Several servers behind one address: each request goes to the next of them.

So whoever asks again is answered by another server than before, as behind a load balancer.
`python -m tests.load.sharing URL URL …` prints its base URL.
"""

from __future__ import annotations

import asyncio
import itertools
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

import uvloop

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Sharing:
    """Hands requests to servers in turn, over connections that are kept for each client."""

    def __init__(self, base_urls: list[str]) -> None:
        self._turns: Iterator[str] = itertools.cycle(base_urls)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer a client until either side ends the connection."""
        servers: dict[str, Connection] = {}
        try:
            while request := await _message(reader):
                answer = await self._answered(request, servers)
                writer.write(answer)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # The client gets no answer, as it would from a server that is gone.
        finally:
            for _, open_writer in servers.values():
                open_writer.close()
            writer.close()

    async def _answered(self, request: bytes, servers: dict[str, Connection]) -> bytes:
        base_url = next(self._turns)
        connection = servers.get(base_url)
        if connection is None or connection[0].at_eof():
            if connection is not None:
                connection[1].close()
            place = urlsplit(base_url)
            connection = await asyncio.open_connection(place.hostname, place.port)
            servers[base_url] = connection
        connection[1].write(request)
        answer = await _message(connection[0])
        if not answer:
            raise ConnectionResetError
        return answer


async def _message(reader: asyncio.StreamReader) -> bytes:
    """Read a request or an answer, whose length its head tells; empty if no more come."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as error:
        if error.partial:
            raise
        return b""
    length = head.lower().partition(b"\r\ncontent-length:")[2].partition(b"\r\n")[0]
    return head + await reader.readexactly(int(length or 0))


async def main(base_urls: list[str]) -> None:
    """Run until somebody ends it."""
    sharing = Sharing(base_urls)
    server = await asyncio.start_server(sharing.serve, "127.0.0.1", 0, backlog=500)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1:]))

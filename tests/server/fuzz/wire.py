"""Raw HTTP: any bytes go out, and the answer is read strictly."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import h11

PATIENCE = 60
"""Seconds after which a connection counts as hung."""


class Hung(Exception):
    """The server neither answered nor closed the connection."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[bytes, bytes]
    body: bytes


class Connection:
    """A connection that is opened anew when the server has closed it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def exchange(self, raw: bytes, *, method: str, whole: bool) -> Answer | None:
        """Send bytes and return the answer; None if the server closed instead.

        Args:
            raw: what to send.
            method: the method in it, as HEAD has answers without a body.
            whole: whether these bytes are a request that the server can answer; else the
                connection is closed on this side too, as no next request could follow.

        Raises:
            Hung: nothing came in time.

        """
        reused = self._streams is not None
        answer = await self._attempt(raw, method, whole)
        if answer is None and whole and reused:
            # The server may have closed the idle connection at the same moment.
            answer = await self._attempt(raw, method, whole)
        return answer

    async def _attempt(self, raw: bytes, method: str, whole: bool) -> Answer | None:
        try:
            async with asyncio.timeout(PATIENCE):
                if self._streams is None:
                    self._streams = await asyncio.open_connection("127.0.0.1", self._port)
                answer, reusable = await self._exchange(raw, method, whole)
        except TimeoutError as error:
            raise Hung(raw[:200]) from error
        except (OSError, h11.RemoteProtocolError):
            answer, reusable = None, False
        if not reusable:
            await self.close()
        return answer

    async def _exchange(self, raw: bytes, method: str, whole: bool) -> tuple[Answer | None, bool]:
        assert self._streams
        reader, writer = self._streams
        parser = h11.Connection(h11.CLIENT, max_incomplete_event_size=1 << 20)
        parser.send(h11.Request(method=method, target="/", headers=[("host", "x")]))
        parser.send(h11.EndOfMessage())
        writer.write(raw)
        if not whole:
            writer.write_eof()
        response: h11.Response | None = None
        body = b""
        while True:
            event = parser.next_event()
            if event is h11.NEED_DATA:
                received = await reader.read(1 << 16)
                if not received and response is None:
                    return None, False
                parser.receive_data(received)
            elif isinstance(event, h11.Response):
                response = event
            elif isinstance(event, h11.Data):
                body += event.data
            elif isinstance(event, h11.EndOfMessage):
                break
            elif isinstance(event, h11.ConnectionClosed):
                return None, False
        assert response
        headers = dict(response.headers)
        closes = parser.their_state is not h11.DONE or headers.get(b"connection") == b"close"
        return Answer(response.status_code, headers, body), whole and not closes

    async def leave(self, raw: bytes) -> None:
        """Send bytes on a connection of their own and be gone without waiting for the answer."""
        _, writer = await asyncio.open_connection("127.0.0.1", self._port)
        writer.write(raw)
        writer.transport.abort()

    async def close(self) -> None:
        """Close the connection."""
        if self._streams is not None:
            self._streams[1].transport.abort()
            self._streams = None

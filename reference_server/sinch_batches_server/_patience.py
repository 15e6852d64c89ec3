"""uvicorn's HTTP protocols, which wait for a request for ever, with an end to their patience."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from importlib.util import find_spec
from typing import TYPE_CHECKING

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    _Protocol = H11Protocol
else:
    _Protocol = asyncio.Protocol

HEAD_SECONDS = 10
"""How long a connection may take for the head of a request."""

MOST_HEAD_BYTES = 64 * 1024
_TOO_LATE = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class Patient(_Protocol, ABC):
    """Closes connections on which no request comes, or no end of one."""

    _late: asyncio.TimerHandle | None = None
    _head_bytes = 0

    @abstractmethod
    def awaits_head(self) -> bool:
        """Whether what comes next belongs to the head of a request."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._wait_no_longer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Look whether a whole head has come."""
        before, awaited = self.cycle, self.awaits_head()
        super().data_received(data)
        if self.cycle is not before:
            self._wait_no_longer()
        elif awaited:
            self._head_bytes += len(data)
            if self._head_bytes > MOST_HEAD_BYTES:
                self.transport.close()
            self._wait()
        elif getattr(self.cycle, "response_complete", False):
            # The body of a request that was answered before it came.
            self._wait()

    def _wait(self) -> None:
        if self._late is None:
            self._late = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _wait_no_longer(self) -> None:
        self._head_bytes = 0
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _give_up(self) -> None:
        if not self.transport.is_closing():
            if self._head_bytes:
                self.transport.write(_TOO_LATE)
            self.transport.close()


class PatientH11(Patient, H11Protocol):
    """On uvicorn's own parser."""

    def awaits_head(self) -> bool:
        """Whether what comes next belongs to the head of a request."""
        return self.conn.their_state is h11.IDLE


PROTOCOL: type[asyncio.Protocol] = PatientH11
"""The protocol on the faster parser, where that is installed."""

if find_spec("httptools"):
    from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

    class PatientHttpTools(Patient, HttpToolsProtocol):  # type: ignore[misc] # of its own `cycle`
        """On the parser of node."""

        _in_body = False

        def awaits_head(self) -> bool:
            """Whether what comes next belongs to the head of a request."""
            return not self._in_body

        def on_headers_complete(self) -> None:
            """Note the end of a head."""
            super().on_headers_complete()
            self._in_body = True

        def on_message_complete(self) -> None:
            """Note the end of a request."""
            self._in_body = False
            super().on_message_complete()

    PROTOCOL = PatientHttpTools

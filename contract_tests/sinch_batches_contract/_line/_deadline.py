"""Connections on which a whole answer has a time limit, not only each piece of it."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

import httpcore

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterable

_TICK = 0.5  # seconds between two looks at whether anybody still wants the answer


class Deadline(threading.local):
    """When the exchange of this thread has to be over, in seconds of the monotonic clock."""

    end = float("inf")
    is_in_vain: Callable[[], bool]

    def begin(self, seconds: float, is_in_vain: Callable[[], bool]) -> None:
        """Start the clock of an exchange: it ends after `seconds`, or as soon as it is in vain."""
        self.end = time.monotonic() + seconds
        self.is_in_vain = is_in_vain

    def left(self, seconds: float | None) -> float:
        """Return how long the next step may take: what it asks for, or what is left."""
        left = self.end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the answer isn't complete in time")
        return left if seconds is None else min(left, seconds)


class Backend(httpcore.NetworkBackend):
    """Opens connections whose every step keeps to the deadline."""

    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline
        self._real = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect."""
        timeout = self._deadline.left(timeout)
        stream = self._real.connect_tcp(host, port, timeout, local_address, socket_options)
        return _Stream(stream, self._deadline)

    def sleep(self, seconds: float) -> None:
        """Sleep; the pool asks for it between its own tries."""
        self._real.sleep(seconds)


class _Stream(httpcore.NetworkStream):
    def __init__(self, real: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._real = real
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        while True:
            left = self._deadline.left(timeout)
            try:
                return self._real.read(max_bytes, min(left, _TICK))
            except httpcore.ReadTimeout:
                if left <= _TICK or self._deadline.is_in_vain():
                    raise

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._real.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._real.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        timeout = self._deadline.left(timeout)
        stream = self._real.start_tls(ssl_context, server_hostname, timeout)
        return _Stream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._real.get_extra_info(info)

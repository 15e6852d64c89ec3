"""The connections of a process to the server: bounded, paced; a missing answer is told as one."""

from __future__ import annotations

import ssl
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import httpcore
import httpx

from .._judgement.outcomes import Stopped
from ._body import Unreadable, read_body
from ._deadline import Backend, Deadline
from ._pace import Pace

if TYPE_CHECKING:
    from collections.abc import Callable

    from .._settings.settings import Settings

T = TypeVar("T")

_SPARE = 16  # connections beside one per check: for clean-up, and for checks that ask at once
# Seconds after which an idle connection isn't used again: many servers close it after 2 or 5, and a
# request that meets the closing gets no answer.
_IDLE = 1.0
_GONE = (6, timedelta(seconds=10))  # after this many failures over this time, nobody is there
_HELD_BACK = frozenset({429, 503})
_NOBODY_BEHIND = frozenset({502, 504})
_LONGEST_PAUSE = 30.0
_PATIENCE = 10.0  # seconds for an answer once the run is over
_TICK = 0.2  # seconds between two looks at whether the run is over
# What h11 says of a connection that was cut. Its other complaints are about what the server wrote.
_CUT = ("Server disconnected", "peer closed connection", "Connection closed")


@dataclass(frozen=True)
class Raw:
    """An answer as it came; `trouble` tells why its body can't be read."""

    status: int
    headers: dict[str, str]
    body: bytes
    milliseconds: float
    trouble: str | None = None


class NoAnswer(Exception):
    """The request got no answer; `nothing_done` tells that it had no effect either."""

    def __init__(self, text: str, *, nothing_done: bool) -> None:
        super().__init__(text)
        self.nothing_done = nothing_done


class Line:
    """A pool of connections that the threads of one process share.

    `is_gone` tells that nobody answers any more; `end`, why nothing more may be asked.
    """

    def __init__(self, settings: Settings, share: int = 1, name: str = "") -> None:
        """Open a pool; `share` is the number of processes that share the allowed pace.

        `name` tells this process from the others of the run.
        """
        context: ssl.SSLContext | None = None
        if settings.ca_file is not None:
            context = ssl.create_default_context(cafile=str(settings.ca_file))
        elif not settings.base_url.startswith("http:"):  # which needs no authorities to be read
            context = httpx.create_ssl_context(trust_env=False)
        self.name = name
        self._timeout = settings.timeout
        self._deadline = Deadline()
        self._pool = httpcore.ConnectionPool(
            ssl_context=context,
            max_connections=settings.concurrency + _SPARE,
            keepalive_expiry=_IDLE,
            network_backend=Backend(self._deadline),
        )
        self._pace = Pace(settings.requests_per_second, share)
        self._lock = threading.Lock()
        self._asking: dict[str, threading.Lock] = {}
        self._found_out: dict[str, Any] = {}
        self._in_vain = 0
        self.silent_since: datetime | None = None
        self.is_gone = False
        self.end: str | None = None

    def ask(self, request: httpx.Request, *, after_the_end: bool = False) -> Raw:
        """Send the request once.

        Raises:
            NoAnswer: none came, or one that says that the server didn't look at it.
            Stopped: the run is over.

        """
        self.rest(self._pace.seconds_to_turn(), after_the_end=after_the_end)
        if self.end is not None and not after_the_end:
            raise Stopped(self.end)
        try:
            raw = self._exchange(request, after_the_end)
        except (httpcore.ConnectError, httpcore.ConnectTimeout, httpcore.PoolTimeout) as error:
            raise self._missed(f"got no answer: {_told(error)}", nothing_done=True) from None
        except (httpcore.NetworkError, httpcore.TimeoutException) as error:
            if self.end is not None and not after_the_end:
                raise Stopped(self.end) from None
            raise self._missed(f"got no answer: {_told(error)}") from None
        except httpcore.ProtocolError as error:
            if str(error).startswith(_CUT):
                raise self._missed(f"got no answer: {_told(error)}") from None
            raw = Raw(0, {}, b"", 0.0, f"isn't HTTP: {error}")
        if raw.status in _HELD_BACK:
            self._pace.slow_down(_asked_for(raw))
            raise self._missed(
                f"was answered {raw.status}: see --max-requests-per-second",
                nothing_done=True,
                seen=f"nothing but {raw.status} is answered",
            )
        if raw.status in _NOBODY_BEHIND:
            raise self._missed(f"was answered {raw.status}")
        with self._lock:
            self._in_vain = 0
            self.silent_since = None
        return raw

    def once(self, name: str, ask: Callable[[], T]) -> T:
        """Return what `ask` gave under this name; only the first caller has it asked."""
        with self._lock:
            lock = self._asking.setdefault(name, threading.Lock())
        with lock:
            if name not in self._found_out:
                self._found_out[name] = ask()
            found: T = self._found_out[name]
            return found

    def rest(self, seconds: float, *, after_the_end: bool = False) -> None:
        """Sleep, but no longer than until the end."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and (self.end is None or after_the_end):
            time.sleep(min(left, _TICK))

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()

    def _exchange(self, request: httpx.Request, after_the_end: bool) -> Raw:
        timeout = min(self._timeout, _PATIENCE) if self.end else self._timeout
        self._deadline.begin(timeout, lambda: self.end is not None and not after_the_end)
        started = time.perf_counter()
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        with self._pool.stream(
            request.method,
            url,
            headers=request.headers.raw,
            content=request.content,
            extensions={"timeout": {"pool": timeout}},
        ) as response:
            headers = dict(httpx.Headers(response.headers))
            trouble = None
            try:
                body = read_body(response.iter_stream(), headers.get("content-encoding", ""))
            except Unreadable as error:
                body, trouble = error.start, str(error)
        took = (time.perf_counter() - started) * 1000
        return Raw(response.status, headers, body, took, trouble)

    def _missed(
        self, text: str, *, nothing_done: bool = False, seen: str = "nobody answers"
    ) -> NoAnswer:
        with self._lock:
            now = datetime.now(UTC)
            self._in_vain += 1
            self.silent_since = self.silent_since or now
            least, longest = _GONE
            if self._in_vain >= least and now - self.silent_since >= longest:
                self.is_gone = True
                self.end = self.end or f"{seen} since {self.silent_since:%H:%M:%S} UTC"
        return NoAnswer(text, nothing_done=nothing_done)


def _asked_for(raw: Raw) -> float:
    seconds = raw.headers.get("retry-after", "")
    return min(float(seconds), _LONGEST_PAUSE) if seconds.isascii() and seconds.isdigit() else 0.0


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__

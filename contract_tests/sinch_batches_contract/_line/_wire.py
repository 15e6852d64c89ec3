"""The wire of one check: it records all that goes over it, and repeats what is safe."""

from __future__ import annotations

import itertools
import threading
from collections import Counter
from typing import TYPE_CHECKING

import httpx

from .._judgement.outcomes import UnreliableTarget, Violation
from .._settings.settings import SECOND_TOKEN_VARIABLE, TOKEN_VARIABLE, Settings
from ._answer import Answer
from ._exchange import Exchange
from ._line import Line, NoAnswer, Raw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ._exchange import WrongStatus

_IDEMPOTENT = frozenset({"GET", "HEAD", "PUT", "DELETE", "OPTIONS"})
_PAUSES = (0.2, 1.0, 3.0)  # seconds before a request is made again
_UNTOLD = frozenset(
    {"accept", "accept-encoding", "authorization", "connection", "content-length", "host"}
    | {"user-agent"}
)
_OURS = {"accept": "*/*", "accept-encoding": "identity", "user-agent": "sinch-batches-conformance"}


class Wire:
    """A record of the requests of one check, over the line that all checks share."""

    def __init__(self, line: Line, settings: Settings, name: str) -> None:
        """Begin a record; `name` tells this check from all others of the run."""
        self.line = line
        self._base_url = settings.base_url
        self._variables = {settings.api_token: TOKEN_VARIABLE}
        if settings.second_api_token:
            self._variables[settings.second_api_token] = SECOND_TOKEN_VARIABLE
        self._prefix = settings.prefix
        self._references = (f"{settings.prefix}{name}-{n}-x" for n in itertools.count(1))
        self._lock = threading.Lock()
        self._pauses = list(_pauses(settings.patience))
        self.exchanges: list[Exchange] = []
        self.statuses: Counter[tuple[str, int]] = Counter()
        self.wrong_statuses: dict[str, WrongStatus] = {}
        self.requests = 0
        self.drops = 0
        self.after_the_end = False

    def reference(self) -> str:
        """Return a client reference that no other batch has."""
        return next(self._references)

    def shared_reference(self, name: str) -> str:
        """Return the client reference of what checks share under a name."""
        return f"{self._prefix}{self.line.name}-{name.replace(' ', '-')}-x"

    def ask(
        self,
        method: str,
        path: str,
        *,
        token: str | None,
        content: bytes = b"",
        headers: dict[str, str] | None = None,
        retriable: bool = False,
    ) -> Answer:
        """Send one request and record the exchange.

        Raises:
            UnreliableTarget: no answer came, and the request isn't safe to repeat or was
                repeated in vain.

        """
        sent = _OURS | (headers or {})
        if token is not None:
            sent["authorization"] = f"Bearer {token}"
        request = httpx.Request(
            method, self._base_url + path, content=content or None, headers=sent
        )
        if "transfer-encoding" in request.headers:
            request.headers.pop("content-length", None)  # never both
        raw = self._raw_answer(request, is_safe=retriable or method in _IDEMPOTENT)
        exchange = self._exchange(request, content, raw, token)
        with self._lock:
            self.exchanges.append(exchange)
            if exchange.operation is not None:
                self.statuses[exchange.operation, exchange.status] += 1
        if not raw.status:
            raise Violation(
                f"the answer to {method} {request.url} {raw.trouble}", about="the answer isn't HTTP"
            )
        return Answer(exchange, raw.trouble, self.wrong_statuses)

    def patience(self) -> list[float]:
        """Return the pauses, in seconds, between looks for what may not be visible at once."""
        return list(self._pauses)

    def lose_patience(self) -> None:
        """Look half as often from now on: nothing came so far, so it hardly will at the end."""
        self._pauses = self._pauses[: max(4, len(self._pauses) // 2)]

    def forget(self) -> None:
        """Drop the exchanges: nothing reads them any more."""
        with self._lock:
            self.exchanges.clear()

    def _raw_answer(self, request: httpx.Request, *, is_safe: bool) -> Raw:
        for pause in (*_PAUSES, None):
            with self._lock:
                self.requests += 1
            try:
                return self.line.ask(request, after_the_end=self.after_the_end)
            except NoAnswer as none:
                with self._lock:
                    self.drops += 1
                if pause is None or self.line.is_gone or not (is_safe or none.nothing_done):
                    raise UnreliableTarget(f"{request.method} {request.url} {none}") from None
            self.line.rest(pause, after_the_end=self.after_the_end)
        raise AssertionError("unreachable: the last try returns or raises")

    def _exchange(
        self, request: httpx.Request, content: bytes, raw: Raw, token: str | None
    ) -> Exchange:
        told = {name: value for name, value in request.headers.items() if name not in _UNTOLD}
        if token is not None and token not in self._variables:
            told["authorization"] = f"Bearer {token}"  # one that the suite made up
        return Exchange(
            method=request.method,
            url=str(request.url),
            request_headers=told,
            request_body=content,
            status=raw.status,
            response_headers=raw.headers,
            response_body=raw.body,
            milliseconds=raw.milliseconds,
            token_variable=self._variables.get(token or "") if token else None,
        )


def _pauses(patience: float) -> Iterator[float]:
    """Divide the patience into pauses: short ones first, as most servers show a batch at once."""
    pause = 0.02
    while patience > 0:
        yield pause
        patience -= pause
        pause = min(pause * 2, 0.5)

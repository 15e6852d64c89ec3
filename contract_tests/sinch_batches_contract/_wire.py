"""The raw wire to the server under test: it records, keeps the pace, and retries what is safe."""

from __future__ import annotations

import ssl
import threading
import time

import httpx

from ._exchange import Answer, Exchange
from ._outcomes import UnreliableTarget
from ._settings import SECOND_TOKEN_VARIABLE, TOKEN_VARIABLE, Settings

_IDEMPOTENT = frozenset({"GET", "HEAD", "PUT", "DELETE", "OPTIONS"})
_TRIES = 3
_TOO_MANY_REQUESTS = 429
_PAUSES = (0.2, 1.0, 3.0)  # seconds
_UNTOLD = frozenset(
    {"accept", "accept-encoding", "authorization", "connection", "content-length", "host"}
    | {"user-agent"}
)


class Wire:
    """One connection pool to the server, with a record of all that went over it."""

    def __init__(self, settings: Settings, share: int = 1) -> None:
        """Open a pool; `share` is the number of workers that share the allowed pace."""
        verify: ssl.SSLContext | bool = True
        if settings.ca_file is not None:
            verify = ssl.create_default_context(cafile=str(settings.ca_file))
        self._client = httpx.Client(timeout=settings.timeout, verify=verify, trust_env=False)
        self._base_url = settings.base_url
        self._variables = {settings.api_token: TOKEN_VARIABLE}
        if settings.second_api_token:
            self._variables[settings.second_api_token] = SECOND_TOKEN_VARIABLE
        rate = settings.requests_per_second
        self._interval = share / rate if rate else 0.0
        self._next_turn = 0.0
        self._lock = threading.Lock()
        self.exchanges: list[Exchange] = []
        self.accepted: set[str] = set()  # controls that this server is known to accept
        self.patience = settings.patience
        self.forgotten: list[Exchange] = []
        self.requests = 0
        self.drops = 0

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
        sent = dict(headers or {})
        if token is not None:
            sent["authorization"] = f"Bearer {token}"
        request = self._client.build_request(
            method, self._base_url + path, content=content or None, headers=sent
        )
        tries = _TRIES if retriable or method in _IDEMPOTENT else 1
        response, took = self._answer_to(request, tries)
        exchange = self._exchange(request, content, response, took, token)
        with self._lock:
            self.exchanges.append(exchange)
        return Answer(exchange, response)

    def lose_patience(self) -> None:
        """Wait for less from now on: a server that never showed a batch won't in the end."""
        self.patience = max(self.patience / 2, 0.2)

    def forget(self) -> None:
        """Drop what was recorded, but for the statuses: they are counted over the whole check."""
        with self._lock:
            self.forgotten += self.exchanges
            self.exchanges.clear()

    def close(self) -> None:
        """Close the pool."""
        self._client.close()

    def _answer_to(self, request: httpx.Request, tries: int) -> tuple[httpx.Response, float]:
        for left in reversed(range(tries)):
            self._wait_for_turn()
            started = time.perf_counter()
            try:
                response = self._not_held_back(request)
            except httpx.TransportError as error:
                with self._lock:
                    self.drops += 1
                if not left:
                    raise UnreliableTarget(
                        f"{request.method} {request.url} got no answer: {_reason(error)}"
                    ) from None
            else:
                return response, (time.perf_counter() - started) * 1000
        raise AssertionError("unreachable: the last try returns or raises")

    def _not_held_back(self, request: httpx.Request) -> httpx.Response:
        """Ask again after a 429, which any server may answer: nothing was done, so it's safe."""
        for pause in _PAUSES:
            response = self._client.send(request)
            if response.status_code != _TOO_MANY_REQUESTS:
                return response
            with self._lock:
                self.drops += 1
            time.sleep(pause)
        raise UnreliableTarget(
            f"{request.method} {request.url} was answered 429 {len(_PAUSES)} times: "
            "see --max-requests-per-second"
        )

    def _wait_for_turn(self) -> None:
        with self._lock:
            self.requests += 1
            now = time.monotonic()
            turn = max(now, self._next_turn)
            self._next_turn = turn + self._interval
        if turn > now:
            time.sleep(turn - now)

    def _exchange(
        self,
        request: httpx.Request,
        content: bytes,
        response: httpx.Response,
        took: float,
        token: str | None,
    ) -> Exchange:
        told = {name: value for name, value in request.headers.items() if name not in _UNTOLD}
        if token is not None and token not in self._variables:
            told["authorization"] = f"Bearer {token}"  # one that the suite made up
        return Exchange(
            method=request.method,
            url=str(request.url),
            request_headers=told,
            request_body=content,
            status=response.status_code,
            response_headers=dict(response.headers),
            response_body=response.content,
            milliseconds=took,
            token_variable=self._variables.get(token or "") if token else None,
        )


def _reason(error: httpx.TransportError) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__

"""All that speaks HTTP: makes the connections, carries flows out, and logs each attempt."""

from __future__ import annotations

import logging
import os
import re
import time
from contextlib import aclosing, closing
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, Generic, Self, TypedDict, TypeVar, cast

import httpx

from ._address import address_of, check_id
from ._errors import ApiError, InvalidRequest, TransportError
from ._flow import PAUSED, Answer, Attempt, Call, Flow, Outcome, Retries, perform

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Unpack

    from ._address import Region
    from ._oauth2 import OAuth2

T = TypeVar("T")
_Client = TypeVar("_Client", bound=httpx.Client | httpx.AsyncClient)
_Transport = TypeVar("_Transport")

_parsed = lru_cache(maxsize=128)(httpx.URL)  # most requests go to one of three addresses
_log = logging.getLogger("sinch_batches")
_LARGEST_ANSWER = 64 * 2**20
_NEVER_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.LocalProtocolError,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)


class Options(TypedDict, Generic[_Client, _Transport], total=False):
    """What a client can be told beside whom it speaks for and where."""

    timeout: float | httpx.Timeout
    """Seconds for each phase of an exchange; 10 if left out, and 5 to connect."""
    retries: int | Retries
    """The most further attempts, 0 for none, or rules of your own; 2 if left out."""
    headers: Mapping[str, str]
    """Sent with each request, for tracing."""
    transport: _Transport
    """Carries requests out in place of httpx's own transport."""
    http_client: _Client
    """Used as it is in place of a client of our own; closing it is left to you."""


class Connection(Generic[_Client, _Transport]):
    """One pool of connections to the API for one service plan; never shows the token."""

    _open: ClassVar[Callable[..., httpx.Client | httpx.AsyncClient]]

    def __init__(
        self,
        service_plan_id: str,
        api_token: str | OAuth2,
        *,
        region: Region | str | None = None,
        base_url: str | None = None,
        **options: Unpack[Options[_Client, _Transport]],
    ) -> None:
        if unknown := options.keys() - Options.__annotations__.keys():
            raise TypeError(f"unknown option {', '.join(unknown)}")
        if "http_client" in options and options.keys() & {"timeout", "transport"}:
            raise TypeError("http_client has a timeout and a transport of its own")
        check_id("service_plan_id", service_plan_id)
        self._plan, self._auth = service_plan_id, None
        self._base_url = address_of(region, base_url, oauth2=not isinstance(api_token, str))
        retries = options.get("retries", Retries())
        self._retries = Retries(retries) if isinstance(retries, int) else retries
        if self._retries.limit < 0:
            raise InvalidRequest("retries", self._retries.limit, "must be 0 or more")
        self._is_ours = options.get("http_client") is None
        timeout = options.get("timeout", httpx.Timeout(10, connect=5))
        self._http = options.get("http_client") or cast(
            "_Client", self._open(timeout=timeout, transport=options.get("transport"))
        )
        self._extensions = {"timeout": self._http.timeout.as_dict()}
        # A plain dict would show the token to whoever prints a traceback with its variables.
        self._headers = httpx.Headers(self._http.headers)
        self._headers.update({"User-Agent": "sinch-batches", **options.get("headers", {})})
        if not isinstance(api_token, str):
            self._auth = api_token
        elif re.fullmatch(r"[!-~]+", api_token):
            self._headers["Authorization"] = f"Bearer {api_token}"
        else:
            raise InvalidRequest("api_token", "(hidden)", "must be ASCII without blanks")

    @classmethod
    def from_env(cls, **options: Unpack[Options[_Client, _Transport]]) -> Self:
        """Make a client out of the environment; raises `InvalidRequest` if something lacks.

        `SINCH_SERVICE_PLAN_ID`, `SINCH_SMS_API_TOKEN`, and either `SINCH_SMS_BASE_URL`, which
        wins, or `SINCH_SMS_REGION`.
        """
        names = ("SERVICE_PLAN_ID", "SMS_API_TOKEN", "SMS_BASE_URL", "SMS_REGION")
        plan, token, base_url, region = (os.environ.get(f"SINCH_{name}") or None for name in names)
        if plan is None or token is None:
            lacking = "SINCH_SMS_API_TOKEN" if plan else "SINCH_SERVICE_PLAN_ID"
            raise InvalidRequest(lacking, None, "must be set in the environment")
        return cls(plan, token, base_url=base_url, region=None if base_url else region, **options)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._plan!r}, base_url={self._base_url!r})"

    def _request(self, attempt: Attempt) -> httpx.Request:
        # `Client.build_request` would merge headers, cookies and URL anew for each request.
        url, extensions = _parsed(self._base_url + attempt.path), self._extensions
        try:
            return httpx.Request(
                attempt.method, url, headers=self._headers, extensions=extensions, **attempt.options
            )
        except UnicodeEncodeError as error:
            raise InvalidRequest("text", error.object[error.start], "is half a character") from None


class BlockingConnection(Connection[httpx.Client, httpx.BaseTransport]):
    """For code that blocks."""

    _open = httpx.Client

    def close(self) -> None:
        """Close the connections, except those of an `http_client` that was given."""
        if self._is_ours:
            self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _do(self, call: Call[T]) -> T:
        return self._run(perform(call, self._retries))

    def _run(self, flow: Flow[T]) -> T:
        try:
            step = next(flow)
            while True:
                step = flow.send(self._carry_out(step))
        except StopIteration as end:
            return cast("T", end.value)

    def _carry_out(self, step: Attempt | float) -> Outcome:
        if not isinstance(step, Attempt):
            time.sleep(step)
            return PAUSED
        started, content = time.perf_counter(), bytearray()
        try:
            request = self._request(step)
            response = self._http.send(
                request, stream=True, auth=self._auth, follow_redirects=False
            )
            with closing(response):
                for chunk in response.iter_bytes():
                    content += _bounded(chunk, content)
        except httpx.RequestError as error:
            return _lost(step, error, started)
        except ApiError as refused:  # by the server that gives tokens
            return refused
        _log_line(step, response.status_code, started)
        return Answer(response.status_code, response.headers, bytes(content))


class AsyncConnection(Connection[httpx.AsyncClient, httpx.AsyncBaseTransport]):
    """For asyncio."""

    _open = httpx.AsyncClient

    async def aclose(self) -> None:
        """Close the connections, except those of an `http_client` that was given."""
        if self._is_ours:
            await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def _do(self, call: Call[T]) -> T:
        return await self._run(perform(call, self._retries))

    async def _run(self, flow: Flow[T]) -> T:
        try:
            step = next(flow)
            while True:
                step = flow.send(await self._carry_out(step))
        except StopIteration as end:
            return cast("T", end.value)

    async def _carry_out(self, step: Attempt | float) -> Outcome:
        if not isinstance(step, Attempt):
            import asyncio  # which httpx doesn't load by itself

            await asyncio.sleep(step)
            return PAUSED
        started, content = time.perf_counter(), bytearray()
        try:
            request = self._request(step)
            response = await self._http.send(
                request, stream=True, auth=self._auth, follow_redirects=False
            )
            async with aclosing(response):
                async for chunk in response.aiter_bytes():
                    content += _bounded(chunk, content)
        except httpx.RequestError as error:
            return _lost(step, error, started)
        except ApiError as refused:  # by the server that gives tokens
            return refused
        _log_line(step, response.status_code, started)
        return Answer(response.status_code, response.headers, bytes(content))


def _bounded(chunk: bytes, content: bytearray) -> bytes:
    if len(content) + len(chunk) > _LARGEST_ANSWER:
        raise httpx.ReadError(f"the answer is larger than {_LARGEST_ANSWER} bytes")
    return chunk


def _lost(attempt: Attempt, error: httpx.RequestError, started: float) -> TransportError:
    _log_line(attempt, type(error).__name__, started)
    names = {kind.__name__ for kind in type(error.__cause__).__mro__}
    # On aiohttp a cut connection is a `ConnectTimeout` too: what caused it tells them apart.
    was_open = "ClientError" in names and not names & {
        "ClientConnectorError",
        "ConnectionTimeoutError",
    }
    maybe_sent = was_open or not isinstance(error, _NEVER_SENT)
    reason = f"{type(error).__name__}: {error}"
    lost = TransportError(attempt.method, attempt.path, reason, maybe_sent)
    lost.__cause__ = error
    return lost


def _log_line(attempt: Attempt, outcome: object, started: float) -> None:
    if _log.isEnabledFor(logging.DEBUG):
        ms = (time.perf_counter() - started) * 1000
        line = "%s %s: %s in %.1f ms (attempt %d)"
        _log.debug(line, attempt.method, attempt.path, outcome, ms, attempt.number)

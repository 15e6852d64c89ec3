"""The only module that speaks HTTP: carries out attempts with httpx, and logs each."""

from __future__ import annotations

import logging
import os
import re
from contextlib import aclosing, closing
from time import perf_counter
from typing import TYPE_CHECKING, TypedDict
from urllib.parse import urlsplit

import httpx

from ._errors import InvalidRequest, TransportError
from ._flow import Answer, Attempt, Retries
from ._region import Region, region_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ._oauth2 import OAuth2

_log = logging.getLogger("sinch_batches")
_TIMEOUT = httpx.Timeout(10, connect=5)
_LARGEST_ANSWER = 64 * 2**20
_NEVER_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.LocalProtocolError,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)


class Options(TypedDict, total=False):
    """What both clients can be told."""

    timeout: float | httpx.Timeout
    """Seconds for each phase of an exchange; 10 if left out, and 5 to connect."""
    retries: int | Retries
    """The most further attempts, 0 for none, or rules of your own; 2 if left out."""
    headers: Mapping[str, str]
    """Sent with each request, for tracing."""


class ClientOptions(Options, total=False):
    """What `BatchesClient` can be told."""

    transport: httpx.BaseTransport
    """Carries requests out instead of httpx's own transport."""
    http_client: httpx.Client
    """Used instead of a client of our own, with its timeouts; closing it is left to you."""


class AsyncClientOptions(Options, total=False):
    """What `AsyncBatchesClient` can be told."""

    transport: httpx.AsyncBaseTransport
    """Carries requests out instead of httpx's own transport."""
    http_client: httpx.AsyncClient
    """Used instead of a client of our own, with its timeouts; closing it is left to you."""


class Target:
    """Where requests go, and with which headers; knows the token and doesn't show it."""

    def __init__(
        self,
        api_token: str | OAuth2,
        region: Region | str | None,
        base_url: str | None,
        headers: Mapping[str, str],
    ) -> None:
        self.base_url = _base_url(region, base_url, is_token=isinstance(api_token, str))
        # A plain dict would show the token to whoever prints a traceback with its variables.
        self.headers = httpx.Headers({"User-Agent": "sinch-batches", **headers})
        self.auth = None
        if not isinstance(api_token, str):
            self.auth = api_token
        elif re.fullmatch(r"[!-~]+", api_token):
            self.headers["Authorization"] = f"Bearer {api_token}"
        else:
            raise InvalidRequest("api_token", "(hidden)", "must be visible ASCII without blanks")

    def exchange(self, client: httpx.Client, attempt: Attempt) -> Answer:
        """Carry out an attempt; raises `TransportError` if no whole answer came."""
        started = perf_counter()
        try:
            request = self._request(client, attempt)
            response = client.send(request, stream=True, auth=self.auth, follow_redirects=False)
            with closing(response):
                content = bytearray()
                for chunk in response.iter_bytes():
                    content += _bounded(chunk, content)
        except httpx.RequestError as error:
            raise _lost(attempt, error, started) from error
        return _answered(attempt, response, content, started)

    async def exchange_async(self, client: httpx.AsyncClient, attempt: Attempt) -> Answer:
        """Do the same without blocking."""
        started = perf_counter()
        try:
            request = self._request(client, attempt)
            response = await client.send(
                request, stream=True, auth=self.auth, follow_redirects=False
            )
            async with aclosing(response):
                content = bytearray()
                async for chunk in response.aiter_bytes():
                    content += _bounded(chunk, content)
        except httpx.RequestError as error:
            raise _lost(attempt, error, started) from error
        return _answered(attempt, response, content, started)

    def _request(self, client: httpx.Client | httpx.AsyncClient, attempt: Attempt) -> httpx.Request:
        url = self.base_url + attempt.path
        return client.build_request(attempt.method, url, headers=self.headers, **attempt.options)


def client_of(options: ClientOptions) -> httpx.Client:
    return options.get("http_client") or httpx.Client(
        transport=options.get("transport"), timeout=options.get("timeout", _TIMEOUT)
    )


def async_client_of(options: AsyncClientOptions) -> httpx.AsyncClient:
    return options.get("http_client") or httpx.AsyncClient(
        transport=options.get("transport"), timeout=options.get("timeout", _TIMEOUT)
    )


def from_environment() -> tuple[str, str, str | None, str | None]:
    """Service plan id, token, region and base URL; `InvalidRequest` if one that is needed lacks."""
    names = ("SERVICE_PLAN_ID", "SMS_API_TOKEN", "SMS_REGION", "SMS_BASE_URL")
    plan, token, region, base_url = (os.environ.get(f"SINCH_{name}") or None for name in names)
    if plan is None or token is None:
        lacking = "SINCH_SERVICE_PLAN_ID" if plan is None else "SINCH_SMS_API_TOKEN"
        raise InvalidRequest(lacking, None, "must be set in the environment")
    return plan, token, None if base_url else region, base_url


def _base_url(region: Region | str | None, base_url: str | None, *, is_token: bool) -> str:
    if base_url is not None and region is None:
        parts = urlsplit(base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query:
            raise InvalidRequest("base_url", base_url, "must be an address like https://host")
        if "@" in parts.netloc:
            raise InvalidRequest("base_url", "(hidden)", "must hold neither user nor password")
        return base_url.rstrip("/")
    if region is None or base_url is not None:
        rule = f"give either base_url or region, one of {', '.join(Region)}"
        raise InvalidRequest("region", region, rule)
    return region_of(region).base_url if is_token else region_of(region).oauth2_base_url


def _bounded(chunk: bytes, content: bytearray) -> bytes:
    if len(content) + len(chunk) > _LARGEST_ANSWER:
        raise httpx.ReadError(f"the answer is larger than {_LARGEST_ANSWER} bytes")
    return chunk


def _lost(attempt: Attempt, error: httpx.RequestError, started: float) -> TransportError:
    reason = f"{type(error).__name__}: {error}".rstrip(": ")
    _log_line(attempt, type(error).__name__, started)
    return TransportError(attempt.method, attempt.path, reason, not isinstance(error, _NEVER_SENT))


def _answered(
    attempt: Attempt, response: httpx.Response, content: bytearray, started: float
) -> Answer:
    _log_line(attempt, response.status_code, started)
    return Answer(response.status_code, response.headers, bytes(content))


def _log_line(attempt: Attempt, outcome: object, started: float) -> None:
    if _log.isEnabledFor(logging.DEBUG):
        ms = (perf_counter() - started) * 1000
        line = "%s %s: %s in %.1f ms (attempt %d)"
        _log.debug(line, attempt.method, attempt.path, outcome, ms, attempt.number)

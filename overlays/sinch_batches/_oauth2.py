"""OAuth2 client credentials in place of a service plan's token (api-facts §1)."""

from __future__ import annotations

import asyncio
import re
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

import httpx

from ._flow import Answer, error_of, parse

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator

_EARLY = 60.0  # seconds before its end at which a token is renewed


class OAuth2(httpx.Auth):
    """The access key of a project: `BatchesClient(project_id, OAuth2(key_id, key_secret), ...)`.

    The token is fetched when it is first needed, and renewed before its end or after a 401.
    Threads or tasks that share a client wait for one renewal. Give each client its own.
    """

    def __init__(
        self, key_id: str, key_secret: str, url: str = "https://auth.sinch.com/oauth2/token"
    ) -> None:
        self._basic, self._url = httpx.BasicAuth(key_id, key_secret), url
        self._bearer, self._ends = "", 0.0
        self._lock, self._async_lock = Lock(), asyncio.Lock()

    def sync_auth_flow(
        self, request: httpx.Request
    ) -> Generator[httpx.Request, httpx.Response, None]:
        refused = ""
        for _ in range(2):
            with self._lock:
                if self._is_stale(refused):
                    response = yield self._renewal(request)
                    response.read()
                    self._keep(response)
            request.headers["Authorization"] = refused = self._bearer
            response = yield request
            if response.status_code != httpx.codes.UNAUTHORIZED:
                return

    async def async_auth_flow(
        self, request: httpx.Request
    ) -> AsyncGenerator[httpx.Request, httpx.Response]:
        refused = ""
        for _ in range(2):
            async with self._async_lock:
                if self._is_stale(refused):
                    response = yield self._renewal(request)
                    await response.aread()
                    self._keep(response)
            request.headers["Authorization"] = refused = self._bearer
            response = yield request
            if response.status_code != httpx.codes.UNAUTHORIZED:
                return

    def _is_stale(self, refused: str) -> bool:
        return self._bearer in ("", refused) or monotonic() > self._ends

    def _renewal(self, request: httpx.Request) -> httpx.Request:
        form = {"grant_type": "client_credentials"}
        extensions = {"timeout": request.extensions.get("timeout", {})}
        renewal = httpx.Request("POST", self._url, data=form, extensions=extensions)
        return next(self._basic.auth_flow(renewal))

    def _keep(self, response: httpx.Response) -> None:
        document = parse(response.content)
        if response.is_redirect or response.is_client_error:
            answer = Answer(response.status_code, response.headers, response.content)
            raise error_of("POST", httpx.URL(self._url).path, answer)
        grant = document if isinstance(document, dict) else {}
        token, lifetime = str(grant.get("access_token") or ""), grant.get("expires_in")
        if response.is_server_error or not re.fullmatch(r"[!-~]+", token):
            raise httpx.ConnectError(f"the token server answers {response.status_code}, no token")
        self._bearer = f"Bearer {token}"
        self._ends = monotonic() - _EARLY + (lifetime if isinstance(lifetime, int) else 3600)

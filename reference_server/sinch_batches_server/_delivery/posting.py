"""Posts callbacks: only to where they may go, and to the very address that was checked."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import ipaddress
import secrets
import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    import ssl
    from collections.abc import Collection
    from types import TracebackType
    from typing import Self

    Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_LAST_PORT = 65535


class NotAllowed(Exception):
    """A callback may not go to this target."""


class NotTaken(Exception):
    """The receiver couldn't be reached, or didn't answer in time."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a callback goes.

    Args:
        url: the whole URL; it may hold secrets and is never shown.

    """

    url: httpx.URL

    @classmethod
    def of(cls, text: str) -> Target:
        """Read a URL.

        Raises:
            NotAllowed: it isn't an http or https URL with a host.

        """
        try:
            url = httpx.URL(text)
        except (httpx.InvalidURL, UnicodeError) as error:
            raise NotAllowed("no valid URL") from error
        if url.scheme not in ("http", "https") or not url.host:
            raise NotAllowed("only http and https URLs with a host are called back")
        if url.port is not None and not 1 <= url.port <= _LAST_PORT:
            raise NotAllowed("no such port")
        return cls(url)

    @property
    def host(self) -> str:
        """The host as names are resolved: in ASCII."""
        return self.url.raw_host.decode("ascii")

    @property
    def shown(self) -> str:
        """Scheme, host and port: what a log may say of it."""
        return f"{self.url.scheme}://{self.url.netloc.decode()}"


def may_reach(address: Address, *, host_is_allowed: bool) -> bool:
    """Whether a callback may connect to this address.

    Loopback always; for a host that was allowed any other address too, except those that stand
    for this machine's own link or for no single machine (link-local, multicast, unspecified).
    """
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    if address.is_loopback:
        return True
    return host_is_allowed and not (
        address.is_link_local or address.is_multicast or address.is_unspecified
    )


def signature_headers(body: bytes, secret: str, nonce: str, timestamp: str) -> dict[str, str]:
    """Sign a callback with HMAC-SHA256 over `<body>.<nonce>.<timestamp>` (sources §14).

    Args:
        body: the body as it is sent.
        secret: the secret shared with the receiver.
        nonce: a text that is used once.
        timestamp: seconds since 1970.

    """
    signed = b".".join([body, nonce.encode(), timestamp.encode()])
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).digest()
    return {
        "x-sinch-webhook-signature": base64.b64encode(digest).decode(),
        "x-sinch-webhook-signature-nonce": nonce,
        "x-sinch-webhook-signature-timestamp": timestamp,
        "x-sinch-webhook-signature-algorithm": "HmacSHA256",
    }


def new_nonce() -> str:
    """Make a text that isn't used twice."""
    return secrets.token_urlsafe(16)


@cache
def _trusted() -> ssl.SSLContext:
    """Load the certificates once: it takes some 20 ms, which every app would pay anew."""
    return httpx.create_ssl_context(trust_env=False)


class Poster:
    """Posts to loopback addresses, and to hosts that were allowed by name or address.

    A name is resolved once, all its addresses are checked, and the connection goes to one of
    those that were checked. Redirects and proxies are not followed; the answer's body isn't read.

    Args:
        allowed_hosts: the hosts, as they stand in URLs, that may be called beside loopback.
        timeout: the most seconds for one callback, from resolving the name to the status.

    """

    def __init__(self, allowed_hosts: Collection[str] = (), *, timeout: float = 10) -> None:
        self._allowed = frozenset(host.lower().strip("[]") for host in allowed_hosts)
        self._timeout = timeout
        # No connection is kept: what was checked for one name mustn't serve another.
        self._transport = httpx.AsyncHTTPTransport(
            verify=_trusted(), trust_env=False, limits=httpx.Limits(max_keepalive_connections=0)
        )
        # Threads of its own, so that a slow name server holds up nothing else.
        self._resolvers = ThreadPoolExecutor(4, "callback-names")

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._resolvers.shutdown(wait=False, cancel_futures=True)
        await self._transport.__aexit__(kind, error, traceback)

    async def post(self, target: Target, body: bytes, headers: dict[str, str]) -> int:
        """Post a JSON body and return the status of the answer.

        Raises:
            NotAllowed: the target may not be called.
            NotTaken: it couldn't be reached or didn't answer in time.

        """
        try:
            async with asyncio.timeout(self._timeout):
                addresses = await self._addresses(target)
                return await self._post_to_first(target, addresses, body, headers)
        except (TimeoutError, httpx.HTTPError) as error:
            raise NotTaken(type(error).__name__) from error

    async def _addresses(self, target: Target) -> list[Address]:
        try:
            found = await asyncio.get_running_loop().run_in_executor(
                self._resolvers,
                lambda: socket.getaddrinfo(target.host, None, type=socket.SOCK_STREAM),
            )
        except (OSError, UnicodeError) as error:
            raise NotTaken("the host name can't be resolved") from error
        # An address in a zone of this machine carries the zone after a `%`.
        addresses = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
        allowed = target.host.lower() in self._allowed
        if not all(may_reach(address, host_is_allowed=allowed) for address in addresses):
            raise NotAllowed("only loopback and allowed hosts are called back")
        return addresses

    async def _post_to_first(
        self, target: Target, addresses: list[Address], body: bytes, headers: dict[str, str]
    ) -> int:
        *others, last = addresses
        for address in others:
            try:
                return await self._post_to(target, address, body, headers)
            except httpx.ConnectError:
                continue
        return await self._post_to(target, last, body, headers)

    async def _post_to(
        self, target: Target, address: Address, body: bytes, headers: dict[str, str]
    ) -> int:
        request = httpx.Request(
            "POST",
            target.url.copy_with(host=str(address), userinfo=b""),
            content=body,
            headers={
                "Host": target.url.netloc.decode(),
                "Content-Type": "application/json",
                "User-Agent": "sinch-batches-reference-server",
                "Connection": "close",
                **_authorization(target.url),
                **headers,
            },
            extensions={
                "sni_hostname": target.host,
                "timeout": httpx.Timeout(self._timeout).as_dict(),
            },
        )
        response = await self._transport.handle_async_request(request)
        await response.aclose()
        return response.status_code


def _authorization(url: httpx.URL) -> dict[str, str]:
    if not url.userinfo:
        return {}
    credentials = base64.b64encode(f"{url.username}:{url.password}".encode()).decode()
    return {"Authorization": f"Basic {credentials}"}

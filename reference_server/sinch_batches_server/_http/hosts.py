"""Which names the server goes by: a page from elsewhere mustn't reach it by a name of its own.

A web page whose name is made to resolve to this machine (DNS rebinding) would count as the server's
own for a browser. Addresses can't be made to resolve, so only names have to be known.
"""

from __future__ import annotations

import ipaddress
import logging
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse

from .._rules import errors

if TYPE_CHECKING:
    from collections.abc import Collection

    from starlette.types import ASGIApp, Receive, Scope, Send

_LOG = logging.getLogger("sinch_batches_server")
_MISDIRECTED = 421


class KnownHosts:
    """Passes on requests for known names, for localhost and for addresses; others get 421.

    Args:
        app: what answers requests.
        names: the names.

    """

    def __init__(self, app: ASGIApp, names: Collection[str]) -> None:
        self._app = app
        self._names = frozenset(name.lower() for name in names)
        self._is_known = lru_cache(maxsize=256)(self._look_at)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "http" and not self._is_known(host := _header(scope)):
            _LOG.info("refused a request for %s: name it with --serve-host", errors.quoted(host))
            text = f"This server doesn't go by the name {errors.quoted(host)}.\n"
            await PlainTextResponse(text, _MISDIRECTED)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _look_at(self, header: str) -> bool:
        host = host_of(header)
        return host in self._names or _is_local(host) or _is_address(host)


def host_of(header: str) -> str:
    """Return the host of a Host header without its port, `""` if there is none."""
    try:
        return urlsplit(f"//{header}").hostname or ""
    except ValueError:
        return ""


def _header(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"host":
            return str(value.decode("latin-1"))
    # Only HTTP/1.0 does without, and no browser speaks that.
    return "localhost"


def _is_local(host: str) -> bool:
    return host == "localhost" or host.endswith(".localhost")


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True

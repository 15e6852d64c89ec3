"""Addresses that a user gives: of the server, and of where callbacks arrive."""

from __future__ import annotations

from urllib.parse import urlsplit

import httpx

_LAST_PORT = 65535


class UsageError(Exception):
    """A setting is missing or can't be used; the text is for the user."""


def is_address(url: str) -> bool:
    """Whether it is a full http or https URL, with a name that can be looked up."""
    try:
        parts, read = urlsplit(url), httpx.URL(url)
        read.raw_host.decode("ascii").encode("idna")  # as the socket does
        has_host = bool(parts.hostname and read.host)
    except (ValueError, httpx.InvalidURL):
        return False
    return parts.scheme in ("http", "https") and has_host and parts.port != 0


def listener(value: str | None) -> tuple[str, int] | None:
    """Read host and port to listen on; port 0 takes a free one.

    Raises:
        UsageError: it isn't HOST:PORT.

    """
    if value is None:
        return None
    host, _, port = value.rpartition(":")
    if not host or not port.isascii() or not port.isdecimal() or int(port) > _LAST_PORT:
        raise UsageError(f"--callback-listener must be HOST:PORT, not {value!r}")
    return host.strip("[]"), int(port)


def callback_url(value: str | None, listener: str | None) -> str | None:
    """Read how the listener is reached from outside.

    Raises:
        UsageError: there is no listener, or it is no URL.

    """
    if value is None:
        return None
    if listener is None:
        raise UsageError("--callback-url needs --callback-listener")
    if not is_address(value) or "?" in value or "#" in value:
        raise UsageError("--callback-url must be a full http or https URL without a query")
    return value

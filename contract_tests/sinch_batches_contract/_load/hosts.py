"""Which hosts may be loaded."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit


def is_loopback(url: str) -> bool:
    """Whether the URL names this machine: `localhost`, or an address that never leaves it."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def refusal(url: str) -> str:
    """Say why a host isn't loaded."""
    return (
        f"{urlsplit(url).hostname} isn't this machine: a load test can harm those who share it. "
        "If you may load it, say so with --i-may-load-this-host"
    )

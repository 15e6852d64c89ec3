"""Where requests go: regions, hosts, and ids in paths."""

from __future__ import annotations

import re
from enum import StrEnum

from ._errors import InvalidRequest

_ADDRESS = r"https?://(\[[\da-fA-F:.]+\]|[^\s/?#:\[\]]+)(:\d{1,5})?(/[^\s?#]*)?"


class Region(StrEnum):
    """The region in which a service plan was created (seed: Send; api-facts §1)."""

    US = "us"
    EU = "eu"
    AU = "au"
    BR = "br"
    CA = "ca"


def address_of(region: Region | str | None, base_url: str | None, *, oauth2: bool) -> str:
    """Return where to send requests; `InvalidRequest` unless just one of the two is right."""
    if base_url is not None and region is None:
        if "@" in base_url:
            raise InvalidRequest("base_url", "(hidden)", "must hold neither user nor password")
        if not re.fullmatch(_ADDRESS, base_url):
            raise InvalidRequest("base_url", base_url, "must be an address like https://host")
        return base_url.rstrip("/")
    known = [Region.US, Region.EU] if oauth2 else list(Region)
    if base_url is not None or region not in known:
        rule = f"must be one of {', '.join(known)}, or else a base_url must be given"
        raise InvalidRequest("region", region, rule)
    return f"https://{'zt.' if oauth2 else ''}{region}.sms.api.sinch.com"


def check_id(name: str, value: object) -> None:
    """Refuse an id that would change the path, and so hit another operation."""
    is_id = isinstance(value, str) and re.fullmatch(r"[A-Za-z0-9._~-]+", value)
    if not is_id or value in (".", "..", "dry_run"):
        raise InvalidRequest(name, value, "must be an id: letters, digits, '-', '_', '.' and '~'")

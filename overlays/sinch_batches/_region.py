"""Where requests go: regions, hosts, and ids in paths."""

from __future__ import annotations

import re
from enum import StrEnum

from ._errors import InvalidRequest

_ADDRESS = r"(?i:https?)://(\[[\da-fA-F:.]+\]|[^\s\x00-\x20\x7f/?#:\[\]]+)(:\d{1,5})?(/[!-~]*)?"


class Region(StrEnum):
    """The region in which a service plan was created (seed: Send; sources §1)."""

    US = "us"
    EU = "eu"
    AU = "au"
    BR = "br"
    CA = "ca"


def address_of(region: Region | str | None, base_url: str | None, *, oauth2: bool) -> str:
    """Return where to send requests; `InvalidRequest` unless just one of the two is right."""
    if base_url is not None:
        is_text = isinstance(base_url, str)
        if is_text and "@" in base_url:
            raise InvalidRequest("base_url", "(hidden)", "must hold neither user nor password")
        if region is not None:
            raise InvalidRequest("base_url", base_url, "can't be given together with a region")
        if not is_text or not re.fullmatch(_ADDRESS, base_url) or re.search("[?#]", base_url):
            raise InvalidRequest("base_url", base_url, "must be an address like https://host")
        if "/xms/v1/" in f"{base_url}/":
            raise InvalidRequest("base_url", base_url, "must end before /xms/v1, which is added")
        return base_url.rstrip("/")
    known = [Region.US, Region.EU] if oauth2 else list(Region)
    if region not in known:
        rule = f"must be one of {', '.join(known)}, or else a base_url must be given"
        raise InvalidRequest("region", region, rule)
    return f"https://{'zt.' if oauth2 else ''}{region}.sms.api.sinch.com"


def check_id(name: str, value: object) -> None:
    """Refuse an id that would change the path, and so hit another operation."""
    is_id = isinstance(value, str) and re.fullmatch(r"[A-Za-z0-9._~-]{1,1000}", value)
    if not is_id or value in (".", "..", "dry_run"):
        rule = "must be an id: 1 to 1000 letters, digits, '-', '_', '.' and '~'"
        raise InvalidRequest(name, value, rule)

"""Whether a callback is signed as Sinch signs it (sources §14.5)."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._mailbox import Arrival

_HEADER = "x-sinch-webhook-signature"


def is_signed(arrival: Arrival, secret: str) -> bool:
    """Whether the signature is the HMAC-SHA256 of body, nonce and time, joined by dots."""
    headers = arrival.headers
    nonce, moment = headers.get(f"{_HEADER}-nonce", ""), headers.get(f"{_HEADER}-timestamp", "")
    message = arrival.body + f".{nonce}.{moment}".encode("utf-8", "replace")
    wanted = base64.b64encode(hmac.digest(secret.encode(), message, hashlib.sha256))
    given = headers.get(_HEADER, "").encode("utf-8", "replace")
    return bool(nonce and moment) and hmac.compare_digest(wanted, given)

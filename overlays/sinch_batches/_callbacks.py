"""Delivery reports, as Sinch posts them to a callback URL (sources §14)."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Mapping
from typing import TypeAlias

from sinch_batches_client.models import BatchDeliveryReport, RecipientDeliveryReport

from ._batches.stored import decode
from ._calls.answers import parse
from ._errors import InvalidRequest, UnreadableReport, demand_text

DeliveryReport: TypeAlias = BatchDeliveryReport | RecipientDeliveryReport
"""A report in a callback."""
_HEADER = "x-sinch-webhook-signature"


def parse_delivery_report(body: bytes | str) -> DeliveryReport:
    """Return the report in a callback's body; raises `UnreadableReport` for anything else.

    `summary` and `full` are reports of the batch, the latter with recipients; `per_recipient` and
    `per_recipient_final` are reports of one recipient.
    """
    document = parse(_bytes_of(body))
    type_ = document.get("type") if isinstance(document, dict) else None
    try:
        if type_ == "delivery_report_sms":
            return decode(BatchDeliveryReport, document)
        if type_ == "recipient_delivery_report_sms":
            return decode(RecipientDeliveryReport, document)
    except (ValueError, RecursionError) as error:
        raise UnreadableReport(str(error)) from None
    raise UnreadableReport(f"type {type_!r} is unknown")


def verify_signature(body: bytes, headers: Mapping[str, str], secret: str) -> bool:
    """Tell whether a callback is Sinch's own, in constant time; `body` is what came, unparsed.

    The headers may be those of WSGI. It doesn't tell a callback from its repetition: compare nonce
    and timestamp for that. An empty secret, by which anybody could sign, is an `InvalidRequest`.
    """
    demand_text("secret", secret)
    if not isinstance(headers, Mapping):
        raise InvalidRequest("headers", type(headers).__name__, "must be a mapping of str to str")
    named = {
        str(name).lower().replace("_", "-").removeprefix("http-"): value
        for name, value in headers.items()
    }
    nonce, timestamp = named.get(f"{_HEADER}-nonce", ""), named.get(f"{_HEADER}-timestamp", "")
    message = _bytes_of(body) + f".{nonce}.{timestamp}".encode(errors="replace")
    expected = b64encode(hmac.digest(secret.encode(), message, hashlib.sha256))
    return hmac.compare_digest(expected, str(named.get(_HEADER)).encode(errors="replace"))


def _bytes_of(body: object) -> bytes:
    if isinstance(body, str):
        return body.encode(errors="surrogatepass")
    if not isinstance(body, bytes | bytearray | memoryview):
        raise InvalidRequest("body", body, "must be the bytes that came, unparsed")
    return bytes(body)

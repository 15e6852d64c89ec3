"""What Sinch posts to a callback URL: delivery reports and inbound messages (sources §14.5)."""

from __future__ import annotations

from .._calls.answers import parse
from .._errors import UnreadableReport
from .documents import (
    BatchDeliveryReport,
    DeliveryReport,
    InboundMessage,
    OpaqueReport,
    RecipientDeliveryReport,
    decode_document,
)
from .signatures import bytes_of


def parse_callback(body: bytes | str) -> DeliveryReport | InboundMessage | OpaqueReport:
    """Return the report or the message in a callback's body; never raises.

    What this version doesn't know is an `OpaqueReport`. Answer it with 2xx as well: Sinch doesn't
    repeat what got a 4xx, and an opt-out of a new kind would be lost.
    """
    return decode_document(parse(bytes_of(body)))


def parse_delivery_report(body: bytes | str) -> DeliveryReport:
    """Return the report in a callback's body; raises `UnreadableReport` for anything else.

    `summary` and `full` are reports of the batch, the latter with recipients; `per_recipient` and
    `per_recipient_final` are reports of one recipient.
    """
    found = parse_callback(body)
    if isinstance(found, BatchDeliveryReport | RecipientDeliveryReport):
        return found
    reason = found.reason if isinstance(found, OpaqueReport) else f"type {found.type_!r} is none"
    raise UnreadableReport(reason)

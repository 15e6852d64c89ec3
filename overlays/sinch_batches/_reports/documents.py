"""Delivery reports and inbound messages: `type` picks the class, and what fits none is kept."""

from __future__ import annotations

from base64 import b64decode
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import field, frozen

from sinch_batches_client import models
from sinch_batches_client.models import DeliveryStatus

from .._batches.messages import Brief
from .._batches.stored import decode

if TYPE_CHECKING:
    from collections.abc import Mapping

INTERMEDIATE = (DeliveryStatus.QUEUED, DeliveryStatus.DISPATCHED)
_LONGEST_REASON = 500
# Sinch's own samples write some of them as text (sources §14.6; decision R23).
_NUMBERS = {"code", "count", "total_message_count", "number_of_message_parts"}
_LONGEST_NUMBER = 18


class BatchDeliveryReport(Brief, models.BatchDeliveryReport):
    """What became of a batch: how many messages have which status, and whose if it is `full`."""

    __slots__ = ()

    @property
    def is_final(self) -> bool:
        """Whether nothing is to come: there are messages, all counted, none on its way."""
        on_its_way = any(each.status in INTERMEDIATE for each in self.statuses)
        counted = sum(each.count for each in self.statuses)
        return bool(self.statuses) and not on_its_way and counted >= self.total_message_count


class RecipientDeliveryReport(Brief, models.RecipientDeliveryReport):
    """What became of the message for one recipient; its fields are in the generated model."""

    __slots__ = ()

    @property
    def is_final(self) -> bool:
        """Whether the status stays as it is."""
        return self.status not in INTERMEDIATE


class InboundText(Brief, models.InboundText):
    """A text that somebody sent to one of your numbers, such as `STOP`."""

    __slots__ = ()


class InboundBinary(Brief, models.InboundBinary):
    """A binary message that somebody sent to one of your numbers."""

    __slots__ = ()

    @property
    def body_bytes(self) -> bytes:
        """The body; raises `ValueError` if what was sent isn't Base64."""
        return b64decode("".join(self.body.split()), validate=True)


@frozen
class OpaqueReport:
    """A report, or a callback, that fits no type: `raw` is what came, `reason` why.

    `type` is what it says of itself; None if it says nothing, or isn't even a JSON object.
    """

    type: str | None
    reason: str
    raw: object = field(repr=False)


DeliveryReport: TypeAlias = BatchDeliveryReport | RecipientDeliveryReport
"""What became of a batch, or of one of its messages."""
InboundMessage: TypeAlias = InboundText | InboundBinary
"""What somebody sent to one of your numbers."""
_TYPES: Mapping[str, type[Any]] = {
    "delivery_report_sms": BatchDeliveryReport,
    "delivery_report_mms": BatchDeliveryReport,
    "recipient_delivery_report_sms": RecipientDeliveryReport,
    "recipient_delivery_report_mms": RecipientDeliveryReport,
    "mo_text": InboundText,
    "mo_binary": InboundBinary,
}


def decode_document(raw: object) -> DeliveryReport | InboundMessage | OpaqueReport:
    """Return what a JSON value is by its `type`; never raises.

    A field that is missing, or isn't of the type that the documentation gives it, makes it opaque;
    unknown fields don't, nor does an unknown status (sources §3, §14.5; decision R25).
    """
    type_ = raw.get("type") if isinstance(raw, dict) else None
    type_ = type_ if isinstance(type_, str) else None
    try:
        if type_ is not None and type_ in _TYPES:
            return decode(_TYPES[type_], with_numbers(raw))  # type: ignore[no-any-return]
        reason = f"type {type_!r} is unknown"
    except (ValueError, RecursionError) as error:
        reason = str(error)
    return OpaqueReport(type_, reason[:_LONGEST_REASON], raw)


def with_numbers(value: Any) -> Any:
    """Return a document whose counts and codes are numbers where they came as text."""
    if isinstance(value, list):
        return [with_numbers(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        key: int(each) if key in _NUMBERS and _is_number(each) else with_numbers(each)
        for key, each in value.items()
    }


def _is_number(value: object) -> bool:
    is_text = isinstance(value, str) and len(value) <= _LONGEST_NUMBER
    return is_text and value.isascii() and value.isdecimal()  # type: ignore[attr-defined]

"""What random requests are made with: numbers that may be sent to, and what the server lacks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .._material.numbers import FICTIONAL_NUMBERS, SENDER
from .._material.times import later, stamp

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Terms:
    """The terms under which a plan may be sent random requests.

    `recipients` are the only numbers that are sent to, `sender` the only one that is sent from.
    `without` are capabilities that the server lacks, by the names of `--without`.
    """

    sender: str = SENDER
    recipients: tuple[str, ...] = FICTIONAL_NUMBERS
    without: frozenset[str] = frozenset()

    @property
    def is_scheduling(self) -> bool:
        """Whether batches can wait for tomorrow, so that nothing goes out and they can change."""
        return "scheduling" not in self.without

    def numbers(self, count: int) -> list[str]:
        """Return as many different recipients, or all that are allowed."""
        return list(self.recipients[:count])

    def batch(self, **fields: Any) -> dict[str, Any]:
        """Return a text batch for tomorrow with these fields, or a binary one by its `type`."""
        document: dict[str, Any] = {"from": self.sender, "to": self.numbers(1), "body": "AAECAw=="}
        if fields.get("type") == "mt_binary":
            document["udh"] = "060504158115a0"
        if self.is_scheduling:
            document["send_at"] = stamp(later())
        return document | fields


def terms_of(environment: Mapping[str, str]) -> Terms:
    """Read the terms from SINCH_SMS_SENDER, SINCH_SMS_RECIPIENTS and SINCH_SMS_WITHOUT."""

    def listed(name: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in environment.get(name, "").split(",") if part.strip())

    return Terms(
        sender=environment.get("SINCH_SMS_SENDER") or Terms.sender,
        recipients=listed("SINCH_SMS_RECIPIENTS") or Terms.recipients,
        without=frozenset(listed("SINCH_SMS_WITHOUT")),
    )

"""The documents that checks send: for tomorrow, to the numbers that the user allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._judgement.outcomes import NotTested
from .._material.numbers import FICTIONAL_NUMBERS, SENDER
from .._material.times import later, stamp

if TYPE_CHECKING:
    from .._settings.settings import Settings

LEFT_OUT = ...  # as the value of a field: leave the field out


class Documents:
    """Makes batches that carry `reference` as their client reference."""

    def __init__(self, settings: Settings, reference: str) -> None:
        self.settings = settings
        self.reference = reference

    @property
    def sender(self) -> str:
        """The number to send from."""
        return self.settings.sender or SENDER

    def numbers(self, count: int) -> list[str]:
        """Return as many different recipients; NotTested if the user allows fewer."""
        allowed = self.settings.recipients or FICTIONAL_NUMBERS
        if count > len(allowed):
            raise NotTested(f"needs {count} different recipients, {len(allowed)} are allowed")
        return list(allowed[:count])

    def text(self, **fields: Any) -> dict[str, Any]:
        """Return a text batch for tomorrow with these fields; `...` leaves one out."""
        return document({**self._common(), "body": "Hello from the contract suite", **fields})

    def binary(self, **fields: Any) -> dict[str, Any]:
        """Return a binary batch for tomorrow with these fields; `...` leaves one out."""
        own = {"type": "mt_binary", "body": "AAECAw==", "udh": "060504158115a0"}
        return document({**self._common(), **own, **fields})

    def confirmable(self, **fields: Any) -> dict[str, Any]:
        """Return a text batch that takes feedback.

        It goes out at once: nobody can have got one that waits, and a server may say so.
        """
        return self.text(feedback_enabled=True, send_at=..., **fields)

    def _common(self) -> dict[str, Any]:
        scheduled = "scheduling" not in self.settings.without
        return {
            "from": self.sender,
            "to": self.numbers(1),
            "client_reference": self.reference,
            "send_at": stamp(later()) if scheduled else ...,
        }


def document(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields without those that are to be left out; `from_` stands for `from`."""
    given = {name.rstrip("_"): value for name, value in fields.items()}
    return {name: value for name, value in given.items() if value is not LEFT_OUT}

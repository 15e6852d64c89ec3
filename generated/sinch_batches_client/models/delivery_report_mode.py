# Generated from openapi.yaml by `make generate`: do not edit.
from enum import StrEnum
from typing import Self


class DeliveryReportMode(StrEnum):
    """Which delivery report callbacks are sent: `none` by default. Reports can be fetched in any
    case.

    - `none`: no callback.
    - `summary`: one callback for the batch.
    - `full`: one callback for the batch, with the recipients of each status.
    - `per_recipient`: one callback for each change of a message's status. That can be very
      many; use it with care for large batches. Holds the time at the SMSC.
    - `per_recipient_final`: one callback for each recipient with the final status. Holds the
      time at the SMSC.
    """

    FULL = "full"
    NONE = "none"
    PER_RECIPIENT = "per_recipient"
    PER_RECIPIENT_FINAL = "per_recipient_final"
    SUMMARY = "summary"

    def __str__(self) -> str:
        return str(self.value)

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        """Keep a value that this version doesn't know, as a member of that name."""
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = member._value_ = value
        return member

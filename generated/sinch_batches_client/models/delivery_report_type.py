# Generated from openapi.yaml by `make generate`: do not edit.
from enum import StrEnum
from typing import Self


class DeliveryReportType(StrEnum):
    """- `summary`: how many messages have each status.
    - `full`: with the recipients of each status.
    """

    FULL = "full"
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

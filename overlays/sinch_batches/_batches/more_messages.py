"""Binary messages and updates, which a program that sends texts never loads.

In an update `UNSET` keeps a field, and `None` resets it.
"""

from __future__ import annotations

from base64 import b64encode
from typing import Literal, TypeAlias

from attrs import define, field

from sinch_batches_client import models
from sinch_batches_client.types import UNSET, Unset

from .messages import Addressed, Brief, Values, parameters_if_set

Submission: TypeAlias = models.TextSubmission | models.BinarySubmission
"""A message to send, or to replace another by."""
Update: TypeAlias = models.TextUpdate | models.BinaryUpdate
"""What to change in a batch."""
_RAW = (bytes, bytearray, memoryview)


def _base64(value: bytes | str) -> str:
    return b64encode(value).decode() if isinstance(value, _RAW) else value


def _hex(value: bytes | str) -> str:
    return value.hex() if isinstance(value, _RAW) else value


def _parameters_or_reset(value: Values | Unset | None) -> models.Parameters | Unset | None:
    return value if value is None else parameters_if_set(value)


def _hex_if_set(value: bytes | str | Unset) -> str | Unset:
    return value if isinstance(value, Unset) else _hex(value)


def _base64_if_set(value: bytes | str | Unset) -> str | Unset:
    return value if isinstance(value, Unset) else _base64(value)


@define(repr=False)
class BinarySubmission(Addressed, models.BinarySubmission):
    """A binary message to send; `body` and `udh` are bytes, or Base64 and hexadecimal text."""

    type_: Literal["mt_binary"] = field(default="mt_binary", kw_only=True)
    body: str = field(kw_only=True, converter=_base64)
    udh: str = field(kw_only=True, converter=_hex)


@define(repr=False)
class TextUpdate(Brief, models.TextUpdate):
    """What to change in a text batch: `UNSET` keeps a field, `None` resets it."""

    parameters: models.Parameters | Unset | None = field(
        default=UNSET, kw_only=True, converter=_parameters_or_reset
    )


@define(repr=False)
class BinaryUpdate(Brief, models.BinaryUpdate):
    """What to change in a binary batch: `UNSET` keeps a field, `None` resets it."""

    type_: Literal["mt_binary"] = field(default="mt_binary", kw_only=True)
    body: str | Unset = field(default=UNSET, kw_only=True, converter=_base64_if_set)
    udh: str | Unset = field(default=UNSET, kw_only=True, converter=_hex_if_set)

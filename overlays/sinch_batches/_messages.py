"""The generated messages, made easy to fill: bytes for binary fields, mappings for parameters."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias, get_args

from attrs import AttrsInstance, define, field
from attrs import fields as fields_of

from sinch_batches_client import models
from sinch_batches_client.types import UNSET, Unset

from ._errors import InvalidRequest

if TYPE_CHECKING:
    from types import UnionType

_Values: TypeAlias = Mapping[str, Mapping[str, str]] | models.Parameters
_MOST_BYTES = 140  # of body and udh together (seed: Dry run, Update, Replace)


def _base64(value: bytes | str) -> str:
    return b64encode(value).decode() if isinstance(value, bytes) else value


def _hex(value: bytes | str) -> str:
    return value.hex() if isinstance(value, bytes) else value


def _bytes_of(base64: str) -> bytes:
    return b64decode("".join(base64.split()), validate=True)


def _base64_if_set(value: bytes | str | Unset) -> str | Unset:
    return value if isinstance(value, Unset) else _base64(value)


def _hex_if_set(value: bytes | str | Unset) -> str | Unset:
    return value if isinstance(value, Unset) else _hex(value)


def _parameters_if_set(value: _Values | Unset) -> models.Parameters | Unset:
    return models.Parameters.from_dict(value) if isinstance(value, Mapping) else value


def _parameters_or_reset(value: _Values | Unset | None) -> models.Parameters | Unset | None:
    return models.Parameters.from_dict(value) if isinstance(value, Mapping) else value


@define
class TextSubmission(models.TextSubmission):
    """A text to send; `parameters` may be given as `{"name": {"15551231234": "Joe"}}`."""

    parameters: models.Parameters | Unset = field(
        default=UNSET, kw_only=True, converter=_parameters_if_set
    )


@define
class BinarySubmission(models.BinarySubmission):
    """A binary message to send; `body` and `udh` are bytes, or Base64 and hexadecimal text."""

    body: str = field(kw_only=True, converter=_base64)
    udh: str = field(kw_only=True, converter=_hex)


@define
class TextUpdate(models.TextUpdate):
    """What to change in a text batch: `UNSET` keeps a field, `None` resets it."""

    parameters: models.Parameters | Unset | None = field(
        default=UNSET, kw_only=True, converter=_parameters_or_reset
    )


@define
class BinaryUpdate(models.BinaryUpdate):
    """What to change in a binary batch: `UNSET` keeps a field, `None` resets it."""

    body: str | Unset = field(default=UNSET, kw_only=True, converter=_base64_if_set)
    udh: str | Unset = field(default=UNSET, kw_only=True, converter=_hex_if_set)


class BinaryBatch(models.BinaryBatch):
    """A stored binary batch, whose content can be read as bytes."""

    __slots__ = ()

    @property
    def body_bytes(self) -> bytes:
        """The body; raises `ValueError` if what the API holds isn't Base64."""
        return _bytes_of(self.body)

    @property
    def udh_bytes(self) -> bytes:
        """The user data header, empty if there is none; `ValueError` if it isn't hexadecimal."""
        return bytes.fromhex(self.udh or "")


def check(message: AttrsInstance, kinds: UnionType) -> None:
    """Refuse what would cost a round trip, or be misread, with `InvalidRequest`."""
    if not isinstance(message, kinds):
        known = " or ".join(kind.__name__ for kind in get_args(kinds))
        raise InvalidRequest("message", type(message).__name__, f"must be a {known}")
    for each in fields_of(type(message)):
        check_time(each.name, getattr(message, each.name))
    if isinstance(message, models.BinarySubmission | models.BinaryUpdate):
        _check_size(message.body or "", message.udh or "")


def check_time(name: str, value: object) -> None:
    """Refuse a time without an offset: the API would take it for UTC, Python for local time."""
    if isinstance(value, datetime) and value.utcoffset() is None:
        raise InvalidRequest(name, value.isoformat(), "must have a time zone, such as UTC")


def _check_size(body: str, udh: str) -> None:
    try:
        size = len(_bytes_of(body))
    except ValueError as error:
        raise InvalidRequest("body", body, f"must be bytes, or text in Base64: {error}") from None
    try:
        size += len(bytes.fromhex(udh))
    except ValueError as error:
        raise InvalidRequest("udh", udh, f"must be bytes, or hexadecimal text: {error}") from None
    if size > _MOST_BYTES:
        raise InvalidRequest("body and udh", f"{size} bytes", f"must be at most {_MOST_BYTES}")

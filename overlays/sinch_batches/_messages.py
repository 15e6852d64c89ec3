"""The generated messages, made easy to fill: bytes for binary fields, mappings for parameters."""

from __future__ import annotations

import copy
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar, get_args

from attrs import AttrsInstance, define, field, fields

from sinch_batches_client import models
from sinch_batches_client.types import UNSET, Unset

from ._errors import InvalidRequest
from ._fields import fields_of, take

if TYPE_CHECKING:
    from types import UnionType

_M = TypeVar("_M", bound=AttrsInstance)
_Values: TypeAlias = Mapping[str, Mapping[str, str]] | models.Parameters
_RAW = (bytes, bytearray, memoryview)
_MOST_BYTES = 140  # of body and udh together (seed: Dry run, Update, Replace)


def _base64(value: bytes | str) -> str:
    return b64encode(value).decode() if isinstance(value, _RAW) else value


def _hex(value: bytes | str) -> str:
    return value.hex() if isinstance(value, _RAW) else value


def _base64_if_set(value: bytes | str | Unset) -> str | Unset:
    return value if isinstance(value, Unset) else _base64(value)


def _hex_if_set(value: bytes | str | Unset) -> str | Unset:
    return value if isinstance(value, Unset) else _hex(value)


def _parameters_if_set(value: _Values | Unset) -> models.Parameters | Unset:
    if not isinstance(value, Mapping):
        return value
    try:
        return models.Parameters.from_dict(value)
    except (AttributeError, TypeError, ValueError):
        rule = "must be like {'name': {'15551231234': 'Joe', 'default': 'you'}}"
        raise InvalidRequest("parameters", value, rule) from None


def _parameters_or_reset(value: _Values | Unset | None) -> models.Parameters | Unset | None:
    return value if value is None else _parameters_if_set(value)


class Brief:
    """Shows the fields that are set, and not the dozen that aren't."""

    __slots__ = ()

    def __repr__(self) -> str:
        named: list[Any] = [(each.name, getattr(self, each.name)) for each in fields(type(self))]  # type: ignore[arg-type]
        shown = [
            f"{name}={value.to_dict() if hasattr(value, 'to_dict') else value!r}"
            for name, value in named
            if value is not UNSET and (name != "additional_properties" or value)
        ]
        return f"{type(self).__name__}({', '.join(shown)})"


class _Addressed(Brief):
    """Reads recipients that are given as a set or by a generator when they are given."""

    __slots__ = ()
    to: list[str]

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.to, list):
            self.to = take(fields_of(type(self))["to"], self.to)


@define(repr=False)
class TextSubmission(_Addressed, models.TextSubmission):
    """A text to send; `parameters` may be given as `{"name": {"15551231234": "Joe"}}`."""

    parameters: models.Parameters | Unset = field(
        default=UNSET, kw_only=True, converter=_parameters_if_set
    )


@define(repr=False)
class BinarySubmission(_Addressed, models.BinarySubmission):
    """A binary message to send; `body` and `udh` are bytes, or Base64 and hexadecimal text."""

    body: str = field(kw_only=True, converter=_base64)
    udh: str = field(kw_only=True, converter=_hex)
    type_: Literal["mt_binary"] = field(default="mt_binary", kw_only=True)


@define(repr=False)
class TextUpdate(Brief, models.TextUpdate):
    """What to change in a text batch: `UNSET` keeps a field, `None` resets it."""

    parameters: models.Parameters | Unset | None = field(
        default=UNSET, kw_only=True, converter=_parameters_or_reset
    )


@define(repr=False)
class BinaryUpdate(Brief, models.BinaryUpdate):
    """What to change in a binary batch: `UNSET` keeps a field, `None` resets it."""

    body: str | Unset = field(default=UNSET, kw_only=True, converter=_base64_if_set)
    udh: str | Unset = field(default=UNSET, kw_only=True, converter=_hex_if_set)
    type_: Literal["mt_binary"] = field(default="mt_binary", kw_only=True)


def checked(message: _M, kinds: UnionType) -> _M:
    """Return a message whose fields are as the generated code needs them; the given one stays.

    Refuses what would cost a round trip, or be misread, with `InvalidRequest`.
    """
    if not isinstance(message, kinds):
        known = " or ".join(kind.__name__ for kind in get_args(kinds))
        raise InvalidRequest("message", type(message).__name__, f"must be a {known}")
    taken = {}
    for each in fields_of(type(message)).values():
        value = getattr(message, each.name)
        if value.__class__ not in each.plain:
            kept = take(each, value)
            if kept is not value:
                taken[each.name] = kept
    message = copy.copy(message) if taken else message
    for name, value in taken.items():
        setattr(message, name, value)
    if isinstance(message, models.BinarySubmission | models.BinaryUpdate):
        _check_size(message.body or "", message.udh or "")
    return message


def _check_size(body: str, udh: str) -> None:
    try:
        size = len(b64decode(body.strip(), validate=True))
    except ValueError as error:
        raise InvalidRequest("body", body, f"must be bytes, or text in Base64: {error}") from None
    try:
        size += len(bytes.fromhex(udh))
    except ValueError as error:
        raise InvalidRequest("udh", udh, f"must be bytes, or hexadecimal text: {error}") from None
    if size > _MOST_BYTES:
        raise InvalidRequest("body and udh", f"{size} bytes", f"must be at most {_MOST_BYTES}")

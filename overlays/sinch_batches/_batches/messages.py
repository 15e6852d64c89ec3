"""Texts to send, made easy to fill, and what all messages have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from attrs import define, field, fields

from sinch_batches_client import models
from sinch_batches_client.types import UNSET, Unset

from .._errors import InvalidRequest
from .fields import fields_of, take

Values: TypeAlias = "Mapping[str, Mapping[str, str]] | models.Parameters"


def parameters_if_set(value: Values | Unset) -> models.Parameters | Unset:
    if not isinstance(value, Mapping):
        return value
    if not all(isinstance(each, Mapping) for each in value.values()):
        rule = "must be like {'name': {'15551231234': 'Joe', 'default': 'you'}}"
        raise InvalidRequest("parameters", value, rule)
    return models.Parameters.from_dict(value)


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


class Addressed(Brief):
    """Reads recipients that are given as a set or by a generator when they are given."""

    __slots__ = ()
    to: list[str]

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.to, list):
            self.to = take(fields_of(type(self))["to"], self.to)


@define(repr=False)
class TextSubmission(Addressed, models.TextSubmission):
    """A text to send; `parameters` may be given as `{"name": {"15551231234": "Joe"}}`."""

    parameters: models.Parameters | Unset = field(
        default=UNSET, kw_only=True, converter=parameters_if_set
    )

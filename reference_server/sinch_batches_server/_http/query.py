"""Reads query parameters as openapi.yaml describes them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from .._rules import errors
from . import spec, validation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.datastructures import QueryParams

_INTEGER = re.compile(r"[+-]?[0-9]{1,100}")
# In a query an unescaped `+` means a blank: that of an offset comes back as one.
_BLANK_OFFSET = re.compile(r"(?<=[0-9]) (?=[0-9]{2}:?[0-9]{2}$)")


def integer(text: str) -> int:
    """Read a whole number; blanks around it are ignored."""
    if _INTEGER.fullmatch(text.strip()) is None:
        raise errors.invalid_format("{value} is not a valid integer", text)
    return int(text)


def boolean(text: str) -> bool:
    """Read `true` or `false` in any case (one client writes `True`)."""
    try:
        return {"true": True, "false": False}[text.lower()]
    except KeyError:
        raise errors.invalid_format("{value} is not a valid boolean", text) from None


def string(text: str) -> str:
    """Take a text as it is."""
    return text


def date(text: str) -> str:
    """Mend the offset of a time."""
    return _BLANK_OFFSET.sub("+", text)


_READERS: Mapping[str, Callable[[str], Any]] = {
    "integer": integer,
    "boolean": boolean,
    "string": string,
    "date-time": date,
}


class Query:
    """The query parameters of an operation, ready to read requests.

    Args:
        operation_id: the operation's id in openapi.yaml.

    """

    def __init__(self, operation_id: str) -> None:
        self._parameters = {
            name: Parameter(name, schema)
            for name, schema in spec.query_parameters(operation_id).items()
        }

    def read(self, query: QueryParams) -> dict[str, Any]:
        """Return every parameter: as given (the last of several), its default, or None.

        Raises:
            Refusal: 400 for the first parameter that breaks a rule.

        """
        return {name: rule.read(query.get(name)) for name, rule in self._parameters.items()}


class Parameter:
    """A query parameter.

    Args:
        name: its name.
        schema: its schema.

    """

    def __init__(self, name: str, schema: spec.Schema) -> None:
        self._name = name
        self._default = schema.get("default")
        self._reader = _READERS[schema.get("format") or schema["type"]]
        self._validator = jsonschema_rs.Draft202012Validator(
            schema, validate_formats=True, formats=validation.FORMATS
        )

    def read(self, text: str | None) -> Any:
        """Return the value of a text, the default without one.

        Raises:
            Refusal: 400.

        """
        if text is None:
            return self._default
        value = self._reader(text)
        for error in self._validator.iter_errors(value):
            raise validation.refusal(error, self._name)
        return value

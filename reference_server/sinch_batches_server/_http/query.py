"""Reads query parameters as openapi.yaml describes them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from .._rules import errors
from . import spec, validation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from starlette.datastructures import QueryParams

_INTEGER = re.compile(r"[+-]?[0-9]{1,100}")
# In a query an unescaped `+` means a blank: that of an offset comes back as one. One client writes
# a blank for the `T` as well (decision R21).
_BLANK_OFFSET = re.compile(r"(?<=[0-9]) (?=[0-9]{2}:?[0-9]{2}$)")
_BLANK_T = re.compile(r"(?<=^[0-9]{4}-[0-9]{2}-[0-9]{2}) (?=[0-9]{2}:)")


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
    """Mend the blanks of a time."""
    return _BLANK_OFFSET.sub("+", _BLANK_T.sub("T", text))


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
            name: (ListParameter if schema.get("type") == "array" else Parameter)(name, schema)
            for name, schema in spec.query_parameters(operation_id).items()
        }

    def read(self, query: QueryParams) -> dict[str, Any]:
        """Return every parameter: as given (the last of several), its default, or None.

        Raises:
            Refusal: 400 for the first parameter that breaks a rule.

        """
        return {name: rule.read_all(query.getlist(name)) for name, rule in self._parameters.items()}


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

    def read_all(self, texts: Sequence[str]) -> Any:
        """Return the value of the last of several texts."""
        return self.read(texts[-1] if texts else None)

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


class ListParameter:
    """A query parameter that takes several values: separated by commas, repeated, or both.

    Blanks around a value are ignored, and so is the case of words that are known (decisions R3
    to R5).

    Args:
        name: its name.
        schema: its schema.

    """

    def __init__(self, name: str, schema: spec.Schema) -> None:
        self._item = Parameter(name, schema["items"])
        self._words = {str(word).lower(): str(word) for word in schema["items"].get("enum", ())}

    def read_all(self, texts: Sequence[str]) -> Any:
        """Return the set of all values; empty if there are none.

        Raises:
            Refusal: 400.

        """
        given = [part.strip() for text in texts for part in text.split(",")]
        return {self._item.read(self._words.get(part.lower(), part)) for part in given if part}

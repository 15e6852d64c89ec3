"""Checks a request body against its schema in openapi.yaml and says what is wrong first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import jsonschema_rs

from .._rules import errors, recipients, times
from . import spec

if TYPE_CHECKING:
    from collections.abc import Callable

Document = dict[str, Any]

_CODES = {
    "type": errors.INVALID_JSON,
    "const": errors.INVALID_JSON,
    "enum": errors.INVALID_FORMAT,
    "format": errors.INVALID_FORMAT,
    "pattern": errors.INVALID_FORMAT,
}


def is_url(text: str) -> bool:
    """Whether the text is an absolute http or https URL with a host."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not _has_blanks(text)


def _has_blanks(text: str) -> bool:
    return any(character <= " " or character == "\x7f" for character in text)


FORMATS: dict[str, Callable[[str], bool]] = {
    "date-time": lambda text: times.is_valid(text),
    "uri": lambda text: is_url(text),
}
"""The formats of openapi.yaml, as liberal as the API is."""

# The grammar of these fields isn't in the schema: numbers are written in too many ways. Looked up
# when called, here and above, so that a test can put a faulty function in the place of one.
_GRAMMARS: dict[str, Callable[[Any, str], object]] = {
    "to": lambda value, field: recipients.recipients(value, field),
    "to_add": lambda value, field: recipients.recipients(value, field),
    "to_remove": lambda value, field: recipients.recipients(value, field),
    "from": lambda value, field: recipients.sender(value, field),
    "recipients": lambda value, field: recipients.numbers(value, field),
}


class Shape:
    """A named object schema of openapi.yaml, ready to check documents.

    Args:
        name: the name of the schema under `components/schemas`.

    """

    def __init__(self, name: str) -> None:
        self._fields = spec.fields(name)
        self._nullable = frozenset(
            key for key, field in self._fields.items() if _may_be_null(field)
        )
        self._validator = jsonschema_rs.Draft202012Validator(
            spec.component(name), validate_formats=True, formats=FORMATS
        )

    def check(self, document: Document) -> Document:
        """Return the document's known fields, those that are null left out unless null says reset.

        Raises:
            Refusal: 400 for the first field, in the order of the schema, that breaks a rule.

        """
        known = {
            key: document[key]
            for key in self._fields
            if key in document and (document[key] is not None or key in self._nullable)
        }
        try:
            if not self._validator.is_valid(known):
                raise self._first_refusal(known)
        except ValueError as error:
            # What the validator says of a value that is nested too deeply for it.
            raise errors.invalid_json(f"The document can't be read: {error}.") from None
        for key, grammar in _GRAMMARS.items():
            if key in known:
                known[key] = grammar(known[key], key)
        return known

    def _first_refusal(self, known: Document) -> errors.Refusal:
        broken: dict[str, jsonschema_rs.ValidationError] = {}
        for error in self._validator.iter_errors(known):
            broken.setdefault(_field_of(error), error)
        for key in self._fields:
            if key in broken:
                return refusal(innermost(broken[key]))
            if key in known and key in _GRAMMARS:
                try:
                    _GRAMMARS[key](known[key], key)
                except errors.Refusal as refused:
                    return refused
        raise AssertionError(broken)  # pragma: no cover


def _may_be_null(field: spec.Schema) -> bool:
    return any(branch.get("type") == "null" for branch in field.get("oneOf", ()))


def _field_of(error: jsonschema_rs.ValidationError) -> str:
    if isinstance(error.kind, jsonschema_rs.ValidationErrorKind.Required):
        path = [*error.instance_path, error.kind.property]
    else:
        path = error.instance_path
    return str(path[0])


def innermost(error: jsonschema_rs.ValidationError) -> jsonschema_rs.ValidationError:
    """Return the cause within a `oneOf` that also allows null: what the other branch says."""
    if isinstance(error.kind, jsonschema_rs.ValidationErrorKind.OneOfNotValid):
        return error.kind.context[0][0]
    return error


def refusal(error: jsonschema_rs.ValidationError, field: str | None = None) -> errors.Refusal:
    """Turn a broken schema keyword into the documented kind of 400 (decision 6).

    Args:
        error: what the validator found.
        field: the name of what was checked, if it isn't part of a document.

    """
    if isinstance(error.kind, jsonschema_rs.ValidationErrorKind.Required):
        return errors.constraint(f"The parameter '{error.kind.property}' is required.")
    keyword = str(error.schema_path[-1])
    code = _CODES.get(keyword, errors.CONSTRAINT_VIOLATION)
    subject = "The format of parameter" if code == errors.INVALID_FORMAT else "The parameter"
    name = field or path_name(error.instance_path)
    reason = f"{subject} '{name}' is invalid; value {{value}}: {rule(error)}."
    return errors.Refusal(400, code, reason, error.instance)


def path_name(path: list[str | int]) -> str:
    """Write a path into a document as `to[0]` or `parameters.name`."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".")


def rule(error: jsonschema_rs.ValidationError) -> str:
    """Say which rule a value breaks, in the keywords of the schema."""
    kind = error.kind
    if isinstance(kind, jsonschema_rs.ValidationErrorKind.PropertyNames):
        return f"key {errors.quoted(kind.error.instance)} breaks {rule(kind.error)}"
    wanted = kind.value
    if isinstance(wanted, list):
        wanted = ", ".join(str(option) for option in wanted)
    return f"{kind.name} {wanted}"

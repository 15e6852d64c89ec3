"""By which schema the body of a request is judged."""

from __future__ import annotations

from math import inf
from typing import Any

from .._spec.document import resolved, spec
from .._spec.operations import bodies


def schema_of(operation: str, document: object) -> str:
    """Return the name of the schema that a body of this operation is judged by."""
    first, *others = bodies()[operation]
    type_ = document.get("type") if isinstance(document, dict) else None
    return next((name for name in others if type_ == _properties(name)["type"]["const"]), first)


def declared(document: dict[str, Any], schema: str) -> dict[str, Any]:
    """Return the document without the fields that the schema doesn't know."""
    return {name: value for name, value in document.items() if name in _properties(schema)}


def is_required(schema: str, name: str) -> bool:
    """Whether a body by this schema must have the field."""
    return name in spec()["components"]["schemas"][schema].get("required", ())


def is_within_promise(operation: str, schema: str, document: dict[str, Any]) -> bool:
    """Whether every text is as short as a server must take it.

    Where the page has two limits, the narrower one; and where characters are UTF-16 units.
    """
    return all(
        len(value.encode("utf-16-le", "surrogatepass")) <= 2 * _promise(operation, schema, name)
        for name, value in document.items()
        if isinstance(value, str)
    )


def _promise(operation: str, schema: str, name: str) -> float:
    field = resolved(_properties(schema).get(name, {}))
    field = resolved(field["oneOf"][0]) if "oneOf" in field else field
    narrower = field.get("x-accepted", {}).get("maxLength", {})
    most: float = narrower.get(operation, field.get("maxLength", inf))
    return most


def _properties(schema: str) -> dict[str, Any]:
    properties: dict[str, Any] = spec()["components"]["schemas"][schema]["properties"]
    return properties

"""By which schema the body of a request is judged."""

from __future__ import annotations

from typing import Any

from .._operations import bodies
from .._spec import spec


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


def _properties(schema: str) -> dict[str, Any]:
    properties: dict[str, Any] = spec()["components"]["schemas"][schema]["properties"]
    return properties

"""Sound values: what a field may hold so that a server has no reason to refuse the request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]


def sound_value(known: Mapping[str, Any], field: str, schema: Schema) -> Any:
    """Return a value that keeps the rules of the field, also those that no schema can say."""
    if field in known and schema.get("type") in (None, _json_type(known[field])):
        return known[field]
    for keyword in ("const", "default"):
        if keyword in schema:
            return schema[keyword]
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("examples"):
        return schema["examples"][0]
    return _of_type(schema)


def _json_type(value: Any) -> str:
    if isinstance(value, list):
        return "array"
    return "object" if isinstance(value, dict) else "string"


def _of_type(schema: Schema) -> Any:
    kind = schema.get("type", "string")
    if kind == "object" and isinstance(schema.get("additionalProperties"), Mapping):
        return {"default": _of_type(schema["additionalProperties"])}
    if kind == "integer":
        return schema.get("minimum", schema.get("maximum", 1))
    fixed: dict[str, Any] = {"boolean": True, "object": {}, "array": [], "number": 1}
    return fixed.get(kind, "a" * max(1, schema.get("minLength", 1)))

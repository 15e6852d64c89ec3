"""Every place of a request that openapi.yaml constrains."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from .._spec.document import resolved
from ._sound import sound_value

Put = Callable[[Any], Any]


@dataclass(frozen=True)
class Place:
    """A place in a request: its name, its schema, and how a value gets there.

    `field` is the top-level field or the query parameter that the place belongs to. The value may
    be the name of a property.
    """

    name: str
    field: str
    schema: Mapping[str, Any]
    put: Put
    is_required: bool = False
    is_query: bool = False
    is_name: bool = False


def places_of_body(schema: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[Place]:
    """Walk the fields of a body, and all that is within them.

    `put` of each place takes a value and returns the value of the whole top-level field.
    """
    required = schema.get("required", ())
    for field, node in schema.get("properties", {}).items():
        top = Place(
            field,
            field,
            resolved(node, document),
            put=_itself,
            is_required=field in required,
        )
        yield from _within(top, document)


def _itself(value: Any) -> Any:
    return value


def _within(place: Place, document: Mapping[str, Any]) -> Iterator[Place]:
    yield place
    schema = place.schema
    for node in schema.get("oneOf", ()):
        member = resolved(node, document)
        if member.get("type") != "null":
            inner = Place(place.name, place.field, member, place.put)
            yield from _within(inner, document)
    if "items" in schema:
        yield from _within(_inner(place, "[]", schema["items"], document, _in_list), document)
    if "propertyNames" in schema:
        child = sound_value({}, "", resolved(schema["additionalProperties"], document))
        names = schema["propertyNames"]
        inner = _inner(place, ".name", names, document, lambda name: {name: child})
        yield from _within(replace(inner, is_name=True), document)
    if isinstance(schema.get("additionalProperties"), Mapping):
        node = schema["additionalProperties"]
        yield from _within(_inner(place, ".*", node, document, _under_default), document)


def _in_list(value: Any) -> Any:
    return [value]


def _under_default(value: Any) -> Any:
    return {"default": value}


def _inner(
    place: Place,
    step: str,
    node: Mapping[str, Any],
    document: Mapping[str, Any],
    wrap: Put,
) -> Place:
    outer = place.put
    return Place(
        place.name + step, place.field, resolved(node, document), lambda value: outer(wrap(value))
    )


def places_of_query(operation: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[Place]:
    """Return the query parameters of an operation."""
    for node in operation.get("parameters", ()):
        parameter = resolved(node, document)
        name = parameter["name"]
        schema = resolved(parameter["schema"], document)
        yield Place(name, name, schema, put=_itself, is_query=True)

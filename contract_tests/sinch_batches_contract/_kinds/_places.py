"""Every place of a request that takes a kind of value, as openapi.yaml names it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .._bounds import Subject, subjects
from .._judgement.levels import MUST, Level
from .._spec.document import resolved
from .._spec.page import level_in
from ._kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ._classes import Kind, ValueClass


@dataclass(frozen=True)
class Place:
    """Where an operation takes a kind of value.

    `variants` are the types of batches ("text", "binary") whose requests have the field, or "" if
    the operation knows but one. A list takes any number of values.
    """

    operation: str
    field: str
    kind: Kind
    schema: Mapping[str, Any]
    variants: tuple[str, ...]
    is_list: bool = False
    is_query: bool = False

    @property
    def name(self) -> str:
        """How ids name it."""
        return f"{self.operation}.{self.field}"

    @property
    def classes(self) -> tuple[ValueClass, ...]:
        """The classes of values that are tried here."""
        return self.kind.classes(self.schema)

    def level_of(self, value_class: ValueClass, variant: str) -> Level:
        """Return how binding a class is here: not more than that the field is looked at."""
        looked_at = (
            MUST
            if self.is_query
            else level_in(self.operation, self.field, is_binary=variant == "binary")
        )
        return value_class.level if looked_at is MUST else looked_at

    def is_tried_as(self, variant: str, value_class: ValueClass) -> bool:
        """Whether a class is tried with this variant, too: where that binds no less."""
        first = self.variants[0]
        level = self.level_of(value_class, first)
        return variant == first or self.level_of(value_class, variant) in (level, MUST)


def places(document: Mapping[str, Any]) -> list[Place]:
    """Return all places that the spec describes, the variants of a field in one."""
    found: dict[tuple[str, str, str], Place] = {}
    for subject in subjects(document):
        for place in _of_subject(subject, document):
            key = (place.operation, place.field, place.kind.name)
            known = found.get(key)
            variants = (*known.variants, *place.variants) if known else place.variants
            found[key] = Place(
                place.operation,
                place.field,
                place.kind,
                place.schema,
                tuple(dict.fromkeys(variants)),
                place.is_list,
                place.is_query,
            )
    return list(found.values())


def _of_subject(subject: Subject, document: Mapping[str, Any]) -> Iterator[Place]:
    for node in subject.definition.get("parameters", ()):
        parameter = resolved(node, document)
        schema = resolved(parameter["schema"], document)
        if schema.get("x-kind") in KINDS:
            kind = KINDS[schema["x-kind"]]
            yield Place(subject.operation, parameter["name"], kind, schema, ("",), is_query=True)
    for field, node in ((subject.schema or {}).get("properties") or {}).items():
        kept, is_list = _kept_in(resolved(node, document), document)
        if kept.get("x-kind") in KINDS:
            kind = KINDS[kept["x-kind"]]
            yield Place(subject.operation, field, kind, kept, (subject.variant,), is_list)


def _kept_in(
    schema: Mapping[str, Any], document: Mapping[str, Any]
) -> tuple[Mapping[str, Any], bool]:
    """Return the schema that has a kind: that of the field, or of what is in it."""
    for node in schema.get("oneOf", ()):
        member = resolved(node, document)
        if member.get("type") != "null":
            return member, False
    if "items" in schema:
        return resolved(schema["items"], document), True
    return schema, False

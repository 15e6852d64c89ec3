"""The limits of a place: those of its schema, where the page doesn't tell two for one operation."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .._constraints import limits, sized
from .._judgement.levels import SHOULD
from .._spec.page import shorter_limit, source_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .._constraints import Limit, ListOf, Place
    from ._subjects import Subject


def limits_of(subject: Subject, place: Place, sample: Any) -> Iterator[Limit]:
    """Return the limits of the place; a longest text that the page tells twice is two limits."""
    for limit in limits(place.schema, sample, is_query=place.is_query):
        longest = place.schema.get("maxLength", 0)
        shorter = shorter_limit(subject.operation, place.schema)
        if limit.keyword != "maxLength" or shorter == longest or place.name != place.field:
            yield limit
            continue
        at_shorter = sized(place.schema, sample, shorter, downwards=True)
        yield replace(
            limit,
            rule=f"may have {shorter} characters, and has at most {longest}",
            accepted=_only(at_shorter),
        )
        yield replace(
            limit,
            keyword="maxLength-longest",
            level=SHOULD,
            source="inference: decision 58",
            rule=f"may have {longest} characters",
            refused=_only(),
        )


def _only(*values: Any) -> Callable[[ListOf], list[Any]]:
    return lambda _: list(values)


def told_source(subject: Subject, place: Place, source: str) -> str:
    """Return where a limit stands, to be looked up."""
    return source_in(subject.operation, place.field) if source == "seed" else source

"""What the coverage phase of Schemathesis leaves out: texts that break a pattern, and wrong names.

Of a pattern it tries hardly more than the empty text, and of `propertyNames` nothing (4.32).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from .._constraints import Place, limits, places_of_body, sound_value
from .._spec.document import spec
from .._spec.operations import bodies, needs_of_field
from ._bodies import is_required
from ._document import BATCH_AT_HAND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ._machinery import AnyCase, AnyOperation
    from ._terms import Terms

# No pattern of a number, a name or a code means one of them: a mark, a blank, a foreign letter.
_FOREIGN = "! é"
_LENGTHS = ("minLength", "maxLength")


def left_out(operation: AnyOperation, terms: Terms) -> Iterator[AnyCase]:
    """Return cases of the operation that are wrong in one text of the body, each in one way."""
    at_hand = {"batch_id": BATCH_AT_HAND} if "{batch_id}" in operation.path else {}
    for schema in bodies().get(str(operation.definition.raw["operationId"]), ()):
        properties = spec()["components"]["schemas"][schema]["properties"]
        type_ = properties.get("type", {}).get("const")
        if type_ == "mt_binary" and "binary" in terms.without:
            continue
        named: dict[str, Any] = {"type": type_} if type_ else {}
        sound = terms.batch(**named) if is_required(schema, "to") else named
        for place in places_of_body({"properties": properties}, spec()):
            is_lacking = needs_of_field(place.field) & terms.without
            for value in () if is_lacking else _wrong_texts(place):
                body = {**sound, place.field: place.put(value)}
                yield operation.Case(
                    path_parameters=dict(at_hand), body=body, media_type="application/json"
                )


def _wrong_texts(place: Place) -> Iterator[str]:
    sample = sound_value({}, "", place.schema)
    if "pattern" in place.schema:
        middle = len(sample) // 2
        for character in _FOREIGN:
            text = sample[:middle] + character + sample[middle + 1 :]
            if not re.search(place.schema["pattern"], text):
                yield text
    if place.is_name:
        for limit in limits(place.schema, sample):
            if limit.keyword in _LENGTHS:
                yield from limit.refused(lambda size: [sample] * size)

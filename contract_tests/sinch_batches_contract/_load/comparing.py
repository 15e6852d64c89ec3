"""What an answer says of a batch, compared with what it must be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._material.numbers import same_number, same_numbers
from .._material.times import moment_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .documents import Document

_MOMENTS = ("send_at", "expire_at")


def difference(found: Any, wanted: Document) -> str | None:
    """Return the name of a field of `wanted` that isn't so in the answer; None if all are.

    Numbers may have another form, recipients another order, and times another zone.
    """
    if not isinstance(found, dict):
        return "the answer"
    return next((name for name in wanted if not _is_same(name, found, wanted)), None)


def nearest(found: Any, states: Iterable[Document]) -> str | None:
    """Return None if the answer is one of the states, else a field that is wrong in the last."""
    field: str | None = "the answer"
    for wanted in states:
        field = difference(found, wanted)
        if field is None:
            return None
    return field


def _is_same(name: str, found: dict[str, Any], wanted: Document) -> bool:
    value = found.get(name)
    if name == "to":
        # As many as there are: one that is there twice is one too many.
        return sorted(same_numbers(value)) == sorted(same_numbers(wanted["to"]))
    if name == "from":
        return same_number(value) == same_number(wanted["from"])
    if name in _MOMENTS:
        return moment_of(value) == moment_of(wanted[name])
    if name == "type" and value is None:
        return bool(wanted["type"] == "mt_text")  # decision 20
    return bool(value == wanted[name])

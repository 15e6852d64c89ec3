"""Reading JSON of strangers: strictly, and so that what is missing says so."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from .._judgement.outcomes import Violation

if TYPE_CHECKING:
    from collections.abc import Iterable

_DEEPEST = 100


class Document(dict[str, Any]):
    """A JSON object of an answer: to ask for a field that it lacks breaks a rule."""

    def __missing__(self, name: str) -> Any:
        raise Violation(f"`{name}` is missing", about=f"`{name}` is missing")


def read_json(content: bytes) -> Any:
    """Return what the bytes say, objects as `Document`.

    Raises:
        ValueError: they aren't JSON as RFC 8259 has it (UTF-8 without a byte order mark, finite
            numbers), a name stands twice in an object, or it is nested too deep to be read.

    """
    try:
        read = json.loads(
            content.decode("utf-8"),
            object_pairs_hook=_object,
            parse_constant=_no_number,
            parse_float=_finite,
        )
    except RecursionError:
        raise ValueError("nested too deep") from None
    _expect_shallow(read)
    return read


def _object(pairs: list[tuple[str, Any]]) -> Document:
    found = Document(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice[:60]!r} stands twice in an object")
    return found


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is no JSON number")


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError(f"the number {text[:30]} is beyond all measure")
    return number


def _expect_shallow(read: Any) -> None:
    level = [read]
    for _ in range(_DEEPEST):
        level = [inner for value in level for inner in _within(value)]
        if not level:
            return
    raise ValueError(f"nested more than {_DEEPEST} deep")


def _within(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()

"""Phone numbers: fictional ones to send to, and how two forms of one are the same."""

from __future__ import annotations

import re

SENDER = "15551230000"

# Fictional numbers: line 01xx of the exchange 555 in each of these area codes.
_AREAS = ("201", "202", "203", "205", "206", "207", "208", "209", "210", "212", "213", "214")
FICTIONAL_NUMBERS = tuple(f"1{area}5550{line:03d}" for area in _AREAS for line in range(100, 200))
# What looks like the id of a group, and is none's.
UNKNOWN_GROUP = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
_NO_DIGIT = re.compile(r"[ \-()\[\]]")


def same_number(number: object) -> str:
    """Return the number as digits, whatever of the allowed forms it has."""
    if not isinstance(number, str):
        number = str(number)
    bare = _NO_DIGIT.sub("", number)
    return bare.removeprefix("+") if bare.startswith("+") else bare.removeprefix("00")


def same_numbers(values: object) -> list[str]:
    """Return the numbers as digits, in their order."""
    return [same_number(value) for value in values] if isinstance(values, list) else []

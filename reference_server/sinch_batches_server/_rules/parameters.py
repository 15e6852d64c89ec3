"""The values that stand for `${key}` in a text (sources §5; decisions 23 to 25)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from . import recipients

Parameters = Mapping[str, Mapping[str, str]]

_PLACEHOLDER = re.compile(r"\$\{([A-Za-z0-9._-]+)\}")
_DEFAULT = "default"
NOBODY = "-"
"""Stands for a number without values of its own. No number is written so: dashes are dropped."""


def by_number(parameters: Parameters) -> dict[str, dict[str, str]]:
    """Key the values by bare numbers, so that a recipient finds its own however it was written."""
    return {
        key: {_bare(who): value for who, value in values.items()}
        for key, values in parameters.items()
    }


def _bare(who: str) -> str:
    return who if who == _DEFAULT else recipients.bare_number(who)


def value_for(values: Mapping[str, str], number: str) -> str | None:
    """Return the recipient's own value, else the default, else None."""
    return values.get(number, values.get(_DEFAULT))


def unmatched(body: str, parameters: Parameters | None, number: str) -> list[str]:
    """Name the placeholders that have no value for this recipient: its message fails (code 405).

    Args:
        body: the text with placeholders.
        parameters: as `by_number` returns them; None if the batch has none, when all is literal.
        number: the recipient's bare number.

    """
    if parameters is None:
        return []
    keys = _PLACEHOLDER.findall(body)
    return [key for key in keys if value_for(parameters.get(key, {}), number) is None]


def readers(parameters: Parameters | None, numbers: Sequence[str]) -> list[str]:
    """Return whom to read each number's values for: those without any of their own have the same.

    Work for `NOBODY` is done once for all of them, however many they are.
    """
    owners = {who for values in (parameters or {}).values() for who in values}
    return [number if number in owners else NOBODY for number in numbers]


def expanded_size(body: str, parameters: Parameters, numbers: Sequence[str]) -> int:
    """Count the characters of all recipients' texts, without making these.

    Args:
        body: the text with placeholders.
        parameters: as `by_number` returns them.
        numbers: the recipients' bare numbers.

    """
    size, known = len(body) * len(numbers), frozenset(numbers)
    for key, uses in Counter(_PLACEHOLDER.findall(body)).items():
        values = parameters.get(key, {})
        placeholder = len(f"${{{key}}}")
        others = len(values[_DEFAULT]) if _DEFAULT in values else placeholder
        own = [len(value) - others for who, value in values.items() if who in known]
        size += uses * (len(numbers) * (others - placeholder) + sum(own))
    return size


def expand(body: str, parameters: Parameters | None, number: str) -> str:
    """Put the recipient's values in place; a placeholder without a value stays."""
    if parameters is None:
        return body

    def put(found: re.Match[str]) -> str:
        value = value_for(parameters.get(found[1], {}), number)
        return found[0] if value is None else value

    return _PLACEHOLDER.sub(put, body)

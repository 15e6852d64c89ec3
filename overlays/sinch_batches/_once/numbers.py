"""Phone numbers as they are written, and which of an audience's parameters each one gets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sinch_batches_client.models import Parameters

if TYPE_CHECKING:
    from collections.abc import Iterable

_IGNORED = re.compile(r"[\s()\[\]-]")  # seed: Send; sources §3
_NUMBER = re.compile(r"[1-9][0-9]{4,14}")


def bare(recipient: str) -> str:
    """Return a number as answers have it (sources §3); a group id stays the same."""
    number = _IGNORED.sub("", recipient)
    return number[1:] if number.startswith("+") else number.removeprefix("00")


class Shares:
    """The parameters of a whole audience, of which each part gets those of its recipients.

    Only what surely belongs to the number of somebody else is left out.
    """

    def __init__(self, parameters: Parameters) -> None:
        self._all = parameters
        self._of_all: dict[str, dict[str, str]] = {}
        self._of_each: dict[str, list[tuple[str, str, str]]] = {}
        for name, values in parameters.additional_properties.items():
            self._of_all[name] = {}
            for key, value in values.additional_properties.items():
                number = bare(key)
                if _NUMBER.fullmatch(number):
                    self._of_each.setdefault(number, []).append((name, key, value))
                else:
                    self._of_all[name][key] = value

    def of(self, recipients: Iterable[str]) -> Parameters:
        """Return what these recipients need; all if one of them may be a group of anybody."""
        numbers = dict.fromkeys(map(bare, recipients))
        if not all(map(_NUMBER.fullmatch, numbers)):
            return self._all
        chosen = {name: dict(values) for name, values in self._of_all.items()}
        for number in numbers:
            for name, key, value in self._of_each.get(number, ()):
                chosen[name][key] = value
        return Parameters.from_dict(chosen)

"""How often each invariant was checked and broken: plain numbers that can be added up."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .invariants import Invariant

_MOST_EXAMPLES = 5
_LONGEST = 400


class Tally:
    """Counts over one process, or over all once they are added up."""

    def __init__(self) -> None:
        self.checked: Counter[str] = Counter()
        self.broken: Counter[str] = Counter()
        self.examples: dict[str, list[str]] = {}

    def holds(self, invariant: Invariant) -> None:
        """Note that the invariant was checked once, and held."""
        self.checked[invariant.id] += 1

    def breaks(self, invariant: Invariant, sentence: str) -> None:
        """Note that the invariant was checked once, and was broken as the sentence says."""
        self.checked[invariant.id] += 1
        self.broken[invariant.id] += 1
        self._keep(invariant.id, sentence[:_LONGEST])

    def _keep(self, id: str, sentence: str) -> None:
        kept = self.examples.setdefault(id, [])
        if len(kept) < _MOST_EXAMPLES:
            kept.append(sentence)

    def as_data(self) -> dict[str, Any]:
        """Return the counts as plain data, for another process."""
        return {
            "checked": dict(self.checked),
            "broken": dict(self.broken),
            "examples": self.examples,
        }

    def add(self, data: Mapping[str, Any]) -> None:
        """Add the counts of another process."""
        self.checked.update(data["checked"])
        self.broken.update(data["broken"])
        for id, sentences in data["examples"].items():
            for sentence in sentences:
                self._keep(id, sentence)

"""Findings with one cause, told once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .._catalogue.requirement import Way
from .._judgement.levels import Level
from .._judgement.outcomes import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .._catalogue.finding import Record


@dataclass(frozen=True)
class Cause:
    """What is wrong with the server, as far as can be told, and the findings that come from it."""

    text: str
    records: tuple[Record, ...]

    @property
    def example(self) -> Record:
        """The finding that shows it with the least, of those that weigh most."""
        return min(
            self.records,
            key=lambda record: (
                record["outcome"] != Outcome.FAILED,
                record["level"] != Level.MUST,
                len(record["detail"]) + len(record["curl"]),
            ),
        )

    @property
    def is_general(self) -> bool:
        """Whether it was seen over the whole run: it may be behind many of the others."""
        return any(record["way"] == Way.RUN for record in self.records)

    @property
    def fails(self) -> bool:
        """Whether it fails the run."""
        return any(record["outcome"] == Outcome.FAILED for record in self.records)

    def as_record(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "cause": self.text,
            "fails": self.fails,
            "count": len(self.records),
            "ids": [record["id"] for record in self.records],
            "example": self.example["id"],
            "detail": self.example["detail"],
            "curl": self.example["curl"],
        }


def causes(records: Iterable[Record]) -> list[Cause]:
    """Return the causes of all broken rules: those that fail the run, and the costliest, first."""
    found: dict[str, list[Record]] = {}
    for record in records:
        if record["outcome"] in (Outcome.FAILED, Outcome.WARNING):
            found.setdefault(record["cause"], []).append(record)
    told = [Cause(text, tuple(of_one)) for text, of_one in found.items()]
    return sorted(
        told, key=lambda cause: (not cause.fails, not cause.is_general, -len(cause.records))
    )

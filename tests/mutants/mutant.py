"""A mutant, and what the suite made of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """A mutant that was judged.

    `exit` is the suite's exit status, or None if the server didn't start or the time was over.
    """

    operator: str
    file: str
    line: int
    before: str
    after: str
    exit: int | None
    red: tuple[str, ...]

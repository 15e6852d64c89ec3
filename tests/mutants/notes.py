"""What a person made of each mutant that the suite didn't find."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .mutant import Mutant

NOTES = Path(__file__).with_name("survivors.toml")

EQUIVALENT, ALLOWED, SHOULD, MISS = "equivalent", "allowed", "SHOULD", "miss"
CLASSES = {
    EQUIVALENT: "does what the server does: no request tells them apart",
    ALLOWED: "does something else that the API's description leaves open",
    SHOULD: "breaks what is only a SHOULD",
    MISS: "breaks a MUST, and nothing found it",
}


@dataclass(frozen=True)
class Note:
    """The class of one mutant, and why."""

    file: str
    before: str
    after: str
    kind: str
    because: str

    def is_about(self, mutant: Mutant) -> bool:
        """Whether it is this mutant, wherever in the file it stands now."""
        return (self.file, self.before, self.after) == (mutant.file, mutant.before, mutant.after)


def notes(file: Path = NOTES) -> list[Note]:
    """Read what is noted."""
    entries: list[dict[str, str]] = tomllib.loads(file.read_text()).get("survivor", [])
    return [
        Note(one["file"], one["before"], one["after"], one["class"], one["because"])
        for one in entries
    ]


def note_on(mutant: Mutant, noted: Iterable[Note]) -> Note | None:
    return next((note for note in noted if note.is_about(mutant)), None)

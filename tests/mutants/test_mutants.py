"""What the suite doesn't find has a class and a reason, and the figures are by classes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from .mutant import Mutant
from .notes import CLASSES, MISS, Note, notes
from .report import outcome, rate, told
from .server import answering_slips

NOTED = [Note("plan.py", "a < b", "a > b", MISS, "nobody tries b")]


def mutant(exit: int | None, *red: str, after: str = "a > b") -> Mutant:  # noqa: A002
    return Mutant("ReplaceComparison", "plan.py", 7, "a < b", after, exit, red)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (mutant(1, "SEND-001"), "found"),
        (mutant(2, "SEND-001"), "found"),
        (mutant(2), "no verdict"),
        (mutant(None), "no server"),
        (mutant(0), "miss"),
        (mutant(0, after="a == b"), "not looked at"),
    ],
)
def test_only_a_must_that_failed_counts_as_found(made: Mutant, expected: str) -> None:
    assert outcome(made, NOTED) == expected


def test_the_rate_is_of_the_violations_of_a_must() -> None:
    assert rate(Counter({"found": 19, "miss": 1, "allowed": 80, "no verdict": 5})) == 0.95
    text = told([mutant(1, "SEND-001"), mutant(0), mutant(None)], NOTED)
    assert "Of 2 violations of a MUST the suite found 1: **50.0%**." in text
    assert "| found: a MUST failed | 1 |" in text
    assert "<code>a &gt; b</code> | miss | nobody tries b |" in text


def test_each_survivor_has_a_class_and_a_reason_and_is_noted_once() -> None:
    noted = notes()
    assert [note for note in noted if note.kind not in CLASSES or not note.because] == []
    places = Counter((note.file, note.before, note.after) for note in noted)
    assert [place for place, number in places.items() if number > 1] == []


def test_what_is_noted_is_of_the_second_server_as_it_is() -> None:
    server = Path(__file__).parents[1] / "suite" / "other_server"
    code = {file.name: _lines(file) for file in server.glob("*.py")}
    gone = [note for note in notes() if not set(note.before.split("\n")) <= code[note.file]]
    assert gone == []


def _lines(file: Path) -> set[str]:
    return {line.strip() for line in file.read_text().splitlines()}


def test_a_mutant_that_trips_answers_500() -> None:
    said: list[object] = []

    class Handler:
        close_connection = False

        def send_response(self, status: int) -> None:
            said.append(status)

        def send_header(self, *header: str) -> None:
            said.append(header)

        def end_headers(self) -> None:
            said.append("end")

    def trip(_: object) -> None:
        raise KeyError("whatever the mutation made of it")

    handler = Handler()
    answering_slips(trip)(handler)
    assert said == [500, ("content-length", "0"), "end"]
    assert handler.close_connection

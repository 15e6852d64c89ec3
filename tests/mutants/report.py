"""The figures of a session, and its survivors by their classes."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Sequence

from .mutant import Mutant
from .notes import ALLOWED, CLASSES, EQUIVALENT, MISS, SHOULD, Note, note_on


def outcome(mutant: Mutant, noted: Sequence[Note]) -> str:
    """Return `found`, the class of a survivor, `no verdict`, `no server` or `not looked at`."""
    if mutant.red:
        return "found"
    if mutant.exit is None:
        return "no server"
    if mutant.exit != 0:
        return "no verdict"
    note = note_on(mutant, noted)
    return note.kind if note else "not looked at"


def rate(outcomes: Counter[str]) -> float:
    """Return which share of the violations of a MUST was found."""
    violations = outcomes["found"] + outcomes[MISS]
    return outcomes["found"] / violations if violations else 1.0


def told(mutants: Sequence[Mutant], noted: Sequence[Note]) -> str:
    """Return both as Markdown."""
    outcomes = Counter(outcome(mutant, noted) for mutant in mutants)
    rows = {
        "found: a MUST failed": outcomes["found"],
        "**miss**: " + CLASSES[MISS]: outcomes[MISS],
        "SHOULD: " + CLASSES[SHOULD]: outcomes[SHOULD],
        "allowed: " + CLASSES[ALLOWED]: outcomes[ALLOWED],
        "equivalent: " + CLASSES[EQUIVALENT]: outcomes[EQUIVALENT],
        "no verdict: it hangs, or tells the suite that it is no server to judge": (
            outcomes["no verdict"]
        ),
        "no server: it doesn't start, or doesn't end": outcomes["no server"],
        "not looked at": outcomes["not looked at"],
    }
    table = [f"| {what} | {number} |" for what, number in rows.items() if number]
    violations = outcomes["found"] + outcomes[MISS]
    return "\n".join(
        [
            f"| of {len(mutants)} mutants | |",
            "|---|--:|",
            *table,
            "",
            f"Of {violations} violations of a MUST the suite found {outcomes['found']}: "
            f"**{rate(outcomes):.1%}**.",
            "",
            *_survivors(mutants, noted),
        ]
    )


def _survivors(mutants: Sequence[Mutant], noted: Sequence[Note]) -> list[str]:
    lines = ["| survivor | instead of | there was | class | why |", "|---|---|---|---|---|"]
    for mutant in mutants:
        if mutant.exit == 0:
            note = note_on(mutant, noted)
            cells = [
                f"`{mutant.file}` {mutant.line}, {mutant.operator}",
                _code(mutant.before),
                _code(mutant.after),
                outcome(mutant, noted),
                note.because if note else "",
            ]
            lines.append("| " + " | ".join(cells) + " |")
    return lines


def _code(text: str) -> str:
    # In a table a bar ends the cell, in code too.
    return "<code>" + html.escape(text).replace("|", "&#124;").replace("\n", "<br>") + "</code>"

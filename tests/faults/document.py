"""docs/kill-matrix.md: parts of it are written by commands, each its own."""

from __future__ import annotations

import re
from pathlib import Path

from .matrix import Row, median_seconds, survivors, table, totals
from .running import Verdict

_EMPTY = """# The kill matrix

The suite is only worth as much as the faults it finds. `tests/faults` holds a registry of faults:
each is a small change to the reference server, switched on one at a time. A fault is killed only
if a requirement fails that describes it; a failure elsewhere doesn't count.

All of these faults were chosen by those who wrote the suite. So the matrix proves coverage of the
chosen faults only, and says nothing about any other: [Mutants and readings](mutants.md) tells what
the suite makes of mutations and servers that nobody chose. The parts below are written by the
commands that they name.

## Faults

<!-- faults -->
<!-- /faults -->

## Correct servers

<!-- soak -->
<!-- /soak -->

## Baseline

<!-- baseline -->
<!-- /baseline -->
"""


def put(document: Path, part: str, text: str) -> str:
    """Return the document with another text in one of its parts."""
    if not has(document, part):
        raise ValueError(f"{document.name} has no part {part}")
    filled = f"<!-- {part} -->\n{text.strip()}\n<!-- /{part} -->"
    return _marked(part).sub(lambda _: filled, _whole(document))


def has(document: Path, part: str) -> bool:
    return _marked(part).search(_whole(document)) is not None


def _whole(document: Path) -> str:
    return document.read_text() if document.exists() else _EMPTY


def _marked(part: str) -> re.Pattern[str]:
    return re.compile(rf"<!-- {part} -->\n.*?<!-- /{part} -->", re.DOTALL)


def written(rows: list[Row], correct: Verdict, command: str, document: Path) -> str:
    """Return the document with the matrix in it."""
    return put(
        document,
        "faults",
        f"""Written by {command}.
On the correct server the same run is green
({correct.passed} requirements, {correct.seconds:.1f} s). Requirements of level SHOULD count too.
A faulty server meets all parts of the suite that could name its fault: boundary cases and property
tests only if the fault is one of a boundary.

{totals(rows)}

Median time from the start of a run to the first sign that names the fault:
{median_seconds(rows):.1f} s (two runs at a time).

### Survivors

{survivors(rows)}

### Matrix

Each cell names the first requirement, of those that describe the fault, that failed in this way
of testing.

{table(rows)}
""",
    )

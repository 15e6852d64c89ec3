"""The catalogue as text (`--list`) and as docs/requirements.md.

`python -m sinch_batches_contract._command.listing > docs/requirements.md` writes the latter.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from .._catalogue.requirement import Requirement, Way, is_chosen
from .._catalogue.unobservable import UNOBSERVABLE
from .._load.invariants import INVARIANTS
from .._run._selection import everything

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Iterator

    from .._load.invariants import Invariant

_HEADINGS = {
    Way.CHECK: ("Checks", "Each is one small function."),
    Way.BOUNDARY: (
        "Boundary cases",
        "Derived from openapi.yaml: for each constraint a request at the limit, which must be "
        "accepted, and one beyond it, which must be refused with 400.",
    ),
    Way.FIELD: (
        "Fields and read-back",
        "One table of a batch's fields: their defaults, changes and resets, and that what was "
        "answered is what is stored.",
    ),
    Way.RULE: (
        "Rules between fields",
        "Each rule, for each operation that takes a batch or changes one.",
    ),
    Way.KIND: (
        "Kinds and places",
        "Each class of values of each kind, in every place that openapi.yaml has it (`x-kind`): "
        "it is read back as what it means, or refused with 400.",
    ),
    Way.COVERAGE: (
        "Coverage",
        "Each value of each keyword that Schemathesis derives from openapi.yaml, once.",
    ),
    Way.PROPERTY: ("Property tests", "Random requests, made out of openapi.yaml."),
    Way.SCENARIO: (
        "Scenarios",
        "Random requests that follow each other as the links of openapi.yaml say, in the budget "
        "`deep`.",
    ),
    Way.STORY: ("Stories", "Random histories of all operations, against a small oracle."),
}
_INTRODUCTION = """\
# Requirements

What `sinch-batches conformance` checks. This page is made from the catalogue by
`python -m sinch_batches_contract._command.listing > docs/requirements.md`; a test holds the two
together.

MUST comes from the public API page (`seed`, by its sections) or from Sinch's guides (`docs`).
SHOULD comes from what Sinch's own SDKs show (`sdk`) or from a decision of this project where
nothing is documented (`inference`). `sources §2.1` and `decision 35` are numbers of
docs/sources.md, `contradiction 7` one of docs/contradictions.md.
"""


_UNDER_LOAD = """\
## Under load

What `sinch-batches load` checks, and no other command: during the run on a sample, after it on all.
"""


def catalogue_text(options: Namespace) -> str:
    """Return the chosen requirements, one in a line, with tabs between the columns."""
    only, skip = tuple(options.only or ()), tuple(options.skip or ())
    return "".join(_line(entry) for entry in everything() if is_chosen(entry.id, only, skip))


def catalogue_document() -> str:
    """Return the whole catalogue as Markdown."""
    entries = everything()
    parts = [_INTRODUCTION]
    for way, (heading, explanation) in _HEADINGS.items():
        chosen = [entry for entry in entries if entry.way is way]
        parts += [f"## {heading}\n\n{len(chosen)} requirements. {explanation}\n", _table(chosen)]
    parts += [_UNDER_LOAD, _table(INVARIANTS)]
    parts += ["## Where each source is checked\n", _traced(entries)]
    parts += ["## Rules that can't be seen from outside\n", _unobservable()]
    return "\n".join(parts)


def _line(entry: Requirement) -> str:
    columns = (entry.id, entry.level, entry.way, entry.operation, entry.title, entry.source)
    return "\t".join(columns) + "\n"


def _table(entries: Iterable[Requirement | Invariant]) -> str:
    rows = [
        (f"`{entry.id}`", entry.level.value, f"`{entry.operation}`", entry.title, entry.source)
        for entry in entries
    ]
    return "".join(_markdown(("id", "level", "operation", "rule", "source"), rows))


def _traced(entries: Iterable[Requirement]) -> str:
    """Tell which requirements check a source, those of one class or limit as a pattern."""
    found: dict[str, dict[str, None]] = {}
    for entry in entries:
        found.setdefault(entry.source, {})[_pattern(entry)] = None
    rows = [(source, ", ".join(f"`{id}`" for id in ids)) for source, ids in sorted(found.items())]
    return "".join(_markdown(("source", "requirements"), rows))


def _pattern(entry: Requirement) -> str:
    if entry.way is Way.KIND:
        return entry.id.partition("@")[0] + "@*"
    return entry.id


def _unobservable() -> str:
    return "".join(_markdown(("source", "rule", "why not"), UNOBSERVABLE))


def _markdown(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |\n"
    yield f"|{' --- |' * len(head)}\n"
    for row in rows:
        cells = (cell.replace("|", "\\|").replace("\n", " ") for cell in row)
        yield f"| {' | '.join(cells)} |\n"


if __name__ == "__main__":
    sys.stdout.write(catalogue_document())

"""The table of rules: each with its level for each operation, or why it doesn't apply there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from .._judgement.levels import Level
from ._taker import TAKERS, Taker

# How binding a rule is for an operation, or why it doesn't apply to it.
Cell = Level | str
Try = Callable[[Taker], None]


@dataclass(frozen=True)
class Rule:
    """A rule between fields.

    `source` is where it stands on the page, with {section} for that of the operation; `softer` is
    the source where the rule is a SHOULD.
    """

    name: str
    title: str
    cells: Mapping[str, Cell]
    source: str
    softer: str
    needs: frozenset[str]
    attempt: Try


RULES: dict[str, Rule] = {}


def rule(
    name: str,
    title: str,
    *,
    send: Cell,
    dry_run: Cell,
    replace: Cell,
    update: Cell,
    source: str,
    softer: str = "",
    needs: Iterable[str] = (),
) -> Callable[[Try], Try]:
    """Enter the function into the table as what is tried of this rule."""

    def enter(attempt: Try) -> Try:
        if name in RULES:
            raise ValueError(f"{name} is in the table twice")
        cells = dict(zip(TAKERS, (send, dry_run, replace, update), strict=True))
        RULES[name] = Rule(name, title, cells, source, softer or source, frozenset(needs), attempt)
        return attempt

    return enter

"""The table of rules: each with its level for each operation, or why it doesn't apply there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from .._judgement.levels import Level
from ._taker import BINARY, TAKERS, TEXT, TYPED_BINARY, Taker

# How binding a rule is for an operation, or why it doesn't apply to it.
Cell = Level | str
Try = Callable[[Taker], None]


@dataclass(frozen=True)
class Rule:
    """A rule between fields.

    `source` is where it stands on the page, with {section} for that of the operation; `softer` is
    the source where the rule is a SHOULD; `kinds` are those of batches that it is about.
    """

    name: str
    title: str
    cells: Mapping[str, Cell]
    source: str
    softer: str
    needs: frozenset[str]
    kinds: tuple[str, ...]
    attempt: Try

    def kinds_in(self, operation: str) -> list[str]:
        """Return the kinds of batches that it is tried with; only an update may leave the type."""
        told = {BINARY: TYPED_BINARY} if operation != "update_batch" else {}
        return list(dict.fromkeys(told.get(kind, kind) for kind in self.kinds))


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
    kinds: tuple[str, ...] = (TEXT, BINARY),
) -> Callable[[Try], Try]:
    """Enter the function into the table as what is tried of this rule."""

    def enter(attempt: Try) -> Try:
        if name in RULES:
            raise ValueError(f"{name} is in the table twice")
        cells = dict(zip(TAKERS, (send, dry_run, replace, update), strict=True))
        softer_ = softer or source
        RULES[name] = Rule(name, title, cells, source, softer_, frozenset(needs), kinds, attempt)
        return attempt

    return enter

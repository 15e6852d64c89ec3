"""The catalogue: every requirement with its id, level, operation, title and source."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from .._settings.settings import Budget
from .._spec.operations import capability_of

if TYPE_CHECKING:
    from .._asking.api import Api
    from .._judgement.levels import Level

Check = Callable[["Api"], None]

LISTENING = "callbacks"
"""The share of all that needs callbacks to arrive: one process can listen."""


class Way(StrEnum):
    """How a requirement is tested."""

    CHECK = "check"
    BOUNDARY = "boundary"
    KIND = "kind"
    RULE = "rule"
    FIELD = "field"
    COVERAGE = "coverage"
    PROPERTY = "property"
    SCENARIO = "scenario"
    STORY = "story"
    RUN = "run"


@dataclass(frozen=True)
class Requirement:
    """One rule for a server.

    `source` tells where the rule stands: `seed` (the public API page), `docs`, `sdk` or
    `inference`. `needs` are capabilities; without one of them the rule doesn't apply. `batches`
    is the most batches that one check of the rule creates. Requirements of the same `share` are
    judged by one process, as they share what they found out.
    """

    id: str
    level: Level
    operation: str
    title: str
    source: str
    check: Check
    needs: frozenset[str] = frozenset()
    batches: int = 0
    way: Way = Way.CHECK
    share: str = ""

    @property
    def listens(self) -> bool:
        """Whether callbacks have to arrive for it."""
        return self.share == LISTENING

    def runs(self, budget: Budget) -> int:
        """How often a run of this budget repeats the check with other data; 0 leaves it out."""
        if self.way is Way.PROPERTY:
            return budget.examples
        if self.way is Way.SCENARIO and budget is not Budget.DEEP:
            return 0
        is_many = self.way in (Way.STORY, Way.SCENARIO)
        return budget.stories * budget.steps if is_many else 1


_CATALOGUE: dict[str, Requirement] = {}


def requirement(
    id: str,
    level: Level,
    operation: str,
    title: str,
    *,
    source: str,
    needs: Iterable[str] = (),
    batches: int | None = None,
    share: str = "",
) -> Callable[[Check], Check]:
    """Enter the function into the catalogue as the check of this requirement.

    `needs` are capabilities beside the one that the operation is, and that callbacks are.
    """

    def enter(check: Check) -> Check:
        if id in _CATALOGUE:
            raise ValueError(f"{id} is in the catalogue twice")
        _CATALOGUE[id] = Requirement(
            id,
            level,
            operation,
            title,
            source,
            check,
            frozenset(needs)
            | capability_of(operation)
            | ({share} if share == LISTENING else set()),
            (0 if operation == "dry_run_batch" else 1) if batches is None else batches,
            share=share,
        )
        return check

    return enter


def entered() -> list[Requirement]:
    """Return the requirements that were entered so far, in this order."""
    return list(_CATALOGUE.values())


def is_chosen(id: str, only: tuple[str, ...], skip: tuple[str, ...]) -> bool:
    """Whether the id fits one of `only` (or there is none) and none of `skip`; `*` matches any."""
    if any(fnmatchcase(id, pattern) for pattern in skip):
        return False
    return not only or any(fnmatchcase(id, pattern) for pattern in only)

"""Which requirements a run judges: all ways of testing in one list."""

from __future__ import annotations

from functools import cache

from .._bounds import boundary_requirements
from .._catalogue.requirement import Requirement, is_chosen
from .._catalogue.statuses import status_requirements
from .._fields import field_requirements
from .._kinds import kind_requirements
from .._properties import property_requirements
from .._rules import rule_requirements
from .._settings.settings import Settings, UsageError
from .._story import story_requirements
from ..requirements import checks


@cache
def everything() -> tuple[Requirement, ...]:
    """Return the whole catalogue, all ways of testing one after the other."""
    return (
        *checks(),
        *field_requirements(),
        *rule_requirements(),
        *kind_requirements(),
        *boundary_requirements(),
        *property_requirements(),
        *story_requirements(),
        *status_requirements(),
    )


def selection(settings: Settings) -> list[Requirement]:
    """Return what the settings choose; the order is the same in every process."""
    return [
        requirement
        for requirement in everything()
        if is_chosen(requirement.id, settings.only, settings.skip)
        and requirement.runs(settings.budget)
    ]


def check_choice(settings: Settings) -> None:
    """Look for mistakes in what the settings choose: they would make a run green for nothing.

    Raises:
        UsageError: a pattern fits no requirement, or none is left to judge.

    """
    known = [requirement.id for requirement in everything()]
    fitting = {
        pattern: any(is_chosen(id, (pattern,), ()) for id in known)
        for pattern in (*settings.only, *settings.skip)
    }
    # The list of known failures has ids, not patterns: what was forgotten must be seen.
    fitting |= {id: id in known for id in settings.known_failing}
    for told, fits in fitting.items():
        if not fits:
            raise UsageError(f"no requirement fits {told!r}; see --list")
    if not selection(settings):
        raise UsageError("--only, --skip and --budget leave no requirement to judge")


def most_batches(requirements: list[Requirement], settings: Settings) -> int:
    """Return how many batches the requirements create at most, if every check runs once."""
    return sum(
        requirement.batches * requirement.runs(settings.budget) for requirement in requirements
    )

"""Which requirements a run judges: all ways of testing in one list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._bounds import boundary_requirements
from ._catalogue import Requirement, checks, is_chosen
from ._properties import property_requirements
from ._story import story_requirements

if TYPE_CHECKING:
    from ._settings import Settings


def everything() -> list[Requirement]:
    """Return the whole catalogue: checks, boundary cases, property tests and stories."""
    return [
        *checks(),
        *boundary_requirements(),
        *property_requirements(),
        *story_requirements(),
    ]


def selection(settings: Settings) -> list[Requirement]:
    """Return what the settings choose; the order is the same in every process."""
    return [
        requirement
        for requirement in everything()
        if is_chosen(requirement.id, settings.only, settings.skip)
    ]


def unknown_ids(settings: Settings) -> list[str]:
    """Return the patterns of the settings that fit no requirement."""
    known = [requirement.id for requirement in everything()]
    patterns = [*settings.only, *settings.skip, *settings.known_failing]
    return [
        pattern for pattern in patterns if not any(is_chosen(id, (pattern,), ()) for id in known)
    ]


def most_batches(requirements: list[Requirement], settings: Settings) -> int:
    """Return how many batches the requirements create at most, if every check runs once."""
    return sum(
        requirement.batches * requirement.runs(settings.budget) for requirement in requirements
    )

"""Stories."""

from .._catalogue import Requirement


def story_requirements() -> list[Requirement]:
    """Return one requirement per story."""
    return []

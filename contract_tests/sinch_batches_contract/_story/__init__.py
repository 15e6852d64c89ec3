"""Stories: random histories of all operations, compared with a small oracle."""

from ._requirements import story_requirements

__all__ = ["story_requirements"]

"""How binding a requirement is."""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """The force of a requirement, as in RFC 2119."""

    MUST = "MUST"
    SHOULD = "SHOULD"
    MAY = "MAY"


MUST, SHOULD, MAY = Level.MUST, Level.SHOULD, Level.MAY

_FORCE = {MAY: 0, SHOULD: 1, MUST: 2}


def makes_red(level: Level, judged_at: Level) -> bool:
    """Whether breaking a requirement of this level fails a run judged at the other level."""
    return _FORCE[level] >= _FORCE[judged_at]

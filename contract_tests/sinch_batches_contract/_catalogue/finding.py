"""What came of one requirement, as plain data that can travel between processes."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .._judgement.levels import makes_red
from .._judgement.outcomes import (
    NotApplicable,
    NotTested,
    Outcome,
    Stopped,
    UnreliableTarget,
    Violation,
)
from .._settings.settings import CAPABILITIES

if TYPE_CHECKING:
    from .._judgement.outcomes import Trying
    from .._line import Exchange, WrongStatus
    from .._settings.settings import Settings
    from .requirement import Requirement

Record = dict[str, Any]

_EXCHANGES_SHOWN = 8


@dataclass(frozen=True)
class Finding:
    """What came of one requirement.

    `cause` is the same text for all findings that come from the same fault of the server, as far
    as can be told.
    """

    requirement: Requirement
    outcome: Outcome
    detail: str = ""
    cause: str = ""
    violates: tuple[str, ...] = ()
    wrong_statuses: tuple[WrongStatus, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    statuses: dict[str, dict[str, int]] = field(default_factory=dict)
    trying: Trying | None = None
    seconds: float = 0.0
    requests: int = 0
    drops: int = 0
    batches: int = 0

    def as_record(self) -> Record:
        """Return the finding as the reports write it."""
        told = self.requirement
        is_broken = self.outcome in (Outcome.FAILED, Outcome.WARNING, Outcome.KNOWN_FAILING)
        shown = self.exchanges[-_EXCHANGES_SHOWN:] if is_broken else self.exchanges[-1:]
        return {
            "id": told.id,
            "level": told.level.value,
            "operation": told.operation,
            "title": told.title,
            "source": told.source,
            "way": told.way.value,
            "outcome": self.outcome.value,
            "detail": self.detail,
            "cause": self.cause,
            "violates": list(self.violates),
            "curl": shown[-1].curl if shown else "",
            "exchanges": [exchange.as_record() for exchange in shown] if is_broken else [],
            "wrong_statuses": [wrong.as_record() for wrong in self.wrong_statuses],
            "statuses": self.statuses,
            "tried": self.trying.tried if self.trying else None,
            "planned": self.trying.planned if self.trying else None,
            "seconds": round(self.seconds, 3),
            "requests": self.requests,
            "drops": self.drops,
            "batches": self.batches,
        }


def check_needs(requirement: Requirement, settings: Settings) -> None:
    """Raise NotApplicable if the server is without a capability that the requirement needs."""
    lacking = sorted(requirement.needs & settings.without)
    if lacking:
        raise NotApplicable(f"the server is without {CAPABILITIES[lacking[0]]}")


def outcome_of(
    raised: BaseException | None, requirement: Requirement, settings: Settings
) -> tuple[Outcome, str]:
    """Return what a check came to that raised this, or nothing, and the sentence that tells it."""
    known = settings.known_failing.get(requirement.id)
    match raised:
        case NotApplicable():
            return Outcome.NOT_APPLICABLE, str(raised)
        case NotTested():
            return Outcome.NOT_TESTED, str(raised)
        case UnreliableTarget():
            return Outcome.NOT_TESTED, f"unreliable target: {raised}"
        case Stopped():
            return Outcome.CUT_SHORT, str(raised)
        case None if known is not None:
            told = f"passes by surprise: take it off the known-failing list ({known})"
            return Outcome.FAILED, told
        case None:
            return Outcome.PASSED, ""
        case Violation() if known is not None:
            return Outcome.KNOWN_FAILING, f"{raised} (known: {known})" if known else str(raised)
        case Violation():
            red = makes_red(requirement.level, settings.level)
            return (Outcome.FAILED if red else Outcome.WARNING), str(raised)
    return Outcome.ERROR, f"a fault of the suite, not of the server: {_where(raised)}"


def _where(slip: BaseException) -> str:
    """Say in one line what tripped, and where."""
    last = traceback.extract_tb(slip.__traceback__)[-1]
    text = " ".join(str(slip).split())[:200]
    return f"{type(slip).__name__} in {Path(last.filename).name}, line {last.lineno}: {text}"

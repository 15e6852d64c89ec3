"""Judging one requirement: run its check, and say what came of it."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ._api import Api
from ._levels import makes_red
from ._operations import operation_of
from ._outcomes import NotApplicable, NotTested, Outcome, UnreliableTarget, Violation
from ._settings import CAPABILITIES, Settings

if TYPE_CHECKING:
    from ._catalogue import Requirement
    from ._exchange import Exchange
    from ._wire import Wire

_ATTEMPTS = 3
_EXCHANGES_SHOWN = 8


@dataclass(frozen=True)
class Finding:
    """What came of one requirement, as plain data that can travel between processes."""

    requirement: Requirement
    outcome: Outcome
    detail: str = ""
    violates: tuple[str, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    statuses: dict[str, dict[str, int]] = field(default_factory=dict)
    seconds: float = 0.0
    requests: int = 0
    drops: int = 0
    batches: int = 0

    @property
    def is_red(self) -> bool:
        """Whether it fails the run."""
        return self.outcome is Outcome.FAILED

    def as_record(self) -> dict[str, Any]:
        """Return the finding as the reports write it."""
        told = self.requirement
        shown = self.exchanges[-_EXCHANGES_SHOWN:] if self._is_broken else self.exchanges[-1:]
        return {
            "id": told.id,
            "level": told.level.value,
            "operation": told.operation,
            "title": told.title,
            "source": told.source,
            "way": told.way.value,
            "outcome": self.outcome.value,
            "detail": self.detail,
            "violates": list(self.violates),
            "curl": shown[-1].curl if shown else "",
            "exchanges": [exchange.as_record() for exchange in shown] if self._is_broken else [],
            "statuses": self.statuses,
            "seconds": round(self.seconds, 3),
            "requests": self.requests,
            "drops": self.drops,
            "batches": self.batches,
        }

    @property
    def _is_broken(self) -> bool:
        return self.outcome in (Outcome.FAILED, Outcome.WARNING, Outcome.KNOWN_FAILING)


def judge(requirement: Requirement, wire: Wire, settings: Settings) -> Finding:
    """Check the requirement; dropped connections repeat the whole check, at most twice."""
    started = time.monotonic()
    wire.exchanges.clear()
    wire.forgotten.clear()
    requests, drops, batches = wire.requests, wire.drops, 0
    seen: list[Exchange] = []
    for left in reversed(range(_ATTEMPTS)):
        api = Api(wire, settings, settings.service_plan_id, settings.api_token)
        raw = _attempt(requirement, api, settings)
        seen = list(wire.exchanges)
        _clean_up(api)
        batches += api.created
        if not isinstance(raw, UnreliableTarget) or not left:
            break
    outcome, detail = _outcome(raw, requirement, settings)
    return Finding(
        requirement,
        outcome,
        detail,
        violates=_violated(raw, requirement),
        exchanges=tuple(seen),
        statuses=_statuses([*wire.forgotten, *wire.exchanges]),
        seconds=time.monotonic() - started,
        requests=wire.requests - requests,
        drops=wire.drops - drops,
        batches=batches,
    )


def _attempt(requirement: Requirement, api: Api, settings: Settings) -> Exception | None:
    lacking = sorted(requirement.needs & settings.without)
    if lacking:
        return NotApplicable(f"the server is without {CAPABILITIES[lacking[0]]}")
    try:
        requirement.check(api)
    except (Violation, NotTested, NotApplicable, UnreliableTarget) as raised:
        return raised
    except (LookupError, TypeError, AttributeError, ValueError, ArithmeticError) as trip:
        # On an answer of a shape that no correct server gives, a check may trip.
        return Violation(f"the answer can't be read as the rule needs it: {trip!r}")
    return None


def _outcome(
    raised: Exception | None, requirement: Requirement, settings: Settings
) -> tuple[Outcome, str]:
    known = settings.known_failing.get(requirement.id)
    if isinstance(raised, NotApplicable):
        return Outcome.NOT_APPLICABLE, str(raised)
    if isinstance(raised, NotTested):
        return Outcome.NOT_TESTED, str(raised)
    if isinstance(raised, UnreliableTarget):
        return Outcome.NOT_TESTED, f"unreliable target: {raised}"
    if raised is None and known is not None:
        return Outcome.FAILED, f"passes by surprise: take it off the known-failing list ({known})"
    if raised is None:
        return Outcome.PASSED, ""
    if known is not None:
        return Outcome.KNOWN_FAILING, f"{raised} (known: {known})" if known else str(raised)
    red = makes_red(requirement.level, settings.level)
    return (Outcome.FAILED if red else Outcome.WARNING), str(raised)


def _violated(raised: Exception | None, requirement: Requirement) -> tuple[str, ...]:
    if not isinstance(raised, Violation):
        return ()
    return (raised.requirement or requirement.id,)


def _clean_up(api: Api) -> None:
    try:
        api.cancel_what_is_scheduled()
    except UnreliableTarget:
        return


def _statuses(exchanges: list[Exchange]) -> dict[str, dict[str, int]]:
    counted: dict[str, Counter[str]] = {}
    for exchange in exchanges:
        name = operation_of(exchange.method, exchange.url)
        if name is not None:
            counted.setdefault(name, Counter())[f"{exchange.status // 100}xx"] += 1
    return {name: dict(counter) for name, counter in counted.items()}

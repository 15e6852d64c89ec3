"""Judging one requirement: run its check, and say what came of it."""

from __future__ import annotations

import re
import time
from collections import Counter
from typing import TYPE_CHECKING

from .._asking.api import Api
from .._catalogue.finding import Finding, check_needs, outcome_of
from .._judgement.outcomes import (
    NotApplicable,
    NotTested,
    Outcome,
    Stopped,
    UnreliableTarget,
    Violation,
)
from .._line import Line, Wire

if TYPE_CHECKING:
    from .._asking.cleaning import Cleaner
    from .._catalogue.requirement import Requirement
    from .._settings.settings import Settings

_ATTEMPTS = 3
# The values of one case: sentences that differ in nothing else are about the same.
_VALUE = re.compile(r""""[^"]*"|'[^']*'|\b\d[\d:.TZ+-]*""")


def judge(
    requirement: Requirement, name: str, line: Line, cleaner: Cleaner, settings: Settings
) -> Finding:
    """Check the requirement; a request without an answer repeats the whole check, at most twice.

    `name` tells its batches from those of all others.

    Raises:
        Stopped: the run ended before anything was found out.

    """
    started = time.monotonic()
    wire = Wire(line, settings, name)
    batches = 0
    for left in reversed(range(_ATTEMPTS)):
        wire.exchanges.clear()
        api = Api(wire, settings, settings.service_plan_id, settings.api_token, cleaner)
        try:
            raw = _attempt(requirement, api, settings)
        finally:
            api.cancel_what_is_scheduled()
        batches += api.created
        if not isinstance(raw, UnreliableTarget) or not left:
            break
    if isinstance(raw, Stopped) and api.trying is None:
        raise raw
    outcome, detail = outcome_of(raw, requirement, settings)
    return Finding(
        requirement,
        outcome,
        detail,
        cause=_cause(raw, outcome, wire),
        violates=_violated(raw, requirement),
        wrong_statuses=tuple(wire.wrong_statuses.values()),
        exchanges=tuple(wire.exchanges),
        statuses=_by_class(wire.statuses),
        trying=api.trying,
        seconds=time.monotonic() - started,
        requests=wire.requests,
        drops=wire.drops,
        batches=batches,
    )


def _attempt(requirement: Requirement, api: Api, settings: Settings) -> BaseException | None:
    try:
        check_needs(requirement, settings)
        requirement.check(api)
    except (Violation, NotTested, NotApplicable, UnreliableTarget, Stopped) as raised:
        return raised
    except Exception as slip:
        return slip
    return None


def _cause(raised: BaseException | None, outcome: Outcome, wire: Wire) -> str:
    if outcome is Outcome.ERROR:
        return "a fault of the suite"
    if not isinstance(raised, Violation):
        return "known failures that pass by surprise" if outcome is Outcome.FAILED else ""
    last = wire.exchanges[-1].operation if wire.exchanges else None
    about = raised.about or _VALUE.sub("…", str(raised).partition("\n")[0])
    return f"{last}: {about}" if last else about


def _violated(raised: BaseException | None, requirement: Requirement) -> tuple[str, ...]:
    if not isinstance(raised, Violation):
        return ()
    return (raised.requirement or requirement.id,)


def _by_class(statuses: Counter[tuple[str, int]]) -> dict[str, dict[str, int]]:
    counted: dict[str, Counter[str]] = {}
    for (operation, status), count in statuses.items():
        counted.setdefault(operation, Counter())[f"{status // 100}xx"] += count
    return {name: dict(counter) for name, counter in counted.items()}

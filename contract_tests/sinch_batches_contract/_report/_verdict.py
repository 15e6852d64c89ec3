"""The verdict on a server: all findings and what follows from them."""

from __future__ import annotations

import time
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from .._catalogue.finding import Finding, Record, check_needs, outcome_of
from .._catalogue.requirement import Way
from .._catalogue.statuses import expect_success, wrong_status
from .._judgement.levels import Level, makes_red
from .._judgement.outcomes import NotApplicable, NotTested, Outcome, Violation
from .._settings.settings import QUIET
from .._spec.document import spec_version
from ._causes import Cause, causes

if TYPE_CHECKING:
    from .._catalogue.requirement import Requirement
    from .._settings.settings import Settings

_BROKEN = (Outcome.FAILED, Outcome.WARNING, Outcome.KNOWN_FAILING)
_UNTOLD = (Outcome.NOT_TESTED, Outcome.NOT_APPLICABLE)


class Verdict:
    """Collects the findings of a run; `finish` closes it.

    `ended` says why the run ended before all was judged, `remaining` which batches it left
    scheduled, and `may_remain` that there may be others.
    """

    def __init__(self, settings: Settings, chosen: list[Requirement], most_batches: int) -> None:
        self.settings = settings
        self.chosen = chosen
        self.most_batches = most_batches
        self.findings: list[Record] = []
        self.causes: list[Cause] = []
        self.broken: list[str] = []
        self.ended: str | None = None
        self.remaining: list[str] = []
        self.may_remain = False
        self.target_is_gone = False
        self.drops = 0
        self.requests = 0
        self.requests_of_clean_up = 0
        self.started_at = datetime.now(UTC)
        self.seconds = 0.0
        self._started = time.monotonic()
        self._unreached: set[str] = set()

    def header(self) -> list[str]:
        """Tell what the run is about to do."""
        settings = self.settings
        listens = any(requirement.listens for requirement in self.chosen)
        address = settings.callback_listener
        return [
            f"target {settings.base_url}, service plan {settings.service_plan_id}, "
            f"spec {spec_version()}",
            f"{len(self.chosen)} requirements, budget {settings.budget}, seed {settings.seed}; "
            f"creates at most {self.most_batches} batches, named {settings.prefix}..., and cancels "
            "those it leaves scheduled",
            *([_told_of_callbacks(settings, *address)] if listens and address else []),
        ]

    def add(self, record: Record) -> None:
        """Take one finding, without tokens."""
        record["at"] = round(time.monotonic() - self._started, 3)
        self.findings.append(record)
        self.requests += record["requests"]
        self.drops += record["drops"]

    def add_end(self, message: dict[str, Any]) -> None:
        """Take what a worker says at its end."""
        self.ended = self.ended or message["end"]
        self.target_is_gone |= message["is_gone"]
        cleaned = message["cleaned"]
        self.requests_of_clean_up += cleaned["requests"]
        self.drops += cleaned["drops"]
        self.remaining += cleaned["remaining"]

    def finish(self) -> None:
        """Judge the run as a whole, note what it didn't reach, and sort all as the catalogue."""
        judged = {record["id"] for record in self.findings}
        self._unreached = {
            requirement.id
            for requirement in self.chosen
            if requirement.way is not Way.RUN and requirement.id not in judged
        }
        for requirement in self.chosen:
            if requirement.way is Way.RUN:
                self.add(self._over_all(requirement))
            elif requirement.id in self._unreached:
                why = f"not reached: {self.ended or 'a worker ended before its time'}"
                self.add(Finding(requirement, Outcome.NOT_TESTED, why).as_record())
        place = {requirement.id: index for index, requirement in enumerate(self.chosen)}
        self.findings.sort(key=lambda record: place[record["id"]])
        self.causes = causes(self.findings)
        self.seconds = time.monotonic() - self._started

    def summary(self) -> dict[str, int]:
        """Count the outcomes."""
        counted = Counter(record["outcome"] for record in self.findings)
        return {outcome.value: counted[outcome.value] for outcome in Outcome}

    def statuses(self) -> dict[str, Counter[str]]:
        """Count the answers of each operation by class of status."""
        total: dict[str, Counter[str]] = {}
        for record in self.findings:
            for name, counted in record["statuses"].items():
                total.setdefault(name, Counter()).update(counted)
        return total

    def of(self, *outcomes: Outcome) -> list[Record]:
        """Return the findings with one of these outcomes."""
        return [record for record in self.findings if record["outcome"] in outcomes]

    @property
    def judged(self) -> int:
        """How many requirements were judged, or told why that can't be done here."""
        return len(self.findings) - len(self._unreached)

    @property
    def unreliable(self) -> list[Record]:
        """What couldn't be judged because no answer came, after all retries."""
        return [
            record
            for record in self.of(Outcome.NOT_TESTED)
            if record["detail"].startswith("unreliable target")
        ]

    @property
    def cut_short(self) -> list[Record]:
        """What was tried less than the budget says, and would count."""
        return [
            record
            for record in self.of(Outcome.CUT_SHORT)
            if makes_red(Level(record["level"]), self.settings.level)
        ]

    @property
    def exit_code(self) -> int:
        """0 conformant, 1 violated, 2 if no verdict is possible."""
        if self.of(Outcome.FAILED):
            return 1
        reasons = (self.unreliable, self.cut_short, self.of(Outcome.ERROR), self.broken)
        return 2 if any(reasons) or self._unreached or not self.is_judged else 0

    @property
    def is_judged(self) -> bool:
        """Whether any requirement could be judged: a run that saw nothing proves nothing."""
        return any(
            record["outcome"] not in _UNTOLD and record["way"] != Way.RUN
            for record in self.findings
        )

    def _over_all(self, requirement: Requirement) -> Record:
        """Judge a requirement over all that the run saw."""
        was_asked = not (self.settings.only or self.settings.skip or self._unreached)
        operation = requirement.operation
        wrong = wrong_status(self.findings, operation)
        raised: Exception | None = None
        try:
            check_needs(requirement, self.settings)
            expect_success(self.statuses(), operation, wrong, was_asked=was_asked)
        except (NotApplicable, NotTested, Violation) as error:
            raised = error
        outcome, detail = outcome_of(raised, requirement, self.settings)
        about = raised.about if isinstance(raised, Violation) else None
        cause = f"{operation}: {about or detail}" if outcome in _BROKEN else ""
        violates = (requirement.id,) if about else ()
        record = Finding(requirement, outcome, detail, cause, violates).as_record()
        if wrong is not None and about:
            shown = wrong["exchange"]
            record |= {"curl": shown["curl"], "exchanges": [shown]}
        return record


def _told_of_callbacks(settings: Settings, host: str, port: int) -> str:
    wait = settings.delivery_wait
    at = settings.callback_url or f"http://{host}:{port or '(a free port)'}"
    return (
        f"callbacks arrive at {at}; waits at most {wait:g} s for one that must come, and "
        f"{wait / QUIET:g} s for one that mustn't"
    )

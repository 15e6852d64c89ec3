"""The verdict on a server: all findings and what follows from them."""

from __future__ import annotations

import time
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from .._operations import operations
from .._outcomes import Outcome
from .._spec import spec_version

if TYPE_CHECKING:
    from .._catalogue import Requirement
    from .._settings import Settings

Record = dict[str, Any]

# What an operation is left out for: without the capability nobody asks for it.
_OPTIONAL = {
    "dry_run_batch": "dry-run",
    "send_delivery_feedback": "feedback",
    "update_batch": "scheduling",
}


class Verdict:
    """Collects the findings of a run; `finish` closes it."""

    def __init__(self, settings: Settings, chosen: list[Requirement], most_batches: int) -> None:
        self.settings = settings
        self.chosen = chosen
        self.most_batches = most_batches
        self.findings: list[Record] = []
        self.broken: list[str] = []
        self.never_answered: list[str] = []
        self.started_at = datetime.now(UTC)
        self.seconds = 0.0
        self._started = time.monotonic()

    def header(self) -> list[str]:
        """Tell what the run is about to do."""
        settings = self.settings
        return [
            f"target {settings.base_url}, service plan {settings.service_plan_id}, "
            f"spec {spec_version()}",
            f"{len(self.chosen)} requirements, budget {settings.budget}, seed {settings.seed}; "
            f"creates at most {self.most_batches} batches, and cancels those it leaves scheduled",
        ]

    def add(self, record: Record) -> None:
        """Take one finding, without tokens."""
        self.findings.append(record)

    def finish(self) -> None:
        """Sort the findings as the catalogue has them, and look at the run as a whole."""
        place = {requirement.id: index for index, requirement in enumerate(self.chosen)}
        self.findings.sort(key=lambda record: place[record["id"]])
        self.seconds = time.monotonic() - self._started
        counted = self.statuses()
        self.never_answered = [
            name
            for name in operations()
            if counted.get(name, Counter())["2xx"] == 0 and self._is_asked_for(name)
        ]

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
    def drops(self) -> int:
        """How many connections were refused, dropped or timed out."""
        return sum(record["drops"] for record in self.findings)

    @property
    def requests(self) -> int:
        """How many requests were made."""
        return sum(record["requests"] for record in self.findings)

    @property
    def unreliable(self) -> list[Record]:
        """What couldn't be judged because no answer came, after all retries."""
        return [
            record
            for record in self.of(Outcome.NOT_TESTED)
            if record["detail"].startswith("unreliable target")
        ]

    @property
    def exit_code(self) -> int:
        """0 conformant, 1 violated, 2 if no verdict is possible."""
        if self.of(Outcome.FAILED) or self.never_answered:
            return 1
        is_whole = len(self.findings) == len(self.chosen)
        return 2 if self.unreliable or self.broken or not is_whole or not self.is_judged else 0

    @property
    def is_judged(self) -> bool:
        """Whether any requirement could be judged: a run that saw nothing proves nothing."""
        untold = self.of(Outcome.NOT_TESTED, Outcome.NOT_APPLICABLE)
        return len(untold) < len(self.findings)

    def _is_asked_for(self, operation: str) -> bool:
        if self.settings.only or self.settings.skip or len(self.findings) < len(self.chosen):
            return False
        return _OPTIONAL.get(operation) not in self.settings.without

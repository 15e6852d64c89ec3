"""The verdict on a server under load: what all processes found, and what follows from it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from .._judgement.levels import Level, makes_red
from .._spec.document import spec_version
from .invariants import INVARIANTS, Invariant
from .tally import Tally
from .timeline import Timeline, Times, percentile

if TYPE_CHECKING:
    from .job import Job

CONFORMANT, VIOLATED, NO_VERDICT = 0, 1, 2
_DIGITS = 3


@dataclass(frozen=True)
class Limits:
    """What a run must keep to: a share of failures, a time in milliseconds, and how strictly."""

    error_rate: float | None = None
    p95: float | None = None
    level: Level = Level.MUST


class Verdict:
    """Adds up what the processes found."""

    def __init__(self, job: Job, target: str, limits: Limits) -> None:
        self.job = job
        self.target = target
        self.limits = limits
        self.tally = Tally()
        self.timeline = Timeline(job.started)
        self.processes: list[dict[str, Any]] = []
        self.lost: list[dict[str, Any]] = []
        self.ended: str | None = None
        self.seconds = 0.0
        self.check_seconds = 0.0
        self._began = time.monotonic()

    def end_load(self) -> None:
        """Note that the load is over; what follows is the check."""
        self.seconds = time.monotonic() - self._began

    def end_check(self) -> None:
        """Note that the check is over."""
        self.check_seconds = time.monotonic() - self._began - self.seconds

    @property
    def elapsed(self) -> float:
        """Seconds since the run began."""
        return time.monotonic() - self._began

    def add(self, result: dict[str, Any]) -> None:
        """Take what a process found."""
        self.processes.append(result)
        self.tally.add(result["tally"])
        self.timeline.add(result["timeline"])

    def lose(self, progress: dict[str, Any]) -> None:
        """Note a process that is gone, with the last that it told."""
        self.lost.append(progress)

    # --- What follows ---------------------------------------------------------------------------
    @property
    def exit_code(self) -> int:
        """0 if nothing is broken, 1 if an invariant or a limit is, 2 if no verdict is possible."""
        if self.violated or self.missed:
            return VIOLATED
        return NO_VERDICT if self.doubts else CONFORMANT

    @property
    def violated(self) -> list[Invariant]:
        """The broken invariants that fail the run."""
        return [
            rule
            for rule in INVARIANTS
            if self.tally.broken[rule.id] and makes_red(rule.level, self.limits.level)
        ]

    @property
    def missed(self) -> list[str]:
        """The limits that weren't kept to, in words."""
        return [*self._missed_rate(), *self._missed_times()]

    @property
    def doubts(self) -> list[str]:
        """Why there can't be a verdict, in words."""
        found = [
            f"worker {lost['index']} was lost: {lost.get('acknowledged', 'an unknown number of')} "
            "batches that it had acknowledged can't be checked. That says nothing of the server"
            for lost in self.lost
        ]
        if self.ended is not None:
            found.append(self.ended)
        if unchecked := self._total("unchecked"):
            found.append(f"{unchecked} batches couldn't be checked: no answer, or no time")
        if self._total("unread_lists"):
            found.append("a list couldn't be read to its end: not every batch was looked for in it")
        found += [
            f"the generator tripped {count} times: {what}. That is its own fault, not the server's"
            for process in self.processes
            for what, count in process["slips"].items()
        ]
        if not self.batches()["kept"]:
            found.append("no batch was acknowledged: there is nothing to judge")
        return found

    def batches(self) -> dict[str, int]:
        """Return how many batches are known to be what, over all processes."""
        total = {"asked": 0, "kept": 0, "refused": 0, "replaced": 0, "lost": 0}
        for process in self.processes:
            for standing, count in process["batches"].items():
                total[standing] += count
        return total

    @property
    def remaining(self) -> list[str]:
        """The ids of batches that are known to be scheduled still."""
        return [id for process in self.processes for id in process["remaining"]]

    def _total(self, name: str) -> int:
        return sum(int(process[name]) for process in self.processes)

    def _missed_rate(self) -> list[str]:
        limit = self.limits.error_rate
        requests = sum(self.timeline.of(name).total() for name in self.timeline.operations())
        share = self.timeline.failed().total() / requests if requests else 0.0
        if limit is None or share <= limit:
            return []
        return [f"{share:.2%} of the requests failed, above --max-error-rate {limit}"]

    def _missed_times(self) -> list[str]:
        if self.limits.p95 is None:
            return []
        times = {n: percentile(self.timeline.of(n), 0.95) for n in self.timeline.operations()}
        return [
            f"p95 of {name} is {found:g} ms, above --p95-ms {self.limits.p95:g}"
            for name, found in times.items()
            if found > self.limits.p95
        ]

    # --- As data --------------------------------------------------------------------------------
    def as_data(self) -> dict[str, Any]:
        """Return the verdict as plain data; all reports are made from the same."""
        job = self.job
        return {
            "target": self.target,
            "service_plan_ids": list(job.plans),
            "run": job.run,
            "references": job.prefix,
            "seed": job.seed,
            "spec_version": spec_version(),
            "started_at": datetime.fromtimestamp(job.started, UTC).isoformat(),
            "profile": {"name": job.profile.name} | job.profile.as_data(),
            "users": job.users,
            "processes": job.processes,
            "level": self.limits.level.value.lower(),
            "seconds": round(self.seconds, _DIGITS),
            "check_seconds": round(self.check_seconds, _DIGITS),
            "exit_code": self.exit_code,
            "missed": self.missed,
            "doubts": self.doubts,
            "requests": self._total("requests"),
            "operations_done": self._total("operations"),
            "batches": self.batches(),
            "checked": self._total("checked"),
            "still_scheduled": self.remaining,
            "workers": [
                {k: process[k] for k in ("index", "requests", "operations", "batches", "checked")}
                for process in sorted(self.processes, key=lambda process: int(process["index"]))
            ],
            "lost_workers": self.lost,
            "invariants": [self._invariant(rule) for rule in INVARIANTS],
            "operations": [self._operation(name) for name in self.timeline.operations()],
            "errors": [
                {"operation": name, "cause": cause, "count": count}
                for (name, cause), count in self._errors()
            ],
            "timeline": {"width": self.timeline.width, "windows": self._windows()},
        }

    def _invariant(self, rule: Invariant) -> dict[str, Any]:
        return {
            "id": rule.id,
            "level": rule.level.value,
            "operation": rule.operation,
            "title": rule.title,
            "source": rule.source,
            "outcome": self.outcome(rule),
            "checked": self.tally.checked[rule.id],
            "broken": self.tally.broken[rule.id],
            "examples": self.tally.examples.get(rule.id, []),
        }

    def outcome(self, rule: Invariant) -> str:
        """Return what came of an invariant, in the words of `conformance`."""
        if rule in self.violated:
            return "failed"
        if self.tally.broken[rule.id]:
            return "warning"
        return "passed" if self.tally.checked[rule.id] else "not_tested"

    def _operation(self, name: str) -> dict[str, Any]:
        times = self.timeline.of(name)
        failed = sum(count for (of, _), count in self._errors() if of == name)
        rate = times.total() / self.seconds if self.seconds else 0.0
        return {"operation": name, "failed": failed, "per_second": round(rate, 2)} | _times(times)

    def _errors(self) -> list[tuple[tuple[str, str], int]]:
        return [
            ((cause.partition(": ")[0], cause.partition(": ")[2]), count)
            for cause, count in self.timeline.failed().most_common()
        ]

    def _windows(self) -> list[dict[str, Any]]:
        return [
            {
                "second": window * self.timeline.width,
                "failed": sum(self.timeline.failures.get(window, {}).values()),
                "operations": {name: _times(times) for name, times in by_operation.items()},
            }
            for window, by_operation in sorted(self.timeline.windows.items())
        ]


def _times(times: Times) -> dict[str, float]:
    return {
        "requests": times.total(),
        "p50_ms": percentile(times, 0.5),
        "p95_ms": percentile(times, 0.95),
        "p99_ms": percentile(times, 0.99),
        "max_ms": percentile(times, 1.0),
    }

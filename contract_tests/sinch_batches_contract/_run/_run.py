"""One run from its first worker to the last batch that is canceled."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from .._catalogue.requirement import Way
from .._judgement.outcomes import Outcome, Stopped, UnreliableTarget, Violation
from .._material.times import now
from ._leftovers import cleaned_up
from ._team import Team

if TYPE_CHECKING:
    from collections.abc import Callable

    from .._catalogue.finding import Record
    from .._report import Verdict
    from .._settings.settings import Settings

# How far the clock of the server may be behind. The list of a plan of many batches is long, so it
# is looked through further back only where something may be left.
_CLOCKS_DIFFER, _CLOCKS_DIFFER_MUCH = timedelta(minutes=1), timedelta(days=1)
_ENDS = {Outcome.FAILED: "the first violation was found", Outcome.ERROR: "the suite tripped"}


class Run:
    """Has the chosen requirements judged, and takes what comes of it into the verdict."""

    def __init__(
        self,
        settings: Settings,
        verdict: Verdict,
        tell: Callable[[Record | None], None],
        *,
        fail_fast: bool,
    ) -> None:
        """Start it; `tell` hears of each finding, and from time to time that it goes on."""
        self._settings = settings
        self._verdict = verdict
        self._tell = tell
        self._fail_fast = fail_fast
        self._records: dict[str, Record] = {}
        self._is_over = False
        by_workers = [entry.id for entry in verdict.chosen if entry.way is not Way.RUN]
        self._by_workers = len(by_workers)
        self._team = Team(settings, by_workers)

    def record_of(self, id: str) -> Record:
        """Wait until the requirement is judged, or the run is over."""
        while id not in self._records and not self._is_over:
            self._go_on()
        return self._records[id]

    def end(self, reason: str) -> None:
        """Stop what is still under way, cancel what is scheduled, and close the verdict."""
        if self._is_over:
            return
        if len(self._records) < self._by_workers:
            self._team.stop(reason)
        try:
            while not self._is_over:
                self._go_on()
        except KeyboardInterrupt:
            self._team.kill()
            self._verdict.ended = f"{reason}, twice"
            self._verdict.may_remain = True
            self._close()

    def _go_on(self) -> None:
        if self._team.is_done:
            self._look_for_remains()
            self._close()
            return
        message = self._team.next_message()
        verdict = self._verdict
        if message is None:
            self._tell(None)
        elif "broken" in message:
            verdict.broken.append(message["broken"])
        elif "finding" in message:
            record = message["finding"]
            self._records[record["id"]] = record
            verdict.add(record)
            self._tell(record)
            if self._fail_fast and record["outcome"] in _ENDS:
                self._team.stop(f"{_ENDS[record['outcome']]} (--fail-fast)")
        else:
            verdict.add_end(message)

    def _look_for_remains(self) -> None:
        """Look for batches of this run that are scheduled, whatever their answers told of it."""
        verdict = self._verdict
        verdict.ended = self._team.stopped or verdict.ended
        if verdict.target_is_gone:
            verdict.may_remain = True
            return
        may_remain = bool(verdict.drops or verdict.ended or verdict.broken)
        age = now() - verdict.started_at + (_CLOCKS_DIFFER_MUCH if may_remain else _CLOCKS_DIFFER)
        try:
            cleaned = cleaned_up(self._settings, self._settings.prefix, age, after=verdict.ended)
        except (UnreliableTarget, Stopped, Violation):
            verdict.may_remain = may_remain
            return
        verdict.requests_of_clean_up += cleaned.requests
        verdict.drops += cleaned.drops
        left = set(verdict.remaining) - set(cleaned.canceled)
        verdict.remaining = sorted(left | set(cleaned.remaining))

    def _close(self) -> None:
        self._is_over = True
        self._verdict.finish()
        for record in self._verdict.findings:
            if record["id"] not in self._records:
                self._records[record["id"]] = record
                self._tell(record)

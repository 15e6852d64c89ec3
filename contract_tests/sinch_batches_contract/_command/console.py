"""What the command prints while pytest runs underneath it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from rich.console import Console as RichConsole
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from .._judgement.outcomes import Outcome
from .._report import closing_lines, legible, write_no_more
from .interrupts import good_moment, wait_for_a_good_moment
from .plugin import TELL, VERDICT

if TYPE_CHECKING:
    from .._catalogue.finding import Record
    from .._report import Verdict

_EVERY = 10.0  # seconds between two lines where nobody sees a bar move
_MOST_SIGNS = 5


class _Screen(RichConsole):
    def on_broken_pipe(self) -> None:
        """Go on; rich would end the run."""
        self.quiet = True
        write_no_more()


class Console:
    """Prints the header, the progress and the closing table; keeps the exit code."""

    def __init__(self) -> None:
        self._screen = _Screen(markup=False, highlight=False, soft_wrap=True)
        self._verdict: Verdict | None = None
        self._bar = Progress(
            TextColumn("{task.completed:.0f}/{task.total:.0f}"),
            BarColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.description}"),
            console=self._screen,
            transient=True,
            disable=not self._screen.is_terminal,
        )
        self._signs: set[str] = set()
        self._next_line = time.monotonic() + _EVERY
        self.exit_code: int | None = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionstart(self, session: pytest.Session) -> None:
        """Tell what is going to happen.

        From here on interrupts wait until the run can bear them; `_show` is told all the time.
        """
        wait_for_a_good_moment()
        self._verdict = session.config.stash[VERDICT]
        for line in self._verdict.header():
            self.say(line)
        session.config.stash[TELL] = self._show
        self._bar.add_task("", total=len(self._verdict.chosen))
        self._bar.start()

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note that the suite itself is broken: that must not look green."""
        if report.failed and self._verdict is not None:
            self._verdict.broken.append(report.longreprtext)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self) -> None:
        """Close with the causes, the table and the verdict."""
        if self._verdict is None:
            return
        self.exit_code = self._verdict.exit_code
        self._bar.stop()
        for line, style in closing_lines(self._verdict):
            self.say(line, style)

    def say(self, text: str, style: str = "") -> None:
        """Print a line, at once also into a pipe; if nobody can read it any more, go on without."""
        try:
            self._screen.print(legible(text), style=style)
            self._screen.file.flush()
        except OSError:
            self._screen.on_broken_pipe()

    def _show(self, record: Record | None) -> None:
        """Show one finding, or just that time goes by."""
        good_moment()
        if self._verdict is None:
            return
        done = len(self._verdict.findings)
        self._bar.update(self._bar.task_ids[0], completed=done)
        if record is not None:
            self._show_sign(record)
        if self._bar.disable and time.monotonic() > self._next_line:
            self._next_line = time.monotonic() + _EVERY
            self.say(f"{done}/{len(self._verdict.chosen)} judged")

    def _show_sign(self, record: Record) -> None:
        if record["outcome"] != Outcome.FAILED or record["cause"] in self._signs:
            return
        self._signs.add(record["cause"])
        if len(self._signs) <= _MOST_SIGNS:
            self.say(f"FAILED {record['id']}: {record['cause']}"[:300], "red")

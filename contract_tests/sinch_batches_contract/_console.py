"""What the command prints while pytest runs underneath it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ._plugin import VERDICT
from ._report import Progress, Verdict, closing_table

if TYPE_CHECKING:
    from collections.abc import Callable


class Console:
    """Prints the header, the progress and the closing table; keeps the exit code."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write
        self._verdict: Verdict | None = None
        self._progress: Progress | None = None
        self.exit_code: int | None = None

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        """Tell what is going to happen."""
        self._verdict = session.config.stash[VERDICT]
        for line in self._verdict.header():
            self._line(line)
        self._progress = Progress(len(self._verdict.chosen), self._line)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Show a finding as soon as it is known."""
        if report.when != "call" or self._progress is None or self._verdict is None:
            return
        for name, value in report.user_properties:
            if name == "contract" and isinstance(value, dict):
                self._progress.take(value)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note that the suite itself is broken: that must not look green."""
        if report.failed and self._verdict is not None:
            self._verdict.broken.append(report.longreprtext)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self) -> None:
        """Close with the table and the verdict."""
        if self._verdict is None or self._progress is None:
            return
        self._progress.close()
        self._line(closing_table(self._verdict))
        self.exit_code = self._verdict.exit_code

    def _line(self, text: str) -> None:
        self._write(text + "\n")

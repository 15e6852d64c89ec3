"""The ways in which a requirement can end, and how a check says so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What came of a requirement."""

    PASSED = "passed"
    FAILED = "failed"
    WARNING = "warning"
    NOT_APPLICABLE = "not_applicable"
    NOT_TESTED = "not_tested"
    CUT_SHORT = "cut_short"
    ERROR = "error"
    KNOWN_FAILING = "known_failing"


class Violation(AssertionError):
    """The server broke a rule; the text says which and how.

    `requirement` names the broken requirement where the check covers several. `about` says what is
    wrong without the values of this one case: findings that are about the same have one cause.
    """

    def __init__(
        self, text: str, requirement: str | None = None, *, about: str | None = None
    ) -> None:
        super().__init__(text)
        self.requirement = requirement
        self.about = about


class NotTested(Exception):
    """The check couldn't be made; the text says why."""


class NotApplicable(Exception):
    """The rule doesn't apply to this server; the text says why."""


class UnreliableTarget(Exception):
    """A request got no answer: the connection was refused, dropped or timed out."""


class Stopped(KeyboardInterrupt):
    """The run ends now: no check may catch this; the text says why.

    Of all exceptions, Hypothesis lets only interrupts pass without another look.
    """


@dataclass
class Trying:
    """How much of a budget was tried: `tried` of `planned` examples or histories."""

    planned: int
    tried: int = 0

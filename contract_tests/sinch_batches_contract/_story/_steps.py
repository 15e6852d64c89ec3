"""Telling a history as a story: numbered steps, and what went wrong in the last."""

from __future__ import annotations

import time
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from .._outcomes import UnreliableTarget, Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .._api import Api
    from ._shortening import Call

_PEOPLE = 5


class Teller:
    """Keeps the story of the history that runs, and of the last one that went wrong."""

    def __init__(self, api: Api, seconds: float) -> None:
        self.api = api
        self.numbers = api.numbers(min(_PEOPLE, len(api.settings.recipients) or _PEOPLE))
        self.failed: Violation | None = None
        self.failed_calls: list[Call] = []
        self.lost: UnreliableTarget | None = None
        self.is_numb = False
        self.calls: list[Call] = []
        self._steps: list[str] = []
        self._end = time.monotonic() + seconds

    @property
    def is_over(self) -> bool:
        """Whether the time is over; never while a failure is being shrunk."""
        return self.failed is None and time.monotonic() > self._end

    def begin(self) -> None:
        """Begin a new story; without time left, or after a drop, its steps do nothing."""
        self._steps = []
        self.calls = []
        self.is_numb = self.is_over
        self.api.wire.forget()

    @contextmanager
    def step(self, sentence: str) -> Iterator[None]:
        """Tell one step, and the whole story if it goes wrong."""
        self._steps.append(sentence)
        try:
            yield
        except Violation as violation:
            self.failed_calls = list(self.calls)
            self.failed = Violation(self._story(str(violation)), violation.requirement)
            raise self.failed from None
        except UnreliableTarget as lost:
            # Nobody knows whether the request had an effect: the rest of this story is left out.
            self.lost = lost
            self.is_numb = True

    def _story(self, end: str) -> str:
        told = [f"{number}. {step}" for number, step in enumerate(self._steps, start=1)]
        return "\n".join([end, "The shortest story that shows it:", *told])


TELLER: ContextVar[Teller] = ContextVar("teller")

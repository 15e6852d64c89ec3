"""Telling a history as a story: numbered steps, and what went wrong in the last."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from .._asking.drawing import asking
from .._judgement.outcomes import UnreliableTarget, Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .._asking.api import Api
    from .._asking.hunting import Hunt
    from ._shortening import Call

_PEOPLE = 5


class Teller:
    """Keeps the story of the history that runs, and of the last one that went wrong."""

    def __init__(self, api: Api, hunt: Hunt) -> None:
        self.api = api
        self.numbers = api.numbers(min(_PEOPLE, len(api.settings.recipients) or _PEOPLE))
        self.failed_calls: list[Call] = []
        self.is_numb = False
        self.calls: list[Call] = []
        self._hunt = hunt
        self._is_whole = True
        self._steps: list[str] = []

    def begin(self) -> None:
        """Begin a new story."""
        self._steps = []
        self.calls = []
        self.is_numb = False
        self._is_whole = True
        self._hunt.begin()

    def end(self) -> None:
        """Count the story, if it was told to its end."""
        if self._is_whole:
            self._hunt.passed()

    @contextmanager
    def step(self, sentence: str) -> Iterator[None]:
        """Tell one step, and the whole story if it goes wrong."""
        self._steps.append(sentence)
        self._is_whole = False
        try:
            with asking():
                yield
        except Violation as violation:
            self.failed_calls = list(self.calls)
            failed = Violation(
                self._story(str(violation)), violation.requirement, about=violation.about
            )
            self._hunt.failed(failed)
            raise failed from None
        except UnreliableTarget as lost:
            # Nobody knows whether the request had an effect: the rest of this story is left out.
            self.is_numb = True
            self._hunt.lost(lost)
        else:
            self._is_whole = True

    def _story(self, end: str) -> str:
        told = [f"{number}. {step}" for number, step in enumerate(self._steps, start=1)]
        return "\n".join([end, "The shortest story that shows it:", *told])


TELLER: ContextVar[Teller] = ContextVar("teller")

"""Hunting for a violation with Hypothesis: as much as the budget says, no more, and all counted."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, Verbosity, settings
from hypothesis.errors import Flaky
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

from .._judgement.outcomes import Stopped, Trying, UnreliableTarget, Violation
from .drawing import drawing

if TYPE_CHECKING:
    from collections.abc import Callable

    from .._line import Exchange
    from .api import Api

# Hypothesis (6.170) mixes in the constants of all local modules that are loaded by then: it depends
# on the installation and on what other threads do, and the same seed would ask other things.
providers._get_local_constants = Constants

_ROUNDS = 5
# How many examples may get no answer: a fifth of what is planned, and always these.
_MOST_LOST = 5


class _Enough(Stopped):
    """As much was tried as was planned."""


class _Lost(Stopped):
    """Too many examples got no answer; `error` is the last of them."""

    def __init__(self, error: UnreliableTarget) -> None:
        super().__init__(str(error))
        self.error = error


class Hunt:
    """The search of one requirement: how much was tried, and the smallest violation so far."""

    def __init__(self, api: Api, name: str, planned: int, shrinks: int) -> None:
        """Plan so many examples, and at most so many `shrinks` to make a broken one smaller."""
        self.trying = api.trying = Trying(planned)
        self.found: Violation | None = None
        self._wire = api.wire
        self._name = name
        self._seed = api.settings.seed
        self._shrinks = shrinks
        self._lost = 0
        self._unanswered: UnreliableTarget | None = None
        self._exchanges: list[Exchange] = []

    def begin(self) -> None:
        """Begin an example: what went over the wire before it is of no interest any more."""
        if self.found is not None:
            self._shrinks -= 1
        if self._shrinks < 0 or (self.found is None and self._is_complete):
            raise _Enough
        self._wire.forget()

    def passed(self) -> None:
        """Count an example that went well."""
        if self.found is None:
            self.trying.tried += 1

    def failed(self, violation: Violation) -> None:
        """Keep the violation, with the requests that show it."""
        if self.found is None:
            self.trying.tried += 1
        self.found = violation
        self._exchanges = list(self._wire.exchanges)

    def lost(self, error: UnreliableTarget, *, for_good: bool = False) -> None:
        """Note an example that got no answer somewhere; one that never gets any ends the hunt."""
        self._lost += 1
        self._unanswered = error
        is_too_much = self._lost > max(_MOST_LOST, self.trying.planned // 5)
        if (for_good or is_too_much) and self.found is None:
            raise _Lost(error)

    def run(self, test: Callable[[settings, int], None], steps: int = 1) -> None:
        """Run the test, which is given its settings and its seed, and raise what it finds."""
        # Where Hypothesis finds nothing new, or an example got no answer, another seed goes on.
        for number in range(_ROUNDS):
            if self._is_complete:
                break
            chosen = settings(
                # Not more than are needed: the first ones of many are small ones.
                max_examples=self.trying.planned - self.trying.tried,
                stateful_step_count=steps,
                deadline=None,
                database=None,
                phases=[Phase.generate, Phase.shrink],
                report_multiple_bugs=False,
                suppress_health_check=list(HealthCheck),
                verbosity=Verbosity.quiet,
            )
            try:
                with drawing():
                    test(chosen, self._seed ^ zlib.crc32(f"{self._name}{number or ''}".encode()))
            except _Lost as lost:
                raise lost.error from None
            except (_Enough, Violation):
                break
            except Stopped:
                if self.found is None:
                    raise
                break
            except Flaky:
                if self.found is None:
                    raise
                self.found = Violation(
                    f"{self.found} (seen once, and not again with the same requests)",
                    self.found.requirement,
                    about=self.found.about,
                )
                break
        self._conclude()

    def _conclude(self) -> None:
        if self.found is not None:
            self.show()
            raise self.found
        if self._unanswered is not None and not self._is_complete:
            raise self._unanswered

    def show(self) -> None:
        """Put the requests that show the violation where the report takes them from."""
        self._wire.exchanges[:] = self._exchanges
        self._shrinks = 10**9  # what comes now is bounded by itself

    @property
    def _is_complete(self) -> bool:
        return self.trying.tried >= self.trying.planned

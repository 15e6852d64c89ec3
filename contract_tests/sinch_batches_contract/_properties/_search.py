"""Looking for a request that breaks a rule: Hypothesis with a fixed seed and a limit of time."""

from __future__ import annotations

import time
import zlib
from typing import TYPE_CHECKING, TypeVar

from hypothesis import HealthCheck, Phase, Verbosity, given, reject, seed, settings
from hypothesis.errors import FlakyFailure, Unsatisfiable

from .._outcomes import UnreliableTarget, Violation

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from .._api import Api

T = TypeVar("T")

_SECONDS = {"quick": 5.0, "standard": 20.0, "deep": 300.0}


def derived_seed(api: Api, name: str) -> int:
    """Return the seed of one test: the run's, mixed with the name, the same in every process."""
    return api.settings.seed ^ zlib.crc32(name.encode())


def search(api: Api, name: str, strategy: SearchStrategy[T], attempt: Callable[[T], None]) -> None:
    """Try random examples, and raise the violation of the smallest one that breaks a rule."""
    watch = _Watch(_SECONDS[api.settings.budget.value])

    @seed(derived_seed(api, name))
    @settings(
        max_examples=api.settings.budget.examples,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
    )
    @given(strategy)
    def explore(example: T) -> None:
        if watch.is_over:
            return
        # The last requests are those of the smallest example: they are what a report shows.
        api.wire.forget()
        try:
            attempt(example)
        except UnreliableTarget as dropped:
            watch.lose(dropped)
            reject()
        except Violation as violation:
            watch.found = watch.found or violation
            raise

    try:
        explore()
    except FlakyFailure:
        first = watch.found or Violation("no violation was kept")
        raise Violation(f"{first} (seen once, and not again with the same request)") from None
    except Unsatisfiable:
        watch.give_up()


class _Watch:
    """Stops new examples when the time is over; never the shrinking of a violation."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self.found: Violation | None = None
        self._lost: list[UnreliableTarget] = []

    @property
    def is_over(self) -> bool:
        return self.found is None and time.monotonic() > self._end

    def lose(self, dropped: UnreliableTarget) -> None:
        self._lost.append(dropped)

    def give_up(self) -> None:
        if self._lost:
            raise self._lost[-1]

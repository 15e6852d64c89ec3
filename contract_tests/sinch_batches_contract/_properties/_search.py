"""Looking for a request that breaks a rule: Hypothesis with a fixed seed and a limit of time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis.errors import Flaky

from .._outcomes import UnreliableTarget, Violation
from .._seeds import derived_seed

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from .._api import Api

T = TypeVar("T")

_SECONDS = {"quick": 5.0, "standard": 20.0, "deep": 300.0}


def search(
    api: Api,
    name: str,
    strategy: SearchStrategy[T],
    attempt: Callable[[T], None],
    times: int = 1,
) -> None:
    """Try random examples, and raise the violation of the smallest one that breaks a rule.

    `times` multiplies the examples of the budget.
    """
    watch = _Watch(_SECONDS[api.settings.budget.value])

    @seed(derived_seed(api, name))
    @settings(
        max_examples=times * api.settings.budget.examples,
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
            watch.lost = dropped
        except Violation as violation:
            watch.found = watch.found or violation
            raise

    try:
        explore()
    except Flaky:
        if watch.lost is not None:
            raise watch.lost from None
        first = watch.found or Violation("no violation was kept")
        raise Violation(f"{first} (seen once, and not again with the same request)") from None


class _Watch:
    """Stops new examples when the time is over; never the shrinking of a violation."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self.found: Violation | None = None
        self.lost: UnreliableTarget | None = None

    @property
    def is_over(self) -> bool:
        return self.found is None and time.monotonic() > self._end

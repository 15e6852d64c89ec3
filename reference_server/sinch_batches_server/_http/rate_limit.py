"""The optional limit of requests per plan, answered with 429 (decision 51)."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING

from .._rules import errors

if TYPE_CHECKING:
    from collections.abc import Callable

    from .._settings import Plan


class Rates:
    """Counts each plan's requests within the running second; every worker counts its own.

    Args:
        seconds: tells the time in seconds; it goes on when the server's clock is frozen.

    """

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._second = 0
        self._counts: Counter[str] = Counter()

    def check(self, plan: Plan) -> None:
        """Count a request.

        Raises:
            Refusal: 429, the plan's limit for this second is reached.

        """
        if plan.request_limit is None:
            return
        second = int(self._seconds())
        if second != self._second:
            self._second = second
            self._counts.clear()
        self._counts[plan.id] += 1
        if self._counts[plan.id] > plan.request_limit:
            raise errors.Refusal(429, reason="over request_limit", headers={"Retry-After": "1"})

"""How long requests took, by operation and over time, in memory that doesn't grow with the run.

Times are kept to two significant digits of a microsecond count, as histograms do: a few hundred
different ones at most. When there are too many windows of time, each two become one.
"""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_MOST_WINDOWS = 120
_UNITS = 100

Times = Counter[int]
K = TypeVar("K")


def rounded(microseconds: float) -> int:
    """Return the time to two significant digits."""
    unit = 1
    while microseconds >= _UNITS * unit:
        unit *= 10
    return round(microseconds / unit) * unit


def percentile(times: Times, share: float) -> float:
    """Return the time in milliseconds within which this share of the requests was answered."""
    wanted = share * times.total()
    seen = 0
    for microseconds in sorted(times):
        seen += times[microseconds]
        if seen >= wanted:
            return microseconds / 1000
    return 0.0


class Timeline:
    """Requests by window of time and operation; the windows count from `started`, in seconds."""

    def __init__(self, started: float, width: int = 1) -> None:
        self.started = started
        self.width = width
        self.windows: dict[int, dict[str, Times]] = {}
        self.failures: dict[int, Counter[str]] = {}

    def note(self, operation: str, milliseconds: float, cause: str | None) -> None:
        """Note a request that has just ended; `cause` says why it failed, None that it didn't."""
        window = max(0, int((time.time() - self.started) / self.width))
        times = self.windows.setdefault(window, {}).setdefault(operation, Counter())
        times[rounded(milliseconds * 1000)] += 1
        if cause is not None:
            self.failures.setdefault(window, Counter())[f"{operation}: {cause}"] += 1
        if len(self.windows) > _MOST_WINDOWS:
            self._widen()

    def _widen(self) -> None:
        self.width *= 2
        windows, failures = self.windows, self.failures
        self.windows, self.failures = {}, {}
        for window, by_operation in windows.items():
            self._add(window // 2, by_operation, failures.get(window, Counter()))

    def _add(
        self, window: int, by_operation: Mapping[str, Mapping[int, int]], failed: Mapping[str, int]
    ) -> None:
        into = self.windows.setdefault(window, {})
        for operation, times in by_operation.items():
            into.setdefault(operation, Counter()).update(times)
        if failed:
            self.failures.setdefault(window, Counter()).update(failed)

    def of(self, operation: str) -> Times:
        """Return the times of an operation over the whole run."""
        return _sum(
            by_operation.get(operation, Counter()) for by_operation in self.windows.values()
        )

    def operations(self) -> list[str]:
        """Return the operations that were asked for, in the order of their names."""
        return sorted({name for by_operation in self.windows.values() for name in by_operation})

    def failed(self) -> Counter[str]:
        """Return how many requests failed, by operation and cause."""
        return _sum(self.failures.values())

    def as_data(self) -> dict[str, Any]:
        """Return all as plain data, for another process."""
        windows = [
            [window, {name: list(times.items()) for name, times in by_operation.items()}]
            for window, by_operation in self.windows.items()
        ]
        failures = [[window, dict(failed)] for window, failed in self.failures.items()]
        return {"width": self.width, "windows": windows, "failures": failures}

    def add(self, data: Mapping[str, Any]) -> None:
        """Add what another process noted since the same start."""
        while self.width < data["width"]:
            self._widen()
        each = self.width // data["width"]
        for window, by_operation in data["windows"]:
            self._add(window // each, {n: dict(times) for n, times in by_operation.items()}, {})
        for window, failed in data["failures"]:
            self._add(window // each, {}, failed)


def _sum(counters: Iterable[Counter[K]]) -> Counter[K]:
    total: Counter[K] = Counter()
    for counter in counters:
        total.update(counter)
    return total

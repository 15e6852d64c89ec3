"""How fast requests go out: as the user allows, and slower when the server asks for it."""

from __future__ import annotations

import threading
import time

_SLOWEST = 1.0  # seconds between two requests


class Pace:
    """The time between requests, over all threads of a process."""

    def __init__(self, requests_per_second: float | None, share: int) -> None:
        """Keep to the rate; `share` processes have it together."""
        self._interval = share / requests_per_second if requests_per_second else 0.0
        self._next_turn = 0.0
        self._next_doubling = 0.0
        self._lock = threading.Lock()

    def seconds_to_turn(self) -> float:
        """Take the next turn, and return how many seconds it is away."""
        with self._lock:
            now = time.monotonic()
            turn = max(now, self._next_turn)
            self._next_turn = turn + self._interval
        return turn - now

    def slow_down(self, seconds: float) -> None:
        """Double the time between requests from now on, and send none for some seconds.

        What several threads are told within a second is said once.
        """
        with self._lock:
            now = time.monotonic()
            if now > self._next_doubling:
                self._interval = min(max(2 * self._interval, 0.01), max(_SLOWEST, self._interval))
                self._next_doubling = now + _SLOWEST
            self._next_turn = max(self._next_turn, now + seconds)

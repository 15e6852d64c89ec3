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
        self._lock = threading.Lock()

    def wait_for_turn(self) -> None:
        """Sleep until the next request may go out."""
        with self._lock:
            now = time.monotonic()
            turn = max(now, self._next_turn)
            self._next_turn = turn + self._interval
        if turn > now:
            time.sleep(turn - now)

    def slow_down(self, seconds: float) -> None:
        """Double the time between requests from now on, and send none for some seconds."""
        with self._lock:
            self._interval = min(max(2 * self._interval, 0.01), max(_SLOWEST, self._interval))
            self._next_turn = max(self._next_turn, time.monotonic() + seconds)

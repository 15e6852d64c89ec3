"""Time to wait that counts only while this process runs.

A machine that stalls, stalls the server as well: by the clock it would seem that nothing came.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_STEP = 0.05
_MOST = 2 * _STEP  # what a step counts at most, however long it took


class Patience:
    """So many seconds, used up step by step."""

    def __init__(self, seconds: float) -> None:
        self.left = seconds

    def step(self, wait: Callable[[float], object] = time.sleep) -> None:
        """Wait a moment, by `wait`, and count it."""
        started = time.monotonic()
        wait(min(_STEP, self.left))
        self.left -= min(time.monotonic() - started, _MOST)

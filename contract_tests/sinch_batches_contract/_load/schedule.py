"""The shape of the load: as many users as the profile's stages say, until the run ends."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, ClassVar

from locust import LoadTestShape

from . import profile as profiles

if TYPE_CHECKING:
    from collections.abc import Callable


class BatchesShape(LoadTestShape):
    """Follows the stages of the profile; `--users`, `--spawn-rate` and `--run-time` are kept to.

    Without stages all users work all the time. The run ends at the bounds of the profile, or when
    no user has anything left to do.
    """

    use_common_options: ClassVar[bool] = True
    is_interrupted = False
    finished: Callable[[], int] = staticmethod(lambda: 0)
    """Tells how many users have nothing left to do, over all processes."""

    def interrupt(self) -> None:
        """End the run at the next tick."""
        self.is_interrupted = True

    def tick(self) -> tuple[int, float] | None:
        """Return how many users there are now, and how many begin in a second; None at the end."""
        options: Any = self.runner.environment.parsed_options if self.runner else None
        profile = profiles.load(options.load_profile)
        seconds = time.perf_counter() - self.start_time
        if seconds >= min(options.run_time or profile.seconds, profile.seconds):
            return None
        is_done = self.finished() >= (options.num_users or 1)
        if self.is_interrupted or is_done:
            return None
        users = max(1, round((options.num_users or 1) * profile.share_at(seconds)))
        return users, float(options.spawn_rate or 1)

"""What the users of one process share: the job, the ledger and all counts."""

from __future__ import annotations

import itertools
import time
import traceback
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .documents import Maker
from .ledger import Ledger
from .tally import Tally
from .timeline import Timeline

if TYPE_CHECKING:
    from .job import Job


class Process:
    """One run, as far as it goes on in this process; `index` tells it from the others."""

    def __init__(self, job: Job, index: int) -> None:
        self.job = job
        self.index = index
        self.maker = Maker(job)
        self.ledger = Ledger()
        self.tally = Tally()
        self.timeline = Timeline(job.started)
        self.requests = 0
        self.operations = 0
        self.checked = 0
        self.unchecked = 0
        self.unread_lists = 0
        self.failed = 0
        self.finished = 0
        self.slips: Counter[str] = Counter()
        self.remaining: list[str] = []
        self._users = itertools.count()
        self._end = time.monotonic() + job.profile.seconds

    def new_user(self) -> int:
        """Return the number of a user that begins."""
        return next(self._users)

    def place_of(self, user: int) -> int:
        """Return the number of a user over all processes: the same users, however many these."""
        return user * self.job.processes + self.index

    @property
    def acknowledged(self) -> int:
        """How many batches were acknowledged."""
        return self.ledger.counts()["kept"]

    @property
    def is_exhausted(self) -> bool:
        """Whether this process is at a bound of the profile, of requests or of time."""
        # A shape keeps to the time as well, but a locustfile need not have one.
        return self.requests >= self.job.requests_of_a_process or time.monotonic() >= self._end

    def note(self, operation: str, milliseconds: float, cause: str | None) -> None:
        """Count a request."""
        self.requests += 1
        self.failed += cause is not None
        self.timeline.note(operation, milliseconds, cause)

    def slip(self, error: BaseException) -> None:
        """Note an error of the generator's own: whatever was checked then isn't."""
        last = traceback.extract_tb(error.__traceback__)[-1]
        self.slips[f"{type(error).__name__} in {Path(last.filename).name}:{last.lineno}"] += 1

    def progress(self) -> dict[str, Any]:
        """Return how far this process is, for the one that leads."""
        return {
            "index": self.index,
            "requests": self.requests,
            "failed": self.failed,
            "acknowledged": self.acknowledged,
            "checked": self.checked,
            "broken": self.tally.broken.total(),
            "finished": self.finished,
        }

    def result(self) -> dict[str, Any]:
        """Return all that the report needs, as plain data."""
        return {
            "index": self.index,
            "requests": self.requests,
            "operations": self.operations,
            "batches": self.ledger.counts(),
            "checked": self.checked,
            "unchecked": self.unchecked,
            "unread_lists": self.unread_lists,
            "remaining": self.remaining,
            "slips": dict(self.slips),
            "tally": self.tally.as_data(),
            "timeline": self.timeline.as_data(),
        }

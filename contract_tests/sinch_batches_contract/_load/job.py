"""The job of a run: what every process has to know, as one text that travels between them."""

from __future__ import annotations

import json
import secrets
import time
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from .._settings.settings import REFERENCE_PREFIX
from . import profile as profiles

if TYPE_CHECKING:
    from .profile import Profile

PREFIX = f"{REFERENCE_PREFIX}load-"


@dataclass(frozen=True)
class Job:
    """A run, the same in all its processes.

    `run` is in each client reference. All that is random comes from `seed`. `started` is in seconds
    since 1970, in whole seconds, and all times in batches are counted from it. `plans` are the ids
    of the service plans; users take turns at them. `operations` is after how many a user stops, 0
    for never. `processes` is how many share the load. `patience` is how many seconds an
    acknowledged change may take to be seen.
    """

    profile: Profile
    plans: tuple[str, ...]
    users: int
    seed: int
    processes: int = 1
    operations: int = 0
    sender: str | None = None
    recipients: tuple[str, ...] = ()
    patience: float = 3.0
    check_seconds: float = 600.0
    run: str = field(default_factory=lambda: secrets.token_hex(4))
    started: int = field(default_factory=lambda: int(time.time()))

    @property
    def prefix(self) -> str:
        """How the client references of this run begin."""
        return f"{PREFIX}{self.run}-"

    @property
    def requests_of_a_process(self) -> int:
        """After how many requests a process stops."""
        return max(1, self.profile.requests // self.processes)

    def as_text(self) -> str:
        """Return the job as JSON."""
        return json.dumps(
            asdict(self) | {"profile": self.profile.as_data(), "name": self.profile.name}
        )

    @classmethod
    def of_text(cls, text: str) -> Job:
        """Read what `as_text` wrote."""
        data: dict[str, Any] = json.loads(text)
        data["profile"] = profiles.read(data.pop("name"), data["profile"])
        data["plans"] = tuple(data["plans"])
        data["recipients"] = tuple(data["recipients"])
        return cls(**data)

"""A profile: which operations, how big, how fast, and when to stop; read from TOML."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .._settings.settings import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

READY = ("steady", "burst", "campaign")
OPERATIONS = (
    "send_batch",
    "get_batch",
    "list_batches",
    "dry_run_batch",
    "update_batch",
    "replace_batch",
    "cancel_batch",
)
_MOST_RECIPIENTS = 1000  # seed: Send, to
_MOST_CHARACTERS = 1600  # what Send and Replace both take: decision 58
_LEAST_CHARACTERS = 20
_MOST_WEIGHT = 1000
_MOST_AT_ONCE = 8
_MOST_WAIT = 3600


@dataclass(frozen=True)
class Stage:
    """A part of the schedule: this share of the users for so many seconds."""

    users: float
    seconds: float


@dataclass(frozen=True)
class Profile:
    """What the users do.

    `mix` is how many of a user's operations are of each kind. `recipients` and `characters` are the
    least and the most of a batch, `binary` is the share of binary ones. `wait` is the least and the
    most time between two operations of a user, in seconds. `at_once` is how many changes of a batch
    are made at the same time. `requests` and `seconds` end the run.
    """

    name: str
    mix: Mapping[str, int]
    recipients: tuple[int, int]
    characters: tuple[int, int]
    binary: float
    wait: tuple[float, float]
    at_once: int
    stages: tuple[Stage, ...]
    requests: int
    seconds: float

    def as_data(self) -> dict[str, Any]:
        """Return the profile as the tables of its file."""
        return {
            "mix": dict(self.mix),
            "batch": {
                "recipients": list(self.recipients),
                "characters": list(self.characters),
                "binary": self.binary,
            },
            "pace": {"wait": list(self.wait), "at_once": self.at_once},
            "stages": [{"users": s.users, "seconds": s.seconds} for s in self.stages],
            "bounds": {"requests": self.requests, "seconds": self.seconds},
        }

    def share_at(self, seconds: float) -> float:
        """Return which share of the users is at work so long after the start."""
        whole = sum(stage.seconds for stage in self.stages)
        if not whole:
            return 1.0
        into = seconds % whole
        for stage in self.stages:
            if into < stage.seconds:
                return stage.users
            into -= stage.seconds
        return self.stages[-1].users


def load(name: str) -> Profile:
    """Read a profile that comes with the suite, by its name, or one of your own, by its path.

    Raises:
        UsageError: there is none, or something in it breaks a rule; the text says which.

    """
    path = files(__package__) / "profiles" / f"{name}.toml" if name in READY else Path(name)
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        known = ", ".join(READY)
        raise UsageError(f"profile {name}: {error.strerror}; ready ones: {known}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"profile {name}: not TOML: {error}") from None
    return read(name, document)


def read(name: str, document: Mapping[str, Any]) -> Profile:
    """Make a profile of the tables of its file.

    Raises:
        UsageError: something in it breaks a rule.

    """
    reader = _Reader(name)
    top = reader.table(document, "the file", ("mix", "batch", "pace", "stages", "bounds"))
    mix = reader.table(top.get("mix", {}), "mix", OPERATIONS)
    batch = reader.table(top.get("batch", {}), "batch", ("recipients", "characters", "binary"))
    pace = reader.table(top.get("pace", {}), "pace", ("wait", "at_once"))
    bounds = reader.table(top.get("bounds", {}), "bounds", ("requests", "seconds"))
    weights = {key: reader.whole(mix, key, (0, _MOST_WEIGHT), 0) for key in OPERATIONS}
    if not weights["send_batch"]:
        raise UsageError(f"profile {name}: mix.send_batch must be above 0: all else needs batches")
    return Profile(
        name=name,
        mix={key: weight for key, weight in weights.items() if weight},
        recipients=reader.wholes(batch, "recipients", (1, _MOST_RECIPIENTS), (1, 1)),
        characters=reader.wholes(
            batch, "characters", (_LEAST_CHARACTERS, _MOST_CHARACTERS), (20, 160)
        ),
        binary=reader.number(batch, "binary", (0, 1), 0),
        wait=reader.pair(pace, "wait", (0, _MOST_WAIT), (0, 1)),
        at_once=reader.whole(pace, "at_once", (1, _MOST_AT_ONCE), 2),
        stages=reader.stages(top.get("stages", [])),
        requests=reader.whole(bounds, "requests", (1, 10**9), None),
        seconds=reader.number(bounds, "seconds", (1, 10**7), None),
    )


class _Reader:
    """Reads values and says in one line what is wrong with one."""

    def __init__(self, name: str) -> None:
        self._name = name

    def table(self, value: Any, where: str, known: tuple[str, ...]) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise UsageError(f"profile {self._name}: {where} must be a table")
        for key in value:
            if key not in known:
                told = ", ".join(known)
                raise UsageError(f"profile {self._name}: {key!r} in {where} is unknown: {told}")
        return value

    def number(
        self, table: Mapping[str, Any], key: str, limits: tuple[float, float], default: float | None
    ) -> float:
        return float(self._within(table.get(key, default), key, limits, (int, float)))

    def whole(
        self, table: Mapping[str, Any], key: str, limits: tuple[int, int], default: int | None
    ) -> int:
        return int(self._within(table.get(key, default), key, limits, (int,)))

    def pair(
        self,
        table: Mapping[str, Any],
        key: str,
        limits: tuple[float, float],
        default: tuple[float, float],
    ) -> tuple[float, float]:
        least, most = self._two(table.get(key, list(default)), key, limits, (int, float))
        return float(least), float(most)

    def wholes(
        self, table: Mapping[str, Any], key: str, limits: tuple[int, int], default: tuple[int, int]
    ) -> tuple[int, int]:
        least, most = self._two(table.get(key, list(default)), key, limits, (int,))
        return int(least), int(most)

    def stages(self, value: Any) -> tuple[Stage, ...]:
        if not isinstance(value, list):
            raise UsageError(f"profile {self._name}: stages must be a list of tables")
        tables = [self.table(entry, "stages", ("users", "seconds")) for entry in value]
        return tuple(
            Stage(
                self.number(entry, "users", (0.001, 1), None),
                self.number(entry, "seconds", (1, 10**6), None),
            )
            for entry in tables
        )

    def _two(
        self, value: Any, key: str, limits: tuple[float, float], kinds: tuple[type, ...]
    ) -> tuple[float, float]:
        if not isinstance(value, list) or len(value) != 2:
            raise UsageError(f"profile {self._name}: {key} must be a list of two: least, most")
        least, most = (self._within(entry, key, limits, kinds) for entry in value)
        if least > most:
            raise UsageError(f"profile {self._name}: {key}: the least is above the most")
        return least, most

    def _within(
        self, value: Any, key: str, limits: tuple[float, float], kinds: tuple[type, ...]
    ) -> float:
        low, high = limits
        is_kind = isinstance(value, kinds) and not isinstance(value, bool)
        if not is_kind or not low <= value <= high:
            kind = "a number" if float in kinds else "a whole number"
            raise UsageError(
                f"profile {self._name}: {key} must be {kind} from {low} to {high}, not {value!r}"
            )
        return float(value)

"""The batches of a run, derived from its seed and their names: none has to be stored.

A reference tells the run, the process, the user and a number. What was sent under it, and what each
change made of it, can be worked out again at any time and by any process.
"""

from __future__ import annotations

import base64
import itertools
import random
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from .._material.numbers import SENDER
from .._material.times import stamp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .job import Job

Document = dict[str, Any]

# Fictional numbers: line 01xx of the exchange 555 in each of these area codes.
_AREAS = (201, 202, 203, 205, 206, 207, 208, 209, 210, 212, 213, 214)
NUMBERS = tuple(f"1{area}5550{line}" for area in _AREAS for line in range(100, 200))

_MOST_CHANGES = 10
_MOST_RECIPIENTS = 1000  # seed: Send, to
_WORDS = ["the", "quick", "brown", "fox", "jumps", "over", "a", "lazy", "dog"]
_UDH = "060504158115a0"
_BYTES = 120  # with the udh within 140: seed, body
_REFERENCE = re.compile(r"(\d+)-(\d+)-(\d+)")

BODY, ADD, REMOVE, EXPIRE, CANCEL = "b", "a", "r", "e", "c"
"""The kinds of change, as a history of a batch names them: one letter each."""
DONE, REFUSED, UNKNOWN = "+", "-", "?"
"""What came of a change: it was acknowledged, it was refused, or no answer came."""


class Name(NamedTuple):
    """Whose batch it is: `process` and `user` count from 0, `number` is the user's own count."""

    process: int
    user: int
    number: int

    def __str__(self) -> str:
        return "-".join(map(str, self))


class History(NamedTuple):
    """What was asked for a batch, and what came of it: two texts of the same length."""

    asked: str = ""
    outcomes: str = ""

    def asking(self, kinds: str) -> History:
        """Return the history with changes under way."""
        return History(self.asked + kinds, self.outcomes + UNKNOWN * len(kinds))

    def settled(self, outcomes: str) -> History:
        """Return the history with what came of the changes that were asked for last."""
        return History(self.asked, self.outcomes[: len(self.outcomes) - len(outcomes)] + outcomes)

    @property
    def is_canceled(self) -> bool:
        """Whether a cancel was acknowledged."""
        return (CANCEL, DONE) in zip(self.asked, self.outcomes, strict=True)

    @property
    def is_certain(self) -> bool:
        """Whether it is known what came of each change."""
        return UNKNOWN not in self.outcomes


@dataclass
class Batch:
    """A batch that a user knows of and goes on with."""

    name: Name
    id: str
    created: str
    history: History = field(default_factory=History)

    @property
    def is_open(self) -> bool:
        """Whether it can be changed, and what it is then is known."""
        is_fresh = len(self.history.asked) < _MOST_CHANGES
        return is_fresh and self.history.is_certain and not self.history.is_canceled


class Maker:
    """Makes the documents of a run."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._numbers = job.recipients or NUMBERS
        self._send_at = datetime.fromtimestamp(job.started, UTC) + timedelta(days=1)

    def chance_of(self, user: int, purpose: str) -> random.Random:
        """Return what a user throws dice with."""
        return random.Random(f"{self._job.seed} {purpose} {user}")  # noqa: S311 - no secret

    def reference(self, name: Name) -> str:
        """Return the client reference of a batch."""
        return f"{self._job.prefix}{name}"

    def name_of(self, reference: object) -> Name | None:
        """Return whose batch has this client reference; None if it is none of this run."""
        if not isinstance(reference, str) or not reference.startswith(self._job.prefix):
            return None
        found = _REFERENCE.fullmatch(reference.removeprefix(self._job.prefix))
        return None if found is None else Name(*map(int, found.groups()))

    def document(self, name: Name) -> Document:
        """Return what is sent as this batch."""
        chance, profile = self._chance(name, ""), self._job.profile
        document: Document = {
            "from": self._job.sender or SENDER,
            "to": self._recipients(chance),
            "client_reference": self.reference(name),
            "send_at": stamp(self._send_at),
            "expire_at": self._expiry(chance),
        }
        if chance.random() < profile.binary:
            return document | {"type": "mt_binary", "udh": _UDH, "body": _binary(chance)}
        return document | {"type": "mt_text", "body": self._text(name, chance)}

    def update(self, name: Name, asked: str) -> Document:
        """Return the update that makes the last of the changes that were asked for."""
        return self._update(self.document(name), name, asked)

    def states(self, name: Name, history: History) -> Iterator[Document]:
        """Yield what the batch may be: one state, or more where it isn't known what came of it."""
        open_ends = history.outcomes.count(UNKNOWN)
        for guess in itertools.product(DONE + REFUSED, repeat=open_ends):
            guessed = iter(guess)
            outcomes = [next(guessed) if o == UNKNOWN else o for o in history.outcomes]
            yield self._state(name, history.asked, outcomes)

    def kinds_for(self, name: Name, asked: str) -> list[str]:
        """Return which changes the batch can still take; they suit any order."""
        sent, added = len(self.document(name)["to"]), asked.count(ADD)
        kinds = [BODY, EXPIRE]
        if sent + added < min(len(self._numbers), _MOST_RECIPIENTS):
            kinds.append(ADD)
        if asked.count(REMOVE) + 1 < sent:
            kinds.append(REMOVE)
        return kinds

    def _state(self, name: Name, asked: str, outcomes: list[str]) -> Document:
        base = self.document(name)
        found, to = dict(base), list(base["to"])
        found["canceled"] = False
        for end, (kind, outcome) in enumerate(zip(asked, outcomes, strict=True), start=1):
            if outcome == REFUSED:
                continue
            if kind == CANCEL:
                found["canceled"] = True
                continue
            update = self._update(base, name, asked[:end])
            gone = update.pop("to_remove", ())
            to = [number for number in to if number not in gone] + update.pop("to_add", [])
            found |= update
        return found | {"to": to}

    def _update(self, base: Document, name: Name, asked: str) -> Document:
        kind, chance = asked[-1], self._chance(name, asked)
        if kind == ADD:
            place = self._numbers.index(base["to"][-1]) + asked.count(ADD)
            return {"to_add": [self._numbers[place % len(self._numbers)]]}
        if kind == REMOVE:
            return {"to_remove": [base["to"][asked.count(REMOVE)]]}
        if kind == EXPIRE:
            return {"expire_at": self._expiry(chance)}
        is_binary = base["type"] == "mt_binary"
        return {"body": _binary(chance) if is_binary else self._text(name, chance)}

    def _chance(self, name: Name, step: str) -> random.Random:
        return random.Random(f"{self._job.seed} {name} {step}")  # noqa: S311 - no secret

    def _recipients(self, chance: random.Random) -> list[str]:
        count = min(chance.randint(*self._job.profile.recipients), len(self._numbers))
        first = chance.randrange(len(self._numbers))
        return [self._numbers[(first + n) % len(self._numbers)] for n in range(count)]

    def _expiry(self, chance: random.Random) -> str:
        return stamp(self._send_at + timedelta(minutes=chance.randint(60, 3 * 24 * 60 - 60)))

    def _text(self, name: Name, chance: random.Random) -> str:
        characters = chance.randint(*self._job.profile.characters)
        words = " ".join(chance.choices(_WORDS, k=characters // 3))
        return f"{name}: {words}"[:characters].rstrip()


def _binary(chance: random.Random) -> str:
    return base64.b64encode(chance.randbytes(_BYTES)).decode()

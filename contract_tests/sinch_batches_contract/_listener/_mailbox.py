"""One address of the listener: what arrived there, and what it was answered."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .._judgement.outcomes import Violation
from .._line import Document, read_json
from .._material.patience import Patience

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_MOST = 10_000  # arrivals that are kept; a server that sends for ever fills no memory


@dataclass(frozen=True)
class Arrival:
    """A request that came; `headers` by names in lower case, `at` in seconds of a clock."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    at: float
    query: str = ""

    @property
    def report(self) -> Document:
        """The body as a JSON object; anything else breaks a rule."""
        try:
            report = read_json(self.body)
        except ValueError as error:
            raise Violation(
                f"the body of a callback must be JSON: {error}", about="a callback isn't JSON"
            ) from None
        if not isinstance(report, Document):
            raise Violation(
                "the body of a callback must be a JSON object",
                about="a callback isn't a JSON object",
            )
        return report


class Mailbox:
    """Takes what arrives at its URL, and answers with each of `statuses`, then with 200."""

    def __init__(self, url: str, statuses: Sequence[int] = ()) -> None:
        self.url = url
        self._statuses = list(statuses)
        self._arrivals: list[Arrival] = []
        self._news = threading.Condition()

    def take(self, arrival: Arrival) -> int:
        """Keep what arrived; return the status to answer with."""
        with self._news:
            if len(self._arrivals) < _MOST:
                self._arrivals.append(arrival)
            self._news.notify_all()
            return self._statuses.pop(0) if self._statuses else 200

    def after(self, seconds: float, is_enough: Callable[[list[Any]], bool]) -> list[Arrival]:
        """Return all arrivals as soon as they are enough, or when the time is over."""
        patience = Patience(seconds)
        with self._news:
            while not is_enough(self._arrivals) and patience.left > 0:
                patience.step(self._news.wait)
            return list(self._arrivals)

    @property
    def arrivals(self) -> list[Arrival]:
        """All that has arrived so far."""
        with self._news:
            return list(self._arrivals)

"""One address of the listener: what arrived there, and what it was answered."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .._line import Document, read_json
from .._outcomes import Violation

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
        with self._news:
            self._news.wait_for(lambda: is_enough(self._arrivals), timeout=seconds)
            return list(self._arrivals)

    def after_quiet(self, seconds: float, since: float, at_most: float) -> list[Arrival]:
        """Return all arrivals once none came for so long, or `at_most` seconds are over.

        Without any, the time counts from `since`.
        """
        ends = time.monotonic() + at_most
        with self._news:
            while (left := min(self._last(since) + seconds, ends) - time.monotonic()) > 0:
                self._news.wait(left)
            return list(self._arrivals)

    def _last(self, since: float) -> float:
        return self._arrivals[-1].at if self._arrivals else since

"""What may be tried again, and when."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from .._errors import ApiError, TransportError

if TYPE_CHECKING:
    from datetime import datetime

    from .call import Call

_WELL_BEFORE = timedelta(minutes=2)
_PASSING = (502, 503, 504)
_LONGEST_NAP = 10**6  # seconds


def may_have_arrived(failure: ApiError | TransportError) -> bool:
    """Tell whether the request may have been carried out; only a refusal says that it wasn't."""
    if isinstance(failure, TransportError):
        return failure.maybe_sent
    return not 400 <= failure.status_code < 500 or failure.status_code == 408


class Retries(NamedTuple):
    """How often and when a call is tried again; subclass it for rules of your own.

    At most `limit` further attempts, 0 for none. Pauses are random, at most `first` seconds,
    doubled each time up to `longest`; a `Retry-After` is obeyed up to `longest`. `lookups` are
    the pauses in seconds before each search for a batch whose answer was lost (`send_once`).
    """

    limit: int = 2
    first: float = 0.5
    longest: float = 30
    lookups: tuple[float, ...] = (0.5, 1, 2, 4)

    def may_repeat(
        self, call: Call[Any], failure: ApiError | TransportError, now: datetime
    ) -> bool:
        """Tell whether a call may be sent again after this failure.

        Yes if it surely wasn't carried out: not sent, or 429. If it may have been and the failure
        may pass (502, 503, 504, a lost answer), then only where twice is as good as once: a call
        that is `idempotent`, or a replacement whose `send_at` is at least 2 minutes ahead of `now`.
        """
        if isinstance(failure, TransportError):
            if not failure.maybe_sent:
                return True
        elif failure.status_code not in _PASSING:
            return failure.status_code == 429
        return call.idempotent or (call.send_at is not None and now + _WELL_BEFORE < call.send_at)

    def pause(self, attempt: int, retry_after: float | None) -> float:
        """Return the seconds to wait after this attempt, counted from 1."""
        if retry_after is not None:
            return min(retry_after, self.longest)
        return random.uniform(0, min(self.first * 2 ** (attempt - 1), self.longest))  # noqa: S311


def nap(seconds: float) -> float:
    """Return a pause that can be slept through, whatever rules of one's own say."""
    return min(seconds, _LONGEST_NAP) if seconds > 0 else 0

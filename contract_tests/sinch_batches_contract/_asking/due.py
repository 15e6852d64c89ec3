"""Batches that are due soon: changed in time, and looked at once they were sent."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from .._judgement.outcomes import NotTested
from .._material.patience import Patience
from .._material.times import moment_of, now, stamp
from .delivery import batch_report, entries, final_report
from .expect import expect, expect_status

if TYPE_CHECKING:
    from .._line import Answer
    from .api import Api

SOON = timedelta(seconds=2.5)
"""Long enough to send a batch and to change it."""

_AT_LEAST = 0.8  # seconds that have to be left when it was changed


@dataclass(frozen=True)
class Due:
    """A moment that comes soon: as it is written, and by the clock of this process."""

    send_at: str
    at: float

    def expect_changed(self, answer: Answer) -> Answer:
        """Fail unless a change was accepted; NotTested unless that was well before the moment."""
        if answer.status == 403 or time.monotonic() > self.at - _AT_LEAST:
            raise NotTested("the batch may have left before it was changed: the way is long")
        return expect_status(answer, 200)

    def wait(self) -> None:
        """Wait for the moment."""
        time.sleep(max(self.at - time.monotonic(), 0))


def due_soon(api: Api) -> Due:
    """Return a moment that comes soon by the clock of the server."""
    ahead: timedelta = api.shared("clock of the server", _ahead)
    return Due(stamp(now() + ahead + SOON), time.monotonic() + SOON.total_seconds())


def _ahead(api: Api) -> timedelta:
    """Return how far the clock of the server is ahead of ours; who doesn't tell has ours."""
    before = now()
    return (moment_of(api.sent().get("created_at")) or before) - before


def reported(api: Api, id: str) -> dict[str, Any]:
    """Return the full report of a batch that was due, once it is final; before it may be 404."""
    patience = Patience(api.settings.delivery_wait)
    while batch_report(api, id).status == 404 and patience.left > 0:
        patience.step()
    return final_report(api, id, type="full")


def has_left(answer: Answer) -> bool:
    """Whether a report tells of a message that went out, or can't any more."""
    return answer.status == 200 and any(e.status != "Queued" for e in entries(answer.json))


def expect_left(api: Api, id: str, other: str) -> None:
    """Fail unless a batch was sent like another one, which had no reason to be sent earlier."""
    reported(api, other)
    patience = Patience(api.settings.delivery_wait)
    while not has_left(batch_report(api, id)) and patience.left > 0:
        patience.step()
    expect(
        has_left(batch_report(api, id)),
        "the batch must be sent as soon as it is due: another one was, and its messages are final",
    )

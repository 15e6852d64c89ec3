"""The vocabulary of the requirements for moments."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any

from .._judgement.outcomes import NotTested, Violation
from .._material.times import moment_of, stamp

THREE_DAYS = timedelta(days=3)


def expect_moment(
    batch: dict[str, Any], name: str, wanted: datetime, within: timedelta = timedelta()
) -> None:
    """Fail unless the field is there and names this moment."""
    if name not in batch:
        raise Violation(f"`{name}` must be {stamp(wanted)}, but is missing")
    moment = moment_of(batch[name])
    if moment is None or abs(moment - wanted) > within:
        raise Violation(f"`{name}` must be {stamp(wanted)}, was {batch[name]!r}")


def created_at(batch: dict[str, Any]) -> datetime:
    """Return when the batch was created; NotTested if it isn't told: only the SDKs expect it."""
    moment = moment_of(batch.get("created_at"))
    if moment is None:
        raise NotTested(f"needs `created_at` as a time, it was {batch.get('created_at')!r}")
    return moment


def let_time_pass(batch: dict[str, Any]) -> None:
    """Wait until a change gets another time than the batch has: some servers count in seconds."""
    changed = moment_of(batch.get("modified_at"))
    counts_in_milliseconds = changed is not None and changed.microsecond > 0
    time.sleep(0.01 if counts_in_milliseconds else 1.1)

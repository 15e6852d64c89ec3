"""When a batch goes out, until when it is valid, and how long it can be found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import errors, times

if TYPE_CHECKING:
    from .fields import Batch

LONGEST_VALIDITY = 3 * times.DAY
RETENTION = 14 * times.DAY


def dispatch_time(batch: Batch) -> int:
    """When the batch begins to go out: `send_at`, or at once if that is in the past."""
    return max(batch.send_at or 0, batch.submitted_at)


def is_dispatched(batch: Batch, now: int) -> bool:
    """Whether the batch has begun to go out."""
    return dispatch_time(batch) <= now


def was_canceled_in_time(batch: Batch) -> bool:
    """Whether the batch was canceled before it began to go out."""
    return batch.canceled and batch.modified_at < dispatch_time(batch)


def ended_at(batch: Batch) -> int:
    """When the batch was dispatched or canceled, whichever came last, or will be dispatched."""
    return batch.modified_at if batch.canceled else dispatch_time(batch)


def is_reachable(batch: Batch, now: int) -> bool:
    """Whether the batch can be read, changed and canceled (decision 35).

    It can until 14 days after it was dispatched or canceled: a batch that is still to be sent is
    never out of reach.
    """
    return ended_at(batch) >= oldest_retained(now)


def oldest_retained(now: int) -> int:
    """Return the moment 14 days ago.

    Batches that ended before are gone; those created before aren't listed any more (seed: List;
    decision 31).
    """
    return now - RETENTION


def default_expiry(send_at: int | None, now: int) -> int:
    """Return `send_at`, or now, plus three days (seed: Send; decision 17)."""
    return min((now if send_at is None else send_at) + LONGEST_VALIDITY, times.LATEST)


def is_valid_expiry(send_at: int | None, expire_at: int, now: int) -> bool:
    """Whether `check_expiry` would let it pass."""
    try:
        check_expiry(send_at, expire_at, now)
    except errors.Refusal:
        return False
    return True


def check_expiry(send_at: int | None, expire_at: int, now: int) -> None:
    """Refuse an expiry in the past, not after `send_at`, or later than three days after it."""
    shown = f"The parameter 'expire_at' is invalid; value '{times.render(expire_at)}'"
    if expire_at <= now:
        raise errors.constraint(f"{shown}: it is in the past.")
    if send_at is not None and expire_at <= send_at:
        raise errors.constraint(f"{shown}: it must be after 'send_at'.")
    if expire_at > default_expiry(send_at, now):
        raise errors.constraint(f"{shown}: it must be within 3 days after 'send_at', or now.")

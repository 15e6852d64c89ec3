"""Send: when a batch goes out, and when it is given up."""

from __future__ import annotations

import time
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from .._catalogue import requirement
from .._expect import expect, expect_refused
from .._levels import MUST, SHOULD
from .._material import later, moment_of, now, stamp
from .._outcomes import NotTested, Violation

if TYPE_CHECKING:
    from .._api import Api

SEND = "send_batch"
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


@requirement(
    "TIME-001",
    MUST,
    SEND,
    "send_at and expire_at come back as the same moments",
    source="seed: Send, send_at, expire_at",
    needs=["scheduling"],
)
def times_are_kept(api: Api) -> None:
    send_at = later(days=2) + timedelta(milliseconds=125)
    expire_at = send_at + timedelta(hours=5, seconds=1)
    batch = api.sent(send_at=stamp(send_at), expire_at=stamp(expire_at))
    expect_moment(batch, "send_at", send_at)
    expect_moment(batch, "expire_at", expire_at)


@requirement(
    "TIME-002",
    MUST,
    SEND,
    "Without expire_at it is 3 days after send_at",
    source="seed: Send, expire_at",
    needs=["scheduling"],
)
def default_expiry(api: Api) -> None:
    send_at = later(days=2, hours=3)
    batch = api.sent(send_at=stamp(send_at))
    if "expire_at" in batch:
        expect_moment(batch, "expire_at", send_at + THREE_DAYS)


@requirement(
    "TIME-003",
    SHOULD,
    SEND,
    "Without send_at and expire_at it expires 3 days after its creation",
    source="sdk: sources §6",
)
def default_expiry_from_creation(api: Api) -> None:
    batch = api.sent(send_at=...)
    created = moment_of(batch.get("created_at"))
    expect(created is not None, "`created_at` must name the moment of creation")
    expect_moment(batch, "expire_at", (created or now()) + THREE_DAYS, timedelta(seconds=5))


@requirement(
    "TIME-004",
    MUST,
    SEND,
    "An expire_at exactly 3 days after send_at is accepted",
    source="seed: Send, expire_at: max is 3 days",
    needs=["scheduling"],
)
def latest_expiry(api: Api) -> None:
    send_at = later()
    batch = api.sent(send_at=stamp(send_at), expire_at=stamp(send_at + THREE_DAYS))
    expect_moment(batch, "expire_at", send_at + THREE_DAYS)


@requirement(
    "TIME-005",
    MUST,
    SEND,
    "An expire_at more than 3 days after send_at is refused",
    source="seed: Send, expire_at: max is 3 days",
    needs=["scheduling"],
    batches=0,
)
def expiry_too_late(api: Api) -> None:
    send_at = later()
    for excess in (timedelta(seconds=1), timedelta(days=1)):
        expire_at = stamp(send_at + THREE_DAYS + excess)
        expect_refused(api.send(api.text(send_at=stamp(send_at), expire_at=expire_at)))


@requirement(
    "TIME-006",
    MUST,
    SEND,
    "An expire_at at send_at or before it is refused",
    source="seed: Send, expire_at: Must be after send_at",
    needs=["scheduling"],
    batches=0,
)
def expiry_before_sending(api: Api) -> None:
    send_at = later(days=2)
    for lead in (timedelta(), timedelta(seconds=1), timedelta(days=1)):
        expire_at = stamp(send_at - lead)
        expect_refused(api.send(api.text(send_at=stamp(send_at), expire_at=expire_at)))


@requirement(
    "TIME-007",
    MUST,
    SEND,
    "An expire_at one second after send_at is accepted",
    source="seed: Send, expire_at: Must be after send_at",
    needs=["scheduling"],
)
def earliest_expiry(api: Api) -> None:
    send_at = later()
    api.sent(send_at=stamp(send_at), expire_at=stamp(send_at + timedelta(seconds=1)))


@requirement(
    "TIME-008",
    SHOULD,
    SEND,
    "An expire_at in the past is refused",
    source="inference: decision 17",
    batches=0,
)
def expired_already(api: Api) -> None:
    past = stamp(now() - timedelta(hours=1))
    expect_refused(api.send(api.text(send_at=..., expire_at=past)))


@requirement(
    "TIME-009",
    MUST,
    SEND,
    "A send_at in the past is accepted: the batch is sent at once",
    source="seed: Send, send_at",
)
def send_at_in_the_past(api: Api) -> None:
    send_at = now() - timedelta(hours=2)
    batch = api.sent(send_at=stamp(send_at))
    if "send_at" in batch:
        expect_moment(batch, "send_at", send_at)


@requirement(
    "TIME-010",
    MUST,
    SEND,
    "A time with an offset names the same moment in UTC",
    source="docs: sources §3",
    needs=["scheduling"],
    batches=3,
)
def time_with_offset(api: Api) -> None:
    send_at = later(days=2)
    for hours, minutes in ((5, 30), (-8, 0), (0, 0)):
        zone = timezone(timedelta(hours=hours, minutes=minutes))
        batch = api.sent(send_at=send_at.astimezone(zone).isoformat())
        expect_moment(batch, "send_at", send_at)


@requirement(
    "TIME-011",
    MUST,
    SEND,
    "A time without an offset is UTC",
    source="docs: sources §3",
    needs=["scheduling"],
)
def time_without_offset(api: Api) -> None:
    send_at = later(days=2)
    batch = api.sent(send_at=send_at.replace(tzinfo=None).isoformat())
    expect_moment(batch, "send_at", send_at)


@requirement(
    "TIME-012",
    SHOULD,
    SEND,
    "Times may leave out the seconds, or have 1 to 9 decimals",
    source="docs: sources §3; sdk: decision 22",
    needs=["scheduling"],
    batches=4,
)
def time_precision(api: Api) -> None:
    minute = later(days=2).replace(second=0)
    plain = minute.strftime("%Y-%m-%dT%H:%M")
    for tail in ("Z", ":00.5Z", ":00.1234567Z", ":00.123456789+00:00"):
        batch = api.sent(send_at=plain + tail)
        expect_moment(batch, "send_at", minute, within=timedelta(seconds=1))


@requirement(
    "TIME-013",
    MUST,
    SEND,
    "A time that doesn't exist is refused",
    source="seed: Send, send_at: Formatted as ISO-8601",
    batches=0,
)
def impossible_time(api: Api) -> None:
    year = now().year + 1
    for wrong in (f"{year}-13-01T00:00:00Z", f"{year}-02-30T00:00:00Z", "tomorrow", ""):
        expect_refused(api.send(api.text(send_at=wrong)))

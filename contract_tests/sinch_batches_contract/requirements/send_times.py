"""Send: when a batch goes out, and when it is given up."""

from __future__ import annotations

from datetime import timedelta, timezone
from typing import TYPE_CHECKING

from .._catalogue import requirement
from .._expect import expect, expect_refused, expect_status
from .._levels import MUST, SHOULD
from .._material import later, moment_of, now, stamp
from .._moments import THREE_DAYS, expect_moment

if TYPE_CHECKING:
    from .._api import Api

SEND = "send_batch"
_EXCESSES = (timedelta(seconds=1), timedelta(days=1), timedelta(days=365))


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
    SHOULD,
    SEND,
    "An expire_at more than 3 days after send_at is refused",
    source="seed: Send, expire_at: max is 3 days; decision 63",
    needs=["scheduling"],
    batches=0,
)
def expiry_too_late(api: Api) -> None:
    send_at = later()
    for excess in _EXCESSES:
        expire_at = stamp(send_at + THREE_DAYS + excess)
        expect_refused(api.send(api.text(send_at=stamp(send_at), expire_at=expire_at)))


@requirement(
    "TIME-018",
    MUST,
    SEND,
    "An expire_at more than 3 days after send_at is refused or shortened",
    source="seed: Send, expire_at: max is 3 days",
    needs=["scheduling"],
    batches=2,
)
def expiry_never_too_late(api: Api) -> None:
    send_at = later()
    for excess in _EXCESSES:
        expire_at = stamp(send_at + THREE_DAYS + excess)
        answer = api.send(api.text(send_at=stamp(send_at), expire_at=expire_at))
        if expect_status(answer, 201, 400).status == 201:
            stored = moment_of(api.stored(answer.id).get("expire_at", stamp(send_at + THREE_DAYS)))
            latest = send_at + THREE_DAYS
            expect(
                stored is not None and stored <= latest,
                f"`expire_at` must be {stamp(latest)} at the latest, was {stored}",
            )


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
    source="docs and sdk: sources §3; decision 22",
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

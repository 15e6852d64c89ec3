"""Rules between send_at and expire_at."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from .._asking.expect import expect
from .._asking.moments import THREE_DAYS, expect_moment
from .._judgement.levels import MUST, SHOULD
from .._material.times import later, moment_of, now, stamp
from ._table import rule

if TYPE_CHECKING:
    from ._taker import Taker

_AFTER = "seed: {section}, expire_at: Must be after send_at"
_LATEST = "seed: {section}, expire_at: Default is 3 days after send_at"
_SECOND, _DAY = timedelta(seconds=1), timedelta(days=1)
_EXCESSES = (_SECOND, timedelta(minutes=1), _DAY, timedelta(days=365))


@rule(
    "expiry-before-sending",
    "an expire_at at send_at or before it is refused, whatever their offsets",
    send=MUST,
    dry_run=MUST,
    replace=MUST,
    update=MUST,
    source=_AFTER,
    needs=["scheduling"],
)
def _before_sending(taker: Taker) -> None:
    send_at = later(days=2)
    for lead in (timedelta(), _SECOND, _DAY):
        taker.refuse(taker.ask(send_at=stamp(send_at), expire_at=stamp(send_at - lead)))
    # Later by the clock on the wall, there where it is written.
    expire_at = stamp(send_at - _SECOND, 5)
    taker.refuse(taker.ask(send_at=stamp(send_at), expire_at=expire_at))


@rule(
    "expiry-before-stored-sending",
    "an expire_at that isn't after the stored send_at is refused",
    send="nothing is stored yet",
    dry_run="nothing is stored yet",
    replace="nothing of what is stored stays",
    update=MUST,
    source=_AFTER,
    needs=["scheduling"],
)
def _before_stored_sending(taker: Taker) -> None:
    send_at = later(days=2)
    for lead in (timedelta(), timedelta(hours=1)):
        before = {"send_at": stamp(send_at)}
        taker.refuse(taker.ask(before, expire_at=stamp(send_at - lead)))


@rule(
    "sending-after-stored-expiry",
    "a send_at that isn't before the stored expire_at is refused",
    send="nothing is stored yet",
    dry_run="nothing is stored yet",
    replace="nothing of what is stored stays",
    update=SHOULD,
    source="inference: decision 41",
    needs=["scheduling"],
)
def _after_stored_expiry(taker: Taker) -> None:
    expire_at = later(days=2)
    before = {"send_at": stamp(later()), "expire_at": stamp(expire_at)}
    answer = taker.ask(before, send_at=stamp(expire_at + _DAY))
    if answer.is_success:  # the stored one may be given up for the default
        shown = moment_of(answer.json.get("expire_at", stamp(expire_at + 2 * _DAY)))
        expect(
            shown is not None and shown > expire_at + _DAY,
            f"`expire_at` must be after `send_at`, was {shown}",
        )
    else:
        taker.refuse(answer)


@rule(
    "expiry-soonest",
    "an expire_at one second after send_at is accepted, whatever their offsets",
    send=MUST,
    dry_run=MUST,
    replace=MUST,
    update=MUST,
    source=_AFTER,
    needs=["scheduling"],
)
def _soonest(taker: Taker) -> None:
    send_at = later()
    for hours in (0, -5):
        expire_at = stamp(send_at + _SECOND, hours)
        taker.accept(taker.ask(send_at=stamp(send_at), expire_at=expire_at))


@rule(
    "expiry-latest",
    "an expire_at exactly 3 days after send_at is accepted",
    send=MUST,
    dry_run=MUST,
    replace=MUST,
    update=MUST,
    source=_LATEST,
    needs=["scheduling"],
)
def _latest(taker: Taker) -> None:
    send_at = later(days=2)
    expire_at = send_at + THREE_DAYS
    batch = taker.stored(taker.ask(send_at=stamp(send_at), expire_at=stamp(expire_at)))
    if batch is not None:
        expect_moment(batch, "expire_at", expire_at)


@rule(
    "expiry-too-late",
    "an expire_at more than 3 days after send_at is refused or shortened",
    send=MUST,
    dry_run="nothing is stored that could be shortened",
    replace=MUST,
    update=SHOULD,  # which the page gives no maximum
    source="seed: Send, expire_at: max is 3 days; decision 63",
    needs=["scheduling"],
)
def _too_late(taker: Taker) -> None:
    send_at = later(days=2)
    latest = send_at + THREE_DAYS
    for excess in _EXCESSES:
        answer = taker.ask(send_at=stamp(send_at), expire_at=stamp(latest + excess))
        if not answer.is_success:
            taker.refuse(answer)
            continue
        batch = taker.stored(answer) or {}
        shown = moment_of(batch.get("expire_at", stamp(latest)))
        told = f"`expire_at` must be {stamp(latest)} at the latest, was {batch.get('expire_at')!r}"
        expect(shown is not None and shown <= latest, told)


@rule(
    "expiry-too-late-refused",
    "an expire_at more than 3 days after send_at is refused",
    send=SHOULD,
    dry_run=SHOULD,
    replace=SHOULD,
    update=SHOULD,
    source="inference: decision 63",
    needs=["scheduling"],
)
def _too_late_refused(taker: Taker) -> None:
    send_at = later(days=2)
    for excess in _EXCESSES:
        expire_at = stamp(send_at + THREE_DAYS + excess)
        taker.refuse(taker.ask(send_at=stamp(send_at), expire_at=expire_at))


@rule(
    "expiry-in-the-past",
    "an expire_at in the past is refused",
    send=SHOULD,
    dry_run=SHOULD,
    replace=SHOULD,
    update="the stored send_at is later, which is a rule of its own",
    source="inference: decision 17",
)
def _in_the_past(taker: Taker) -> None:
    taker.refuse(taker.ask(send_at=..., expire_at=stamp(now() - timedelta(hours=1))))


@rule(
    "sending-in-the-past",
    "a send_at in the past is accepted: the batch is sent at once",
    send=MUST,
    dry_run=MUST,
    replace=MUST,
    update=MUST,
    source="seed: {section}, send_at: If set in the past, messages will be sent immediately",
)
def _sent_at_once(taker: Taker) -> None:
    send_at = now() - timedelta(hours=2)
    batch = taker.stored(taker.ask(send_at=stamp(send_at)))
    if batch is not None and "send_at" in batch:
        shown = moment_of(batch["send_at"])
        told = f"`send_at` must not be in the future, was {batch['send_at']!r}"
        expect(shown is not None and shown <= now() + timedelta(minutes=10), told)


@rule(
    "sending-long-past",
    "a send_at before the year 1000 is accepted or refused, and a moment wherever it is shown",
    send=MUST,
    dry_run="it isn't shown",
    replace=MUST,
    update=MUST,
    source="seed: {section}, send_at: Formatted as ISO-8601: YYYY-MM-DDThh:mm:ss.SSSZ",
)
def _long_past(taker: Taker) -> None:
    answer = taker.ask(send_at="0999-12-31T23:59:59.000Z")
    if not answer.is_success:
        taker.refuse(answer)
        return
    for batch in (answer.json, taker.stored(answer) or {}):
        shown = batch.get("send_at")
        told = f"`send_at` must be a moment, was {shown!r}"
        expect(shown is None or moment_of(shown) is not None, told)


@rule(
    "expiry-by-default",
    "without expire_at it is 3 days after send_at",
    send=MUST,
    dry_run="it isn't shown",
    replace=MUST,
    update=SHOULD,
    source=_LATEST,
    softer="inference: decision 41",
    needs=["scheduling"],
)
def _by_default(taker: Taker) -> None:
    send_at = later(days=2, hours=3)
    batch = taker.stored(taker.ask(send_at=stamp(send_at))) or {}
    if "expire_at" in batch:
        expect_moment(batch, "expire_at", send_at + THREE_DAYS)

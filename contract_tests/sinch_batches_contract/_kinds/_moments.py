"""The kind of moments: ISO 8601 in its written forms."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from .._judgement.levels import MUST, SHOULD, Level
from .._material.times import moment_of, now, stamp
from ._classes import Given, Kind, ValueClass, always, refused

if TYPE_CHECKING:
    from collections.abc import Callable

_DOCS = "docs: sources §3"
_SDK = "sdk: sources §3; decision 22"
_SEED = "seed: Send, Formatted as ISO-8601"


def _form(
    name: str, title: str, source: str, write: Callable[[datetime], str], level: Level = MUST
) -> ValueClass:
    return ValueClass(name, title, source, lambda given: (write(given.moment), given.moment), level)


def _offset(name: str, told: str, *, level: Level = MUST) -> ValueClass:
    sign = -1 if told[0] == "-" else 1
    zone = timezone(sign * timedelta(hours=int(told[1:3]), minutes=int(told[4:6])))
    title = f"a moment written with the offset {told} stays the same moment"
    return _form(name, title, _DOCS, lambda moment: moment.astimezone(zone).isoformat(), level)


def _plain(moment: datetime, tail: str) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S") + tail


def _decimals(digits: str, level: Level = SHOULD) -> ValueClass:
    """Return the class of so many decimals; what is finer than milliseconds may be dropped."""
    microseconds = int(digits[:3].ljust(3, "0")) * 1000

    def make(given: Given) -> tuple[str, datetime]:
        return (
            _plain(given.moment, f".{digits}Z"),
            given.moment.replace(microsecond=microseconds),
        )

    count = len(digits)
    title = f"a moment may be written with {count} decimal{'s' if count > 1 else ''}"
    source = _SEED if level is MUST else _SDK
    return ValueClass(f"decimals-{count}", title, source, make, level)


def _without_seconds(given: Given) -> tuple[str, datetime]:
    return given.moment.strftime("%Y-%m-%dT%H:%MZ"), given.moment.replace(second=0)


def _date_alone(given: Given) -> tuple[str, datetime]:
    midnight = given.moment.replace(hour=0, minute=0, second=0)
    return midnight.strftime("%Y-%m-%d"), midnight


def _on_another_day(given: Given) -> tuple[str, datetime]:
    moment = given.moment.replace(hour=1, minute=15)
    return moment.astimezone(timezone(-timedelta(hours=3, minutes=30))).isoformat(), moment


def _leap_day(_: Given) -> tuple[str, datetime]:
    year = next(year for year in range(now().year + 1, now().year + 9) if _has_leap_day(year))
    moment = datetime(year, 2, 29, 12, 30, tzinfo=UTC)
    return stamp(moment), moment


def _has_leap_day(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _turn_of_the_year(_: Given) -> tuple[str, datetime]:
    year = now().year + 1
    return f"{year}-12-31T22:00:00-03:30", datetime(year + 1, 1, 1, 1, 30, tzinfo=UTC)


def _near(form: str) -> Callable[[Given], str]:
    """Write what fits the place but for its form: no other rule may refuse it."""
    return lambda given: given.moment.strftime(form)


def _next_year(text: str) -> Callable[[Given], str]:
    return lambda _: f"{now().year + 1}{text}"


def _no_leap_day(_: Given) -> str:
    year = next(year for year in range(now().year + 1, now().year + 9) if not _has_leap_day(year))
    return f"{year}-02-29T00:00:00Z"


def read(value: object) -> object:
    """Return the moment in whole milliseconds, or what is there instead of one."""
    moment = moment_of(value)
    if moment is None:
        return value
    moment = moment.astimezone(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


MOMENT = Kind(
    "moment",
    read,
    always(
        _decimals("125", MUST),
        _form(
            "whole-seconds",
            "a moment may be written in whole seconds",
            "seed: Send, send_at, sample",
            lambda moment: _plain(moment, "Z"),
        ),
        _form(
            "no-offset",
            "a moment written without an offset is in UTC",
            _DOCS,
            lambda moment: _plain(moment, ""),
        ),
        _offset("offset-zero", "+00:00"),
        _offset("offset-east", "+02:00"),
        _offset("offset-west", "-08:00"),
        _offset("offset-half-hour", "-03:30"),
        _offset("offset-half-hour-east", "+05:30"),
        _offset("offset-quarter", "+12:45"),
        _offset("offset-farthest-east", "+14:00"),
        _offset("offset-farthest-west", "-12:00"),
        ValueClass(
            "offset-other-day",
            "a moment whose offset puts it on another day stays the same moment",
            _DOCS,
            _on_another_day,
            is_far=True,
        ),
        _form(
            "offset-no-colon",
            "an offset may be written without a colon",
            _SDK,
            lambda moment: moment.astimezone(timezone(timedelta(hours=5, minutes=30))).strftime(
                "%Y-%m-%dT%H:%M:%S%z"
            ),
            SHOULD,
        ),
        ValueClass(
            "no-seconds",
            "a moment may be written without seconds",
            "docs: sources §3; decision 22",
            _without_seconds,
            SHOULD,
        ),
        ValueClass(
            "no-seconds-understood",
            "a moment without seconds is understood, or refused with 400",
            "docs: sources §3",
            _without_seconds,
            is_alone=True,
            may_be_refused=True,
        ),
        ValueClass(
            "date-understood",
            "a date without a time is its first moment in UTC, or refused with 400",
            "docs: sources §3",
            _date_alone,
            is_alone=True,
            is_far=True,
            may_be_refused=True,
        ),
        _decimals("5"),
        _decimals("125000"),
        _decimals("1250000"),
        _decimals("125000000"),
        ValueClass(
            "leap-day",
            "the 29th of February of a leap year is a day",
            "seed: Send, Formatted as ISO-8601",
            _leap_day,
            SHOULD,
            is_alone=True,
            is_far=True,
        ),
        ValueClass(
            "turn-of-the-year",
            "a moment whose offset puts it into another year stays the same moment",
            _DOCS,
            _turn_of_the_year,
            SHOULD,
            is_alone=True,
            is_far=True,
        ),
        refused("word", "a word is no moment", _SEED, "tomorrow"),
        refused("month-13", "there is no 13th month", _SEED, _next_year("-13-01T00:00:00Z")),
        refused(
            "day-30-february", "there is no 30th of February", _SEED, _next_year("-02-30T00:00:00Z")
        ),
        refused("no-leap-day", "there is no 29th of February in other years", _SEED, _no_leap_day),
        refused("day-0", "there is no day 0", _SEED, _next_year("-06-00T00:00:00Z")),
        refused("day-31-june", "there is no 31st of June", _SEED, _next_year("-06-31T00:00:00Z")),
        refused("hour-25", "there is no hour 25", _SEED, _near("%Y-%m-%dT25:00:00Z")),
        refused("minute-60", "there is no minute 60", _SEED, _near("%Y-%m-%dT%H:60:00Z")),
        refused(
            "words-behind",
            "a moment with words behind it is no moment",
            _SEED,
            _near("%Y-%m-%dT%H:%M:%SZ and more"),
        ),
        refused("empty", "an empty text is no moment", _SEED, "", SHOULD),
        refused("no-day", "a moment needs a day", _SEED, _next_year("-06"), SHOULD),
    ),
)

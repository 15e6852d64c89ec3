"""Points in time: whole milliseconds since 1970 in UTC within, ISO 8601 on the wire."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

Clock = Callable[[], int]
"""Tells the time in milliseconds since 1970."""

SECOND = 1000
MINUTE = 60 * SECOND
HOUR = 3600 * SECOND
DAY = 24 * HOUR

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = (datetime.max.replace(tzinfo=UTC) - _EPOCH) // timedelta(milliseconds=1)
"""The last millisecond of the year 9999, the last that can be written."""

_FORM = re.compile(
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
    r"(?:[Tt](?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})"
    r"(?::(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]{1,9}))?)?"
    r"(?P<zone>[Zz]|(?P<sign>[+-])(?P<zone_hour>[0-9]{2}):?(?P<zone_minute>[0-9]{2}))?)?"
)


def system_clock() -> int:
    """Tell the time of this machine."""
    return time.time_ns() // 1_000_000


def parse(text: str) -> int:
    """Read a time in any of the accepted forms (decision 22).

    A date alone is its midnight; seconds and up to nine decimals are optional; the offset is `Z`,
    `±hh:mm` or `±hhmm`; without one it is UTC. What is finer than a millisecond is cut off.

    Raises:
        ValueError: the text has another form, or no such time exists between the years 1 and 9999.

    """
    found = _FORM.fullmatch(text)
    if found is None:
        raise ValueError(text)
    try:
        local = datetime(
            int(found["year"]),
            int(found["month"]),
            int(found["day"]),
            int(found["hour"] or 0),
            int(found["minute"] or 0),
            int(found["second"] or 0),
            int((found["fraction"] or "").ljust(6, "0")[:6]),
            tzinfo=_zone(found),
        )
        utc = local.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(text) from error
    return (utc - _EPOCH) // timedelta(milliseconds=1)


def _zone(found: re.Match[str]) -> timezone:
    if found["sign"] is None:
        return UTC
    hours, minutes = int(found["zone_hour"]), int(found["zone_minute"])
    if hours > 23 or minutes > 59:
        raise ValueError(found["zone"])
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if found["sign"] == "-" else offset)


def is_valid(text: str) -> bool:
    """Whether the text is a time that `parse` reads."""
    try:
        parse(text)
    except ValueError:
        return False
    return True


def render(moment: int) -> str:
    """Write a time as UTC with exactly three decimals and `Z` (decision 21)."""
    seconds, milliseconds = divmod(moment, SECOND)
    days, second = divmod(seconds, 86400)
    minutes, second = divmod(second, 60)
    hour, minute = divmod(minutes, 60)
    return f"{_date(days)}T{hour:02d}:{minute:02d}:{second:02d}.{milliseconds:03d}Z"


@lru_cache(maxsize=1024)
def _date(days: int) -> str:
    return (date(1970, 1, 1) + timedelta(days=days)).isoformat()

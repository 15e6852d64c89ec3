"""Times as the API writes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone


def now() -> datetime:
    """Now in UTC, in whole milliseconds, as the API counts."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def stamp(moment: datetime, hours: int = 0) -> str:
    """Return the moment as the API writes it: `2019-08-24T14:15:22.000Z`, or in another offset."""
    local = moment.astimezone(timezone(timedelta(hours=hours)))
    return local.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def later(days: float = 1, **more: float) -> datetime:
    """Return a moment that far in the future, in whole seconds."""
    return now().replace(microsecond=0) + timedelta(days=days, **more)


def moment_of(value: object) -> datetime | None:
    """Return the moment that an answer names, or None if it is no time with an offset."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None

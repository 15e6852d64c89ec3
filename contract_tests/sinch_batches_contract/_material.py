"""What requests are made of: numbers, times and documents that break no rule."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from ._outcomes import NotTested

if TYPE_CHECKING:
    from ._settings import Settings

SENDER = "15551230000"
LEFT_OUT = ...  # as the value of a field: leave the field out

# Fictional numbers: line 01xx of the exchange 555 in each of these area codes.
_AREAS = ("201", "202", "203", "205", "206", "207", "208", "209", "210", "212", "213", "214")
FICTIONAL_NUMBERS = tuple(f"1{area}5550{line:03d}" for area in _AREAS for line in range(100, 200))
_NO_DIGIT = re.compile(r"[ \-()\[\]]")


def numbers(settings: Settings, count: int) -> list[str]:
    """As many different numbers as wanted, out of those that may be sent to.

    Raises:
        NotTested: the user allowed fewer.

    """
    allowed = settings.recipients or FICTIONAL_NUMBERS
    if count > len(allowed):
        raise NotTested(f"needs {count} different recipients, {len(allowed)} are allowed")
    return list(allowed[:count])


def same_number(number: object) -> str:
    """Return the number as digits, whatever of the allowed forms it has."""
    if not isinstance(number, str):
        number = str(number)
    bare = _NO_DIGIT.sub("", number)
    return bare.removeprefix("+") if bare.startswith("+") else bare.removeprefix("00")


def same_numbers(values: object) -> list[str]:
    """Return the numbers as digits, in their order."""
    return [same_number(value) for value in values] if isinstance(values, list) else []


def now() -> datetime:
    """Now in UTC, in whole milliseconds, as the API counts."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def stamp(moment: datetime) -> str:
    """Return the moment as the API writes it: `2019-08-24T14:15:22.000Z`."""
    return (
        moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
    )


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


def document(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields without those that are to be left out; `from_` stands for `from`."""
    given = {name.rstrip("_"): value for name, value in fields.items()}
    return {name: value for name, value in given.items() if value is not LEFT_OUT}

"""The values of single fields: read leniently, kept in one form."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from urllib.parse import urlsplit

JSON = "syntax_invalid_json"
FORMAT = "syntax_invalid_parameter_format"
CONSTRAINT = "syntax_constraint_violation"

Reader = Callable[[str, Any], Any]


class RefusedError(Exception):
    """The answer to a request that can't be performed."""

    def __init__(self, code: str, text: str, status: int = 400) -> None:
        super().__init__(text)
        self.status, self.code, self.text = status, code, text


def string(maximum: int | None = None) -> Reader:
    def read(name: str, value: Any) -> str:
        if isinstance(value, bool):
            value = "true" if value else "false"
        if isinstance(value, int | float):
            value = str(value)
        if not isinstance(value, str):
            raise RefusedError(FORMAT, f"{name}: a string, please")
        if maximum is not None and len(value) > maximum:
            raise RefusedError(CONSTRAINT, f"{name}: {len(value)} characters, {maximum} at most")
        return value

    return read


def integer(minimum: int, maximum: int) -> Reader:
    def read(name: str, value: Any) -> int:
        if isinstance(value, str) and re.fullmatch(r"[+-]?[0-9]{1,18}", value):
            value = int(value)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise RefusedError(FORMAT, f"{name}: no integer")
        if not minimum <= value <= maximum:
            raise RefusedError(FORMAT, f"{name}: {value} isn't within {minimum}..{maximum}")
        return value

    return read


def boolean(name: str, value: Any) -> bool:
    if isinstance(value, str) and value.lower() in {"true", "false"}:
        return value.lower() == "true"
    if not isinstance(value, bool):
        raise RefusedError(FORMAT, f"{name}: true or false")
    return value


def choice(*allowed: str) -> Reader:
    def read(name: str, value: Any) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise RefusedError(FORMAT, f"{name}: one of {', '.join(allowed)}")
        return value

    return read


_TIME = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)"
    r"(?:[Tt ](\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?)?"
    r"\s*([Zz]|[+-]?\d\d(?::?\d\d)?)?",
    re.ASCII,
)


def moment(name: str, value: Any) -> datetime:
    """Read an ISO 8601 time; without an offset it is UTC."""
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise RefusedError(FORMAT, f"{name}: not ISO 8601")
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    micros = int((found[7] or "").ljust(6, "0")[:6])
    zone = found[8] or "Z"
    try:
        if second > 60:
            raise ValueError("a minute has at most 61 seconds")
        offset = timedelta()
        if zone not in "Zz":
            # A plus that wasn't escaped in a query arrives as a blank.
            sign = -1 if zone[0] == "-" else 1
            digits = zone.lstrip("+-").replace(":", "").ljust(4, "0")
            offset = sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        read = datetime(year, month, day, hour, minute, tzinfo=timezone(offset))
        read = read.astimezone(UTC) + timedelta(seconds=second, microseconds=micros)
    except (ValueError, OverflowError) as error:
        raise RefusedError(FORMAT, f"{name}: no such time") from error
    return read


def wire_time(value: datetime) -> str:
    return f"{value:%Y-%m-%dT%H:%M:%S}.{value.microsecond // 1000:03d}Z".rjust(24, "0")


def phone_number(value: str) -> str | None:
    """Return the digits of a number in international format, or None if it isn't one."""
    bare = re.sub(r"[ \-()\[\]]", "", value)
    bare = bare[1:] if bare.startswith("+") else bare.removeprefix("00")
    return bare if re.fullmatch(r"[1-9][0-9]{6,14}", bare) else None


def sender(name: str, value: Any) -> str:
    text: str = string()(name, value)
    number = phone_number(text)
    if number:
        return number
    if re.fullmatch(r"[0-9]{3,8}", text):
        return text
    if re.fullmatch(r"(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9 ._&-]{0,10}", text):
        return text
    raise RefusedError(FORMAT, f"{name}: no number, short code or name")


def sender_filter(entry: str) -> str:
    text = entry.strip()
    number = phone_number(text)
    if number is None and not (text.isascii() and text.isdigit() and 3 <= len(text) <= 8):
        raise RefusedError(FORMAT, "from: phone numbers and short codes only")
    return number or text


def web_address(name: str, value: Any) -> str:
    text: str = string(2048)(name, value)
    try:
        split = urlsplit(text)
        valid = split.scheme in {"http", "https"} and bool(split.hostname) and split.port != 0
    except ValueError:
        valid = False
    if not valid or re.search(r"[\s<>\"{}|\\^`]", text):
        raise RefusedError(FORMAT, f"{name}: no URL")
    return text


def parameters(name: str, value: Any) -> dict[str, dict[str, str]]:
    if not isinstance(value, dict):
        raise RefusedError(FORMAT, f"{name}: an object, please")
    result: dict[str, dict[str, str]] = {}
    for key, values in value.items():
        if len(key) > 16:
            raise RefusedError(CONSTRAINT, f"{name}: a key has at most 16 characters")
        if not re.fullmatch(r"[A-Za-z0-9._-]+", key):
            raise RefusedError(FORMAT, f"{name}: a key has letters, digits and . _ - only")
        if not isinstance(values, dict):
            raise RefusedError(FORMAT, f"{name}.{key}: an object, please")
        result[key] = {
            phone_number(who) or who: string(160)(f"{name}.{key}", text)
            for who, text in values.items()
        }
    return result


def base64_text(name: str, value: Any) -> str:
    try:
        raw = base64.b64decode(string()(name, value).strip(" \t\r\n"), validate=True)
    except (binascii.Error, ValueError) as error:
        raise RefusedError(FORMAT, f"{name}: no Base64") from error
    return base64.b64encode(raw).decode()


def hexadecimal(name: str, value: Any) -> str:
    text: str = string()(name, value)
    if not re.fullmatch(r"(?:[0-9A-Fa-f]{2})+", text):
        raise RefusedError(FORMAT, f"{name}: no hexadecimal")
    return text.upper()

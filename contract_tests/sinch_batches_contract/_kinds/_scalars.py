"""The kinds of small values: flags, counts, choices and URLs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._judgement.levels import MUST, SHOULD, Level
from ._classes import Kind, ValueClass, always, refused

if TYPE_CHECKING:
    from collections.abc import Mapping

_LARGEST_INT32 = 2**31 - 1


def _value(name: str, title: str, value: Any, source: str, level: Level = MUST) -> ValueClass:
    return ValueClass(name, title, source, lambda _: (value, value), level)


FLAG = Kind(
    "flag",
    lambda value: False if value is None else value,
    always(
        _value("true", "true is kept", True, "seed: Send, flash_message"),
        _value("false", "false is kept", False, "seed: Send, flash_message"),
    ),
)


_BEYOND_32_BITS = _value(
    "beyond-32-bits",
    "a number beyond 32 bits is understood, or refused with 400",
    _LARGEST_INT32 + 2,
    "seed: List, page",
)


def _counts(schema: Mapping[str, Any]) -> tuple[ValueClass, ...]:
    least = schema.get("minimum", 0)
    most = schema.get("maximum", _LARGEST_INT32)
    seed = "seed: Send, max_number_of_message_parts, from_ton, from_npi"
    beyond = () if {"maximum", "format"} & schema.keys() else (_BEYOND_32_BITS,)
    return (
        *beyond,
        _value("least", f"{least} is kept", least, seed),
        _value(
            "most",
            f"{most} is kept",
            most,
            seed,
            MUST if {"maximum", "format"} & schema.keys() else SHOULD,
        ),
        _value("between", f"{least + 3} is kept", least + 3, seed),
        _value("next-to-least", f"{least + 1} is kept", least + 1, seed),
    )


COUNT = Kind("count", lambda value: value, _counts)


def _choices(schema: Mapping[str, Any]) -> tuple[ValueClass, ...]:
    source = "seed: Send, delivery_report"
    kept = [
        _value(str(value).replace("_", "-"), f"{value} is kept", value, source)
        for value in schema.get("enum", ())
    ]
    capital = str(schema["enum"][-1]).upper() if schema.get("enum") else "NONE"
    other = refused(
        "other-case", f"{capital} is no choice", "inference: decision 6", capital, SHOULD
    )
    return (*kept, other)


CHOICE = Kind("choice", lambda value: "none" if value is None else value, _choices)

_URL = "seed: Send, callback_url"
URL = Kind(
    "url",
    lambda value: value,
    always(
        _value("https", "a URL is kept", "https://example.com/callback", _URL),
        _value("http", "a URL without TLS is kept", "http://example.com/callback", _URL),
        _value(
            "query", "a URL with a query is kept", "https://example.com/c?a=1&b=%20&c=d%26e", _URL
        ),
        _value("port", "a URL with a port is kept", "https://example.com:8443/c", _URL),
        _value("case", "a URL keeps the case of its path", "https://example.com/Call/BACK", _URL),
        _value(
            "escaped",
            "a URL with escaped characters is kept",
            "https://example.com/%C3%A4%2F",
            _URL,
        ),
        _value(
            "fragment", "a URL with a fragment is kept", "https://example.com/c#part", _URL, SHOULD
        ),
        _value("no-path", "a URL without a path is kept", "https://example.com", _URL, SHOULD),
        _value("address", "a URL with an address is kept", "http://192.0.2.1/c", _URL, SHOULD),
        refused("path", "a path is no URL", _URL, "/callback", SHOULD),
        refused("no-host", "a URL has a host", _URL, "https://", SHOULD),
        refused("no-scheme", "a URL has a scheme", _URL, "example.com/callback", SHOULD),
    ),
)

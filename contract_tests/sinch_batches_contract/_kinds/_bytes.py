"""The kinds of bytes: Base64 and hexadecimal."""

from __future__ import annotations

import base64
from typing import Any

from .._judgement.levels import MUST, SHOULD, Level
from ._classes import Kind, ValueClass, always, refused

_BODY = "seed: Send, body: Base64 encoded for mt_binary"
_UDH = "seed: Send, udh"


def read_base64(value: Any) -> Any:
    """Return the bytes, or what is there instead of Base64."""
    try:
        return base64.b64decode(str(value).strip(), validate=True)
    except ValueError:
        return value


def base64_of(size: int) -> str:
    """Return so many bytes as Base64."""
    return base64.b64encode(bytes(index % 256 for index in range(size))).decode()


def _bytes(name: str, title: str, raw: bytes, level: Level = MUST) -> ValueClass:
    text = base64.b64encode(raw).decode()
    title = f"{title} come back as the same bytes"
    return ValueClass(name, title, _BODY, lambda _: (text, raw), level)


BASE64 = Kind(
    "base64",
    read_base64,
    always(
        _bytes("length-1", "bytes with two signs of padding", b"\x01"),
        _bytes("length-2", "bytes with one sign of padding", b"\x01\xff"),
        _bytes("length-3", "bytes without padding", b"\x00\x80\xff"),
        _bytes("zeros", "zero bytes", bytes(5)),
        _bytes(
            "plus-and-slash", "bytes that are written with + and /", b"\xfb\xff\xfe\xfb\xef\xbe"
        ),
        _bytes("all-values", "bytes of many values", bytes(range(130, 256))),
        _bytes("text", "bytes that look like a text", b"Hello, \xc3\xa4 \n\r"),
        _bytes("empty", "no bytes", b"", SHOULD),
        ValueClass(
            "line-break",
            "Base64 may end in a line break",
            "sdk: sources §6",
            lambda _: ("AAECAw==\n", b"\x00\x01\x02\x03"),
            SHOULD,
        ),
        refused("sign", "a foreign sign isn't Base64", _BODY, "AA*CAw=="),
        refused("signs-beside", "signs beside Base64 aren't passed over", _BODY, "AAEC****"),
        refused("length", "Base64 has four signs for three bytes", _BODY, "AAECA", SHOULD),
        refused(
            "url-safe", "Base64 for URLs is another one", "inference: decision 6", "-_8=", SHOULD
        ),
    ),
)


def _digits(name: str, title: str, digits: str, level: Level = MUST) -> ValueClass:
    title = f"{title} come back as the same bytes"
    return ValueClass(name, title, _UDH, lambda _: (digits, digits.lower()), level)


HEXADECIMAL = Kind(
    "hexadecimal",
    lambda value: value.lower() if isinstance(value, str) else value,
    always(
        _digits("lower", "digits in lower case", "050003cc0201"),
        _digits("one-byte", "two digits", "0a"),
        _digits("zeros", "zeros", "0000"),
        _digits("letters", "letters alone", "fffefd"),
        _digits("decimal", "digits that look like a number", "0123456789"),
        ValueClass(
            "upper",
            "digits in upper case come back as the same bytes",
            "sdk: sources §6",
            lambda _: ("050003CC0201", "050003cc0201"),
            SHOULD,
        ),
        refused("odd", "half a byte isn't hexadecimal", "docs: sources §6", "050003c"),
        refused("letter", "a foreign letter isn't hexadecimal", "docs: sources §6", "050003cg"),
        refused(
            "letters-beside",
            "letters beside hexadecimal aren't passed over",
            "docs: sources §6",
            "050003ccgg",
        ),
        refused(
            "blanks",
            "blanks aren't a part of hexadecimal",
            "inference: decision 6",
            "05 00 03 cc",
            SHOULD,
        ),
        refused(
            "prefix", "0x isn't a part of hexadecimal", "inference: decision 6", "0x0500", SHOULD
        ),
    ),
)

"""Keeping tokens out of the reports, also where a server sends one back in a form of its own."""

from __future__ import annotations

import base64
import re
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")

HIDDEN = "$TOKEN"
_LONG = 8


def redacted(value: T, secrets: tuple[str, ...]) -> T:
    """Return the same data with each secret hidden in its texts; keys and numbers stay."""
    if not secrets:
        return value
    hidden: T = _hidden(value, _pattern(tuple(sorted(secrets, key=len, reverse=True))))
    return hidden


@cache
def _pattern(secrets: tuple[str, ...]) -> re.Pattern[str]:
    words = [word for secret in secrets for word in _words(secret)]
    return re.compile("|".join(words))


def _words(secret: str) -> list[str]:
    """Return the patterns of a secret in each form, and of the tokens that checks make of it."""
    # Backslashes before the whole of it may stay; to look for many of them takes long.
    written = [_written(secret[0], ""), *(_written(each, r"\\*") for each in secret[1:])]
    if len(secret) < _LONG:
        # A short token may be a part of any word: only where it stands alone is it the token.
        return [rf"(?<![A-Za-z0-9_-]){''.join(written)}(?![A-Za-z0-9_-])"]
    return [rf"(?i:{''.join(written[:-1])}(?:{written[-1]})?)", *_in_base64(secret)]


def _written(character: str, escapes: str) -> str:
    """Return the pattern of a character as text, JSON, a URL and HTML may write it.

    `escapes` is the pattern of the backslashes that may stand before it.
    """
    code = ord(character)
    forms = [
        f"{escapes}{re.escape(character)}",
        f"%(?:25)*{code:02x}",
        rf"{escapes}\\u{code:04x}",
        f"&#(?:0*{code}|x0*{code:x});",
    ]
    named = {"&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos"}
    if character in named:
        forms.append(f"&{named[character]};")
    return f"(?:{'|'.join(forms)})"


def _in_base64(secret: str) -> list[str]:
    """Return what a secret looks like within Base64, at each of the three places in a group."""
    found = []
    for before in range(3):
        encoded = base64.b64encode(b"\0" * before + secret.encode()).decode().rstrip("=")
        # The characters at both ends depend on what stands beside the secret.
        first, last = (0, 2, 3)[before], -1 if (before + len(secret)) % 3 else None
        sure = encoded[first:last]
        found.append(re.escape(sure).replace(r"\+", "[+-]").replace("/", "[/_]"))
    return found


def _hidden(value: Any, pattern: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return pattern.sub(HIDDEN, value)
    if isinstance(value, list):
        return [_hidden(item, pattern) for item in value]
    if isinstance(value, dict):
        return {key: _hidden(item, pattern) for key, item in value.items()}
    return value

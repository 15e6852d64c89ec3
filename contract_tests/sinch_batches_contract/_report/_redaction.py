"""Keeping tokens out of the reports, also where a server sends one back."""

from __future__ import annotations

import re
from typing import Any, TypeVar

T = TypeVar("T")

HIDDEN = "$TOKEN"
_LONG = 8


def redacted(value: T, secrets: tuple[str, ...]) -> T:
    """Return the same data with each secret hidden in its texts; keys and numbers stay."""
    if not secrets:
        return value
    words = "|".join(_words(secret) for secret in sorted(secrets, key=len, reverse=True))
    hidden: T = _hidden(value, re.compile(words))
    return hidden


def _words(secret: str) -> str:
    """Return the pattern of a secret, and of the tokens that some checks make out of it."""
    if len(secret) < _LONG:
        # A short token may be a part of any word: only where it stands alone is it the token.
        return rf"(?<![A-Za-z0-9_-]){re.escape(secret)}(?![A-Za-z0-9_-])"
    return rf"(?i:{re.escape(secret[:-1])}(?:{re.escape(secret[-1])})?)"


def _hidden(value: Any, pattern: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return pattern.sub(HIDDEN, value)
    if isinstance(value, list):
        return [_hidden(item, pattern) for item in value]
    if isinstance(value, dict):
        return {key: _hidden(item, pattern) for key, item in value.items()}
    return value

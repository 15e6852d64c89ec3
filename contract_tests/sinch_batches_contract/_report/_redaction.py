"""Keeping tokens out of the reports, also where a server sends one back."""

from __future__ import annotations

import re
from typing import Any, TypeVar

T = TypeVar("T")

HIDDEN = "$TOKEN"


def redacted(value: T, secrets: tuple[str, ...]) -> T:
    """Return the same data with each secret hidden in its texts; keys and numbers stay."""
    if not secrets:
        return value
    # A short token may be a part of any word: only where it stands alone is it the token.
    words = "|".join(re.escape(secret) for secret in sorted(secrets, key=len, reverse=True))
    pattern = re.compile(rf"(?<![A-Za-z0-9_-])(?:{words})(?![A-Za-z0-9_-])")
    hidden: T = _hidden(value, pattern)
    return hidden


def _hidden(value: Any, pattern: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return pattern.sub(HIDDEN, value)
    if isinstance(value, list):
        return [_hidden(item, pattern) for item in value]
    if isinstance(value, dict):
        return {key: _hidden(item, pattern) for key, item in value.items()}
    return value

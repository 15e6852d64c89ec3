"""The ids of batches."""

from __future__ import annotations

import re

from ulid import LaxMonotonicPolicy, ULIDGenerator

from . import errors

_IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,64}")
_generator = ULIDGenerator(policy=LaxMonotonicPolicy())


def new_id(now: int) -> str:
    """Make a ULID whose time is that of the batch's creation (sources §12.1).

    Those of one millisecond are in order, so that a list shows the newest first.
    """
    return str(_generator.generate(now))


def check(text: str) -> None:
    """Refuse what can't be an id: other than 1 to 64 letters, digits, `_`, `-` (decision 5).

    Raises:
        Refusal: 400.

    """
    if _IDENTIFIER.fullmatch(text) is None:
        raise errors.invalid_format("{value} is not a valid identifier", text)

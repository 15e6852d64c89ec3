"""A batch as a text, for a store that keeps texts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from .._rules import fields

if TYPE_CHECKING:
    from .._rules.fields import Batch


def write(batch: Batch) -> str:
    """Write the record as JSON."""
    return json.dumps(fields.recorded(batch), separators=(",", ":"))


def read(text: str) -> Batch:
    """Read what `write` wrote, or did in an earlier version."""
    return fields.restored(json.loads(text))

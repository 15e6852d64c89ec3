"""A batch as a text, for a store that keeps texts."""

from __future__ import annotations

import json
from dataclasses import fields

from .._rules.batches import Batch

_FIELDS = tuple(field.name for field in fields(Batch))


def write(batch: Batch) -> str:
    """Write the record as JSON."""
    return json.dumps({name: getattr(batch, name) for name in _FIELDS}, separators=(",", ":"))


def read(text: str) -> Batch:
    """Read what `write` wrote."""
    values = json.loads(text)
    values["to"] = tuple(values["to"])
    return Batch(**values)

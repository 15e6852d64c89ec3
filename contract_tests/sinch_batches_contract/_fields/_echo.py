"""What was sent comes back: any document compared with the stored batch."""

from __future__ import annotations

from typing import Any

from .._asking.expect import expect_equal
from ._table import FIELDS, read


def expect_echo(document: dict[str, Any], batch: dict[str, Any]) -> None:
    """Fail unless the batch has each field of the document; one that is null isn't compared."""
    is_binary = batch.get("type") == "mt_binary"
    for name, value in document.items():
        # An empty client_reference may count as none.
        if name not in FIELDS or value is None or (name, value) == ("client_reference", ""):
            continue
        found, given = (read(name, side, is_binary=is_binary) for side in (batch.get(name), value))
        expect_equal(found, given, f"`{name}`")
    if document.get("to"):
        # The table reads a set, for who is named twice; who is named once comes back once.
        expect_equal(len(batch["to"]), len(document["to"]), "the number of entries of `to`")

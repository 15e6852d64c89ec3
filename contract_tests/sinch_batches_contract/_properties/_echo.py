"""What was sent comes back: random documents compared with the stored batch."""

from __future__ import annotations

import base64
from typing import Any

from .._asking.expect import expect_equal
from .._material.numbers import same_number, same_numbers
from .._material.times import moment_of

_AS_SENT = (
    "client_reference",
    "delivery_report",
    "callback_url",
    "feedback_enabled",
    "flash_message",
    "truncate_concat",
    "max_number_of_message_parts",
    "from_ton",
    "from_npi",
)
# What isn't told has its default.
_IF_MISSING = {
    "delivery_report": "none",
    "feedback_enabled": False,
    "flash_message": False,
    "truncate_concat": False,
}


def expect_echo(document: dict[str, Any], batch: dict[str, Any]) -> None:
    """Fail unless each field of the document is in the batch; null only resets, and isn't told."""
    given = {name: value for name, value in document.items() if value is not None}
    if given.get("client_reference") == "":
        del given["client_reference"]  # an empty one may count as none
    for name in _AS_SENT:
        if name in given:
            found = batch.get(name, _IF_MISSING.get(name))
            expect_equal(found, given[name], f"`{name}`")
    for name in ("send_at", "expire_at"):
        if name in given:
            expect_equal(moment_of(batch.get(name)), moment_of(given[name]), f"`{name}`")
    if "from" in given:
        expect_equal(same_number(batch.get("from")), same_number(given["from"]), "`from`")
    if "to" in given:
        numbers = sorted(same_numbers(batch.get("to")))
        expect_equal(numbers, sorted(same_numbers(given["to"])), "`to`")
    if "body" in given and batch.get("type") == "mt_binary":
        expect_equal(_bytes(batch.get("body")), _bytes(given["body"]), "the bytes of `body`")
    elif "body" in given:
        expect_equal(batch.get("body"), given["body"], "`body`")


def _bytes(text: object) -> bytes:
    return base64.b64decode(str(text))

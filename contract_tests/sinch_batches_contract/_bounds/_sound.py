"""Sound values for the plan at hand, and what each needs beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._asking.documents import LEFT_OUT
from .._material.times import later, stamp

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .._asking.api import Api

_MOST_ITEMS = 1000
_SPARE = 1  # the first number is the recipient of every stored batch


def known_values(recipients: list[str], sender: str) -> dict[str, Any]:
    """Return values for the fields that have to fit the service plan or each other."""
    return {
        "to": recipients[:1],
        "to_add": recipients[-1:],
        "to_remove": ["12145550199"],
        "recipients": recipients[:1],
        "from": sender,
        "send_at": stamp(later()),
        "expire_at": stamp(later(days=2)),
        "start_date": stamp(later(days=-1)),
        "end_date": stamp(later()),
        "callback_url": "https://example.com/callback",
        "parameters": {"name": {"default": "there"}},
    }


def known_to(api: Api) -> dict[str, Any]:
    """Return such values for the plan at hand."""
    allowed = len(api.settings.recipients) or 2
    return known_values(api.numbers(min(allowed, 2)), api.sender)


def list_of(api: Api, field: str, size: int) -> list[Any]:
    """Return so many different entries for a list of numbers.

    Those to be added or removed aren't recipients of the batch: it neither has any twice, nor
    loses its last one.
    """
    if field in ("to_add", "to_remove"):
        return api.numbers(size + _SPARE)[_SPARE:]
    return api.numbers(size)


def completed(field: str, document: dict[str, Any], recipient: list[str]) -> dict[str, Any]:
    """Return the document with the companions that the field needs to be sound.

    `recipient` is the one that every stored batch has.
    """
    companions: dict[str, dict[str, Any]] = {
        "from_ton": {"from_npi": 1},
        "from_npi": {"from_ton": 1},
        "delivery_report": {"callback_url": "https://example.com/callback"},
        "to_add": _removal(document, recipient),
        "to_remove": _addition(document, recipient),
        # Both count toward the same 140 bytes.
        "udh": {"body": ""},
        "expire_at": {"send_at": LEFT_OUT if document.get("expire_at") is None else stamp(later())},
    }
    with_companions = {**document, **companions.get(field, {})}
    return {name: value for name, value in with_companions.items() if value is not LEFT_OUT}


def _removal(document: Mapping[str, Any], recipient: list[str]) -> dict[str, Any]:
    """Remove so many that 1001 added recipients break no other limit than that of the list."""
    added = document.get("to_add")
    if not isinstance(added, list) or not added or added[0] in recipient:
        return {}
    return {"to_remove": [*recipient, *added[1 : len(added) - _MOST_ITEMS + 1]]}


def _addition(document: Mapping[str, Any], recipient: list[str]) -> dict[str, Any]:
    """Add one where all others are removed."""
    removed = document.get("to_remove")
    is_all = isinstance(removed, list) and len(removed) >= _MOST_ITEMS
    return {"to_add": recipient} if is_all else {}

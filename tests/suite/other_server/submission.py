"""What a batch may hold, and the rules between its fields."""

from __future__ import annotations

import base64
import re
from collections.abc import Container
from datetime import datetime, timedelta
from typing import Any

from .fields import (
    CONSTRAINT,
    FORMAT,
    JSON,
    Reader,
    RefusedError,
    base64_text,
    boolean,
    choice,
    hexadecimal,
    integer,
    moment,
    parameters,
    phone_number,
    sender,
    string,
    web_address,
)

Fields = dict[str, Any]

LONGEST_LIFE = timedelta(days=3)
_RESETTABLE = {
    "parameters",
    "delivery_report",
    "send_at",
    "expire_at",
    "callback_url",
    "client_reference",
}

_BOTH: dict[str, Reader] = {
    "from": sender,
    "delivery_report": choice("none", "summary", "full", "per_recipient", "per_recipient_final"),
    "send_at": moment,
    "expire_at": moment,
    "callback_url": web_address,
    "client_reference": string(2048),
    "feedback_enabled": boolean,
    "flash_message": boolean,
    "max_number_of_message_parts": integer(1, 2**31 - 1),
    "from_ton": integer(0, 6),
    "from_npi": integer(0, 18),
}
_READERS: dict[str, dict[str, Reader]] = {
    "mt_text": {
        "body": string(2000),
        "truncate_concat": boolean,
        "parameters": parameters,
        **_BOTH,
    },
    "mt_binary": {"body": base64_text, "udh": hexadecimal, **_BOTH},
}


def as_object(document: Any) -> Fields:
    if not isinstance(document, dict):
        raise RefusedError(JSON, "an object, please")
    return document


def recipients(name: str, value: Any, groups: Container[str]) -> list[str]:
    """Read a list of numbers and groups; duplicates stay."""
    if not isinstance(value, list):
        raise RefusedError(FORMAT, f"{name}: a list, please")
    if not 1 <= len(value) <= 1000:
        raise RefusedError(CONSTRAINT, f"{name}: {len(value)} entries, 1 to 1000 are allowed")
    result = []
    for index, entry in enumerate(value):
        text = string()(f"{name}[{index}]", entry)
        number = phone_number(text)
        if number is None and text not in groups:
            if re.fullmatch(r"[0-9A-Z]{26}", text):
                raise RefusedError("unknown_group", f"There is no group {text}", status=403)
            raise RefusedError(FORMAT, f"{name}[{index}]: no number and no group")
        result.append(number or text)
    return result


def read_submission(
    document: Any, groups: Container[str], now: datetime, *, sender_optional: bool
) -> Fields:
    """Return the fields of a new batch."""
    given = {name: value for name, value in as_object(document).items() if value is not None}
    kind = choice(*_READERS)("type", given.get("type", "mt_text"))
    for name in ("to", "body", "udh")[: 3 if kind == "mt_binary" else 2]:
        if name not in given:
            raise RefusedError(CONSTRAINT, f"{name}: missing")
    if "from" not in given and not sender_optional:
        raise RefusedError(CONSTRAINT, "from: missing, and there is no default originator")
    if kind == "mt_binary" and "parameters" in given:
        raise RefusedError(CONSTRAINT, "parameters: not for binary messages")
    fields = {
        name: read(name, given[name]) for name, read in _READERS[kind].items() if name in given
    }
    fields["to"] = recipients("to", given["to"], groups)
    fields["type"] = kind
    check_together(fields, now)
    return fields


def read_update(document: Any, current: Fields, groups: Container[str], now: datetime) -> Fields:
    """Return all fields of a batch as an update leaves them."""
    given = as_object(document)
    kind = current["type"]
    if given.get("type", kind) != kind:
        raise RefusedError(FORMAT, "type: can't be changed")
    if kind == "mt_binary" and given.get("parameters") is not None:
        raise RefusedError(CONSTRAINT, "parameters: not for binary messages")
    fields = dict(current)
    for name, read in _READERS[kind].items():
        if name in given and given[name] is None and name in _RESETTABLE:
            fields.pop(name, None)
        elif name in given:
            fields[name] = read(name, given[name])
    # Which of the two goes first isn't documented.
    if "to_remove" in given:
        gone = set(recipients("to_remove", given["to_remove"], groups))
        fields["to"] = [entry for entry in fields["to"] if entry not in gone]
    if "to_add" in given:
        fields["to"] = fields["to"] + recipients("to_add", given["to_add"], groups)
    if not 1 <= len(fields["to"]) <= 1000:
        raise RefusedError(CONSTRAINT, f"{len(fields['to'])} recipients would be left")
    check_together(fields, now)
    return fields


def check_together(fields: Fields, now: datetime) -> None:
    """Check the rules between fields."""
    if fields["type"] == "mt_binary":
        size = len(base64.b64decode(fields["body"])) + len(fields["udh"]) // 2
        if size > 140:
            raise RefusedError(CONSTRAINT, f"body and udh are {size} bytes, 140 at most")
    if "expire_at" in fields:
        start = fields.get("send_at")
        if start is not None and fields["expire_at"] <= start:
            raise RefusedError(CONSTRAINT, "expire_at: must be after send_at")
        if fields["expire_at"] - max(start or now, now) > LONGEST_LIFE:
            raise RefusedError(CONSTRAINT, "expire_at: at most 3 days after send_at")
    if fields.get("delivery_report", "none") != "none" and "callback_url" not in fields:
        raise RefusedError("missing_callback_url", "Where should the reports go?", status=403)

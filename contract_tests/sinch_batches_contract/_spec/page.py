"""What the API page says differently for single operations.

Where it gives a field two limits, a server that keeps either is right: what the shorter one allows
has to be accepted, what exceeds the longer one has to be refused. Fields that it doesn't list for
an operation may be ignored, as any field that a server doesn't know.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._judgement.levels import MUST, SHOULD, Level
from .document import level_of
from .operations import FIELDS_OF_AN_UPDATE, described

if TYPE_CHECKING:
    from collections.abc import Mapping

# The section of the page that describes an operation.
SECTIONS = {
    "send_batch": "Send",
    "list_batches": "List",
    "dry_run_batch": "Dry run",
    "get_batch": "Get",
    "update_batch": "Update",
    "replace_batch": "Replace",
    "cancel_batch": "Cancel",
    "send_delivery_feedback": "Feedback",
    "get_batch_delivery_report": "Report of a batch",
    "get_recipient_delivery_report": "Report of a recipient",
    "list_delivery_reports": "List of reports",
}

# The page doesn't describe how reports are fetched: Sinch's documentation does.
_ELSEWHERE = {
    "get_batch_delivery_report": "docs: sources §14.1",
    "get_recipient_delivery_report": "docs: sources §14.2",
    "list_delivery_reports": "docs: sources §14.3",
}

# What Send and List show, and the answers of Get, Update and Replace don't list (contradiction 15).
NOT_IN_EVERY_ANSWER = frozenset({"feedback_enabled", "truncate_concat", "from_ton", "from_npi"})
# Whether they mean anything for a binary message isn't said: the part on these is lost.
_NOT_ON_A_BINARY_BATCH = frozenset(
    {"flash_message", "max_number_of_message_parts", "truncate_concat"}
)


def source_in(operation: str, what: str) -> str:
    """Return where something of an operation is described, such as `seed: Send, body`."""
    return f"{_ELSEWHERE.get(operation, f'seed: {SECTIONS[operation]}')}, {what}"


def level_in(operation: str, field: str, *, is_binary: bool = False) -> Level:
    """Return how binding it is that the operation looks at the field."""
    if is_binary and field in _NOT_ON_A_BINARY_BATCH:
        return SHOULD
    if operation == "update_batch":
        return MUST if field in FIELDS_OF_AN_UPDATE else SHOULD
    return level_of(described(operation), f"requestBody/{field}")


def binding(operation: str, document: Any) -> Any:
    """Return a body with those of its fields that a server may not ignore."""
    if not isinstance(document, dict):
        return document
    is_binary = document.get("type") == "mt_binary"
    return {
        name: value
        for name, value in document.items()
        # The type of a binary batch has to stay: it decides which schema is the right one.
        if (name == "type" and is_binary) or level_in(operation, name, is_binary=is_binary) is MUST
    }


def shorter_limit(operation: str, schema: Mapping[str, Any]) -> int:
    """Return the length that a text has to take, which may be less than the longest one."""
    narrower = schema.get("x-accepted", {}).get("maxLength", {})
    return int(narrower.get(operation, schema.get("maxLength", 0)))

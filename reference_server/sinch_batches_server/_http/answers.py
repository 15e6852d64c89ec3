"""What a batch looks like on the wire."""

from __future__ import annotations

from typing import Any

from .._rules import batches, times


def batch(stored: batches.Batch) -> dict[str, Any]:
    """Write a batch as an answer: never null, optional fields only if set (api-facts §17.19)."""
    fields = {
        "id": stored.id,
        "to": stored.to,
        "from": stored.sender,
        "canceled": stored.canceled,
        "parameters": stored.parameters,
        "body": stored.body,
        "udh": stored.udh,
        "type": stored.type,
        "created_at": times.render(stored.created_at),
        "modified_at": times.render(stored.modified_at),
        "delivery_report": stored.delivery_report,
        "send_at": None if stored.send_at is None else times.render(stored.send_at),
        "expire_at": times.render(stored.expire_at),
        "callback_url": stored.callback_url,
        "client_reference": stored.client_reference,
        "feedback_enabled": stored.feedback_enabled,
        "flash_message": stored.flash_message,
        "truncate_concat": stored.truncate_concat,
        "max_number_of_message_parts": stored.max_number_of_message_parts,
        "from_ton": stored.from_ton,
        "from_npi": stored.from_npi,
    }
    return {key: value for key, value in fields.items() if value is not None}

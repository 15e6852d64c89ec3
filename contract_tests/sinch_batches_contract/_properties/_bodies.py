"""The operations that take a body."""

from __future__ import annotations

# By operation: the schemas of its body by the type of batch.
BODIES: dict[str, dict[str, str]] = {
    "send_batch": {"mt_text": "TextSubmission", "mt_binary": "BinarySubmission"},
    "dry_run_batch": {"mt_text": "TextSubmission", "mt_binary": "BinarySubmission"},
    "update_batch": {"mt_text": "TextUpdate", "mt_binary": "BinaryUpdate"},
    "replace_batch": {"mt_text": "TextSubmission", "mt_binary": "BinarySubmission"},
    "send_delivery_feedback": {"mt_text": "DeliveryFeedback"},
}

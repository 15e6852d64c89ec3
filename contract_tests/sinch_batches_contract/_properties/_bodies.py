"""The operations that take a body, and what success looks like."""

from __future__ import annotations

# By operation: the schemas of its body by the type of batch, and the status of success.
BODIES: dict[str, tuple[dict[str, str], int]] = {
    "send_batch": ({"mt_text": "TextSubmission", "mt_binary": "BinarySubmission"}, 201),
    "dry_run_batch": ({"mt_text": "TextSubmission", "mt_binary": "BinarySubmission"}, 200),
    "update_batch": ({"mt_text": "TextUpdate", "mt_binary": "BinaryUpdate"}, 200),
    "replace_batch": ({"mt_text": "TextSubmission", "mt_binary": "BinarySubmission"}, 200),
    "send_delivery_feedback": ({"mt_text": "DeliveryFeedback"}, 202),
}

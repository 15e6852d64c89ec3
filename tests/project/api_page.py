"""What the API page says, in figures; the table of docs/sources.md tells its lines.

Where the page has two limits for one field, both are here, and the page's other contradictions are
left as they are: docs/contradictions.md says what became of them.
"""

from __future__ import annotations

from typing import Any

Field = dict[str, Any]

_RECIPIENTS = {"type": "array", "minItems": 1, "maxItems": 1000, "items": {"type": "string"}}
_MODES = {
    "type": "string",
    "enum": ["none", "summary", "full", "per_recipient", "per_recipient_final"],
}
_TYPE = {"type": "string", "const": ["mt_text", "mt_binary"]}
_TIME = {"type": "string", "format": "date-time"}
_URL = {"type": "string", "format": "uri", "maxLength": 2048}
# Text, or Base64, whatever pattern tells that.
_BODY = {"type": "string", "minLength": 0, "contentEncoding": "base64", "pattern": None}
_VALUES = {
    "type": "object",
    "propertyNames": {},
    "additionalProperties": {"type": "object", "additionalProperties": {"type": "string"}},
}
_PARTS = {"type": "integer", "format": "int32", "minimum": 1}

_COMMON: dict[str, Field] = {
    "from": {"type": "string"},
    "delivery_report": _MODES,
    "send_at": _TIME,
    "expire_at": _TIME,
    "callback_url": _URL,
}
_SUBMISSION: dict[str, Field] = _COMMON | {
    "to": _RECIPIENTS,
    "body": _BODY | {"maxLength": [1600]},
    "type": _TYPE,
    "udh": {"type": "string"},
    "flash_message": {"type": "boolean"},
    "parameters": _VALUES,
    "client_reference": {"type": "string", "maxLength": [128]},
    "max_number_of_message_parts": _PARTS,
}
_NUMBERING = {
    "from_ton": {"type": "integer", "format": "int32", "minimum": 0, "maximum": 6},
    "from_npi": {"type": "integer", "format": "int32", "minimum": 0, "maximum": 18},
}
_SENT: dict[str, Field] = (
    _SUBMISSION
    | {"body": _BODY | {"maxLength": 2000}}
    | {"client_reference": {"type": "string", "maxLength": 2048}}
)
# Its branch for binary messages is lost.
_SENT_TEXT: dict[str, Field] = (
    _SENT
    | _NUMBERING
    | {"feedback_enabled": {"type": "boolean"}, "truncate_concat": {"type": "boolean"}}
)
_BATCH: dict[str, Field] = _SENT_TEXT | {
    "id": {"type": "string"},
    "canceled": {"type": "boolean"},
    "created_at": _TIME,
    "modified_at": _TIME,
}

# The fields of requests, by operation and type of message; `required` beside them.
REQUESTS: dict[tuple[str, str], dict[str, Field]] = {
    ("send_batch", "mt_text"): _SENT_TEXT,
    ("send_batch", "mt_binary"): _SENT,
    ("dry_run_batch", "mt_text"): _SUBMISSION,
    ("dry_run_batch", "mt_binary"): _SUBMISSION,
    ("replace_batch", "mt_text"): _SUBMISSION,
    ("replace_batch", "mt_binary"): _SUBMISSION,
    ("update_batch", "mt_text"): _COMMON
    | {"body": _BODY | {"maxLength": [1600]}, "to_add": _RECIPIENTS, "to_remove": _RECIPIENTS},
    ("update_batch", "mt_binary"): _COMMON
    | {"body": _BODY, "to_add": _RECIPIENTS, "to_remove": _RECIPIENTS},
    ("send_delivery_feedback", ""): {
        "recipients": {"type": "array", "items": {"type": "string"}},
    },
}
REQUIRED = {
    ("send_batch", "mt_text"): {"to", "body"},
    ("send_batch", "mt_binary"): {"to", "body", "udh", "type"},
    ("dry_run_batch", "mt_text"): {"to", "body"},
    ("dry_run_batch", "mt_binary"): {"to", "body", "udh", "type"},
    ("replace_batch", "mt_text"): {"to", "body"},
    ("replace_batch", "mt_binary"): {"to", "body", "udh", "type"},
    ("send_delivery_feedback", ""): {"recipients"},
}
ANSWERS: dict[str, dict[str, Field]] = {
    "TextBatch": _BATCH,
    "BinaryBatch": _BATCH,
    "BatchPage": {
        "page": {"type": "integer"},
        "page_size": {"type": "integer"},
        "count": {"type": "integer"},
        "batches": {"type": "array", "items": {"oneOf": None}},
    },
    "DryRunResult": {
        "number_of_recipients": {"type": "integer"},
        "number_of_messages": {"type": "integer"},
        "per_recipient": {"type": "array", "items": {"type": "object"}},
    },
}
QUERIES: dict[str, dict[str, Field]] = {
    "list_batches": {
        "page": {"type": "integer"},
        "page_size": {"type": "integer", "maximum": 100, "default": 30},
        "from": {"type": "string"},
        "start_date": {"type": "string"},
        "end_date": {"type": "string"},
        "client_reference": {"type": "string", "maxLength": 2048},
    },
    "dry_run_batch": {
        "per_recipient": {"type": "boolean"},
        "number_of_recipients": {"type": "integer", "maximum": 1000, "default": 100},
    },
}
STATUSES = {
    "send_batch": "201",
    "list_batches": "200",
    "dry_run_batch": "200",
    "get_batch": "200",
    "update_batch": "200",
    "replace_batch": "200",
    "cancel_batch": "200",
    "send_delivery_feedback": "202",
}

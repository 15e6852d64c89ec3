"""The operations of the API, and which of them a request asks for."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from .document import resolved, spec

ANY_OPERATION = "any operation"
# What the API page lists for an update. Only the SDKs show that other fields can be changed, so a
# server may ignore them, as any field that it doesn't know.
FIELDS_OF_AN_UPDATE = frozenset(
    {"to_add", "to_remove", "from", "body", "delivery_report", "send_at", "expire_at"}
    | {"callback_url"}
)

# Their answers show the batch that they store.
STORING = frozenset({"send_batch", "update_batch", "replace_batch"})

# The capability that an operation is: without it the server doesn't have the operation.
_CAPABILITY = {
    "dry_run_batch": "dry-run",
    "send_delivery_feedback": "feedback",
    "get_batch_delivery_report": "reports",
    "get_recipient_delivery_report": "reports",
    "list_delivery_reports": "reports",
}
_NEED_OF_FIELD = {
    "callback_url": "callbacks",
    "delivery_report": "callbacks",
    "expire_at": "scheduling",
    "parameters": "parameters",
    "send_at": "scheduling",
    "udh": "binary",
}


def capability_of(operation: str) -> frozenset[str]:
    """Return the capability without which a server doesn't have the operation, if any."""
    return frozenset({_CAPABILITY[operation]} if operation in _CAPABILITY else ())


def needs_of(operation: str) -> frozenset[str]:
    """Return the capabilities that a server needs to accept a request for the operation."""
    # What was sent can't be updated any more.
    return frozenset({"scheduling"}) if operation == "update_batch" else capability_of(operation)


def needs_of_field(name: str) -> frozenset[str]:
    """Return the capabilities that a server needs to accept a value of the field."""
    return frozenset({_NEED_OF_FIELD[name]} if name in _NEED_OF_FIELD else ())


@cache
def operations() -> dict[str, tuple[str, str]]:
    """Return `operationId` with method and path template, in the order of the spec."""
    found = {}
    for path, item in spec()["paths"].items():
        for method, operation in item.items():
            if isinstance(operation, dict) and "operationId" in operation:
                found[operation["operationId"]] = (method.upper(), path)
    return found


def described(operation_id: str) -> dict[str, Any]:
    """Return an operation as the spec describes it."""
    method, path = operations()[operation_id]
    found: dict[str, Any] = spec()["paths"][path][method.lower()]
    return found


@cache
def bodies() -> dict[str, tuple[str, ...]]:
    """Return the operations with a body, each with the schemas that a body may follow.

    Text comes first: it is what a body without a `type` is.
    """
    found = {}
    for name in operations():
        operation = described(name)
        if "requestBody" in operation:
            content = resolved(operation["requestBody"])["content"]
            found[name] = _alternatives(content["application/json"]["schema"])
    return found


def _alternatives(schema: dict[str, Any]) -> tuple[str, ...]:
    members = resolved(schema).get("oneOf", [schema])
    return tuple(str(member["$ref"]).rpartition("/")[2] for member in members)


def parameters_of(operation_id: str) -> list[dict[str, Any]]:
    """Return the query parameters of an operation."""
    return [resolved(parameter) for parameter in described(operation_id).get("parameters", ())]


@cache
def success_of(operation: str) -> int:
    """Return the status of an accepted request."""
    statuses = described(operation)["responses"]
    return next(int(status) for status in statuses if status.startswith("2"))


@cache
def operation_of(method: str, url: str) -> str | None:
    """Return the `operationId` that a request asks for, or None."""
    path = url.partition("?")[0]
    for fixed_first in (True, False):
        for name, (verb, template) in operations().items():
            ends_fixed = not template.endswith("{batch_id}")
            if verb == method and ends_fixed is fixed_first and _pattern(template).search(path):
                return name
    return None


@cache
def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template)) + "$")

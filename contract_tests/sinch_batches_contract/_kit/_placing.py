"""Making a drawn case one that can be asked: its data repaired, and a batch where it needs one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._spec.operations import bodies, needs_of
from ._bodies import schema_of
from ._document import BATCH_AT_HAND, RECIPIENT_AT_HAND
from ._faults import faults
from ._machinery import AnyCase, operation_id
from ._repair import repaired, repaired_query

if TYPE_CHECKING:
    from collections.abc import Collection

    from ._terms import Terms


def repair(case: AnyCase, terms: Terms) -> None:
    """Repair body, query and recipient of the case in place, but for what is wrong with them."""
    operation = operation_id(case)
    if case.path_parameters.get("recipient_msisdn") == RECIPIENT_AT_HAND:
        case.path_parameters["recipient_msisdn"] = terms.numbers(1)[0]
    if operation in bodies() and isinstance(case.body, dict):
        case.body = repaired(terms, schema_of(operation, case.body), case.body)
    if case.query:
        case.query = repaired_query(terms, operation, case.query)


def batch_wanted(
    case: AnyCase, terms: Terms, foreign: Collection[str] = ()
) -> dict[str, Any] | None:
    """Return the batch that has to be sent before the case can be asked, or None.

    `foreign` are the ids of batches that were there before: they are read at most.
    """
    id = case.path_parameters.get("batch_id")
    if id != BATCH_AT_HAND and (id not in foreign or case.method == "GET"):
        return None
    operation = operation_id(case)
    body: Any = case.body
    if operation == "send_delivery_feedback":
        is_sound = isinstance(body, dict) and not faults(schema_of(operation, body), body).any
        recipients = (body["recipients"] if is_sound else []) or terms.numbers(1)
        # Whether a batch that waits takes feedback is left to the server.
        return _at_once(terms.batch(feedback_enabled=True, to=recipients))
    if "reports" in needs_of(operation):
        return _at_once(terms.batch())  # a batch that waits has no messages to report of
    wanted: dict[str, Any] = {}
    if isinstance(body, dict) and body.get("type") == "mt_binary":
        wanted["type"] = "mt_binary"
    if isinstance(body, dict) and "to_remove" in body:
        # Whether one can be removed who isn't there is left to the server.
        is_sound = "to_remove" not in faults(schema_of(operation, body), body).fields
        wanted["to"] = terms.numbers(1) + (body["to_remove"] or [] if is_sound else [])
    return terms.batch(**wanted)


def _at_once(batch: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in batch.items() if name != "send_at"}

"""What a request may be answered with, by all that the contract says."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from .._spec.operations import bodies, needs_of, success_of
from .._spec.page import binding
from ._bodies import is_within_promise, schema_of
from ._document import BATCH_AT_HAND, RECIPIENT_AT_HAND
from ._faults import faults, is_judged, query_faults
from ._machinery import (
    NOT_SET,
    AnyCase,
    has_other_content_type,
    has_other_method,
    is_stateful,
    operation_id,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from ._terms import Terms

Statuses = frozenset[int]

_REFUSED = frozenset({400})
_REFUSALS = frozenset(range(400, 500))
# Earlier steps of a scenario may have sent the batch, or canceled it, or made it another one; and
# only the SDKs tell that a canceled one stays readable.
_STATE_OF_A_BATCH = frozenset({400, 403, 404})
# When the first message of a batch has a report is left to the server.
_NOTHING_TO_REPORT = frozenset({404})


def due(
    case: AnyCase, terms: Terms, *, has_token: bool = True, known: Collection[str] = ()
) -> Statuses | None:
    """Return the statuses that the request of a case may be answered with; None: that is open.

    `known` are the ids of batches that the server gave.
    """
    operation = operation_id(case)
    if has_other_method(case) or needs_of(operation) & terms.without:
        return None
    if not has_token:
        return frozenset({401})
    if has_other_content_type(case):
        return frozenset({415}) if operation in bodies() else None
    batch = case.path_parameters.get("batch_id")
    if batch is not None and batch != BATCH_AT_HAND and batch not in known:
        return _REFUSALS if _is_like_an_id(unquote(batch)) else None
    recipient = case.path_parameters.get("recipient_msisdn", RECIPIENT_AT_HAND)
    if recipient not in (RECIPIENT_AT_HAND, *terms.numbers(1)):
        return None
    statuses = _by_its_data(case, operation, terms)
    if statuses is not None and batch is not None and is_stateful(case):
        return statuses | _STATE_OF_A_BATCH
    if statuses is not None and batch is not None and "reports" in needs_of(operation):
        return statuses | _NOTHING_TO_REPORT
    return statuses


def _is_like_an_id(text: str) -> bool:
    """Whether no server, nor what stands before it, reads more into the text than an id."""
    return re.fullmatch("[0-9A-Za-z]+", text) is not None


def _by_its_data(case: AnyCase, operation: str, terms: Terms) -> Statuses | None:
    found = [query_faults(operation, case.query)]
    must_be_refused = found[0].must_be_refused
    is_open = False
    if operation in bodies():
        if case.body is NOT_SET:
            return frozenset({400, 415})
        if isinstance(case.body, bytes):
            return None if _is_json(case.body) else _REFUSED
        if _is_of_a_lacking_type(case.body, terms):
            return None
        schema = schema_of(operation, case.body)
        found.append(faults(schema, case.body))
        is_open = isinstance(case.body, dict) and not (
            # Only the SDKs show that null resets a field, and nobody what an empty body is.
            is_within_promise(operation, schema, case.body)
            and case.body
            and None not in case.body.values()
        )
        must_be_refused |= faults(schema, binding(operation, case.body)).must_be_refused
    if must_be_refused:
        return _REFUSED
    is_open |= not all(is_judged(operation, name, value) for name, value in case.query.items())
    if is_open or any(part.any for part in found):
        return None
    # Whether there is a page after the last one, only the SDKs tell.
    is_first = str(case.query.get("page", 0)) == "0"
    return frozenset({success_of(operation), *(() if is_first else (404,))})


def _is_of_a_lacking_type(document: Any, terms: Terms) -> bool:
    is_binary = isinstance(document, dict) and document.get("type") == "mt_binary"
    return is_binary and "binary" in terms.without


def _is_json(content: bytes) -> bool:
    try:
        json.loads(content)
    except ValueError:
        return False
    return True

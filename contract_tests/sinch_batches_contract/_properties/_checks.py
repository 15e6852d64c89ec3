"""How the random requests are tried: valid ones are accepted, invalid ones refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import assume
from schemathesis.core import NOT_SET
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from .._expect import expect_status, expect_unchanged
from .._operations import FIELDS_OF_AN_UPDATE, success_of
from .._outcomes import Violation
from .._spec import spec
from ._bodies import BODIES
from ._echo import expect_echo
from ._faults import faults, parameters_of, query_faults
from ._repair import repaired, repaired_query
from ._search import search
from ._source import AnyCase, requests

if TYPE_CHECKING:
    from .._api import Api
    from .._line import Answer


def accepts(operation: str, api: Api) -> None:
    """Try valid requests: each is accepted, and what it says is stored."""

    def attempt(case: AnyCase) -> None:
        document, schema = _body(api, operation, case)
        assume(isinstance(document, dict) and not faults(schema, document).any)
        answer = _ask(api, operation, document, _query(api, operation, case))
        expect_status(answer, success_of(operation))
        _expect_conformance(case, answer)
        if operation in ("send_batch", "replace_batch", "update_batch"):
            expect_echo(_binding(operation, document), answer.json)
            expect_unchanged(api.stored(answer.id), answer.json)
        api.cancel_what_is_scheduled()

    search(api, f"{operation}-valid", requests(operation, valid=True), attempt)


def refuses(operation: str, api: Api) -> None:
    """Try invalid requests: each is refused with 400."""

    def attempt(case: AnyCase) -> None:
        document, schema = _body(api, operation, case)
        assume(_must_be_refused(operation, document, schema))
        answer = _ask(api, operation, document, {})
        api.cancel_what_is_scheduled()
        expect_status(answer, 400)
        _expect_conformance(case, answer)

    search(api, f"{operation}-invalid", requests(operation, valid=False), attempt)


def _binding(operation: str, document: Any) -> Any:
    """Return the fields of the document that a server may not ignore."""
    if operation != "update_batch" or not isinstance(document, dict):
        return document
    # The type of a binary batch has to stay: it decides which schema is the right one.
    known = FIELDS_OF_AN_UPDATE | ({"type"} if document.get("type") == "mt_binary" else set())
    return {name: value for name, value in document.items() if name in known}


def _must_be_refused(operation: str, document: Any, schema: str) -> bool:
    if not isinstance(document, bytes):
        return faults(schema, _binding(operation, document)).must_be_refused
    try:
        json.loads(document)
    except ValueError:
        return True
    return False


def lists(operation: str, api: Api) -> None:
    """Try valid queries: each is answered with a page."""

    def attempt(case: AnyCase) -> None:
        query = _query(api, operation, case)
        answer = expect_status(api.list_page(**query), 200)
        _expect_conformance(case, answer)

    search(api, "list-valid", requests(operation, valid=True), attempt)


def refuses_query(operation: str, api: Api) -> None:
    """Try invalid queries: each is refused with 400."""

    def attempt(case: AnyCase) -> None:
        query = _query(api, operation, case)
        assume(query_faults(operation, query).must_be_refused)
        expect_status(api.list_page(**query), 400)

    search(api, "list-invalid", requests(operation, valid=False), attempt)


def _query(api: Api, operation: str, case: AnyCase) -> dict[str, Any]:
    declared = {parameter["name"] for parameter in parameters_of(operation)}
    given = {
        name: value
        for name, value in dict(case.query).items()
        if name in declared and not isinstance(value, dict | list)
    }
    return repaired_query(api, given)


def _body(api: Api, operation: str, case: AnyCase) -> tuple[Any, str]:
    """Return the body of the case, repaired, and the schema that it is to be judged by."""
    schemas = BODIES[operation]
    document = case.body
    if document is NOT_SET:
        document = {}
    type_ = document.get("type") if isinstance(document, dict) else None
    is_binary = type_ == "mt_binary" and "mt_binary" in schemas
    schema = schemas["mt_binary" if is_binary else "mt_text"]
    if isinstance(document, dict):
        document = repaired(api, schema, _declared(document, schema))
    return document, schema


def _declared(document: dict[str, Any], schema: str) -> dict[str, Any]:
    known = spec()["components"]["schemas"][schema]["properties"]
    return {name: value for name, value in document.items() if name in known}


def _ask(api: Api, operation: str, document: Any, query: dict[str, Any]) -> Answer:
    """Send the request; bytes go out as they are, as a body that claims to be JSON."""
    method, path = _target(api, operation, document)
    if isinstance(document, bytes):
        headers = {"content-type": "application/json"}
        return api.call(method, path, content=document, headers=headers)
    is_safe = operation in ("dry_run_batch", "send_delivery_feedback")
    return api.call(method, path, json=document, query=query, retriable=is_safe)


def _target(api: Api, operation: str, document: Any) -> tuple[str, str]:
    """Return method and path; where a batch is needed, that of a new one of the same type."""
    if operation == "send_batch":
        return "POST", "/batches"
    if operation == "dry_run_batch":
        return "POST", "/batches/dry_run"
    if operation == "send_delivery_feedback":
        sound = isinstance(document, dict) and not faults("DeliveryFeedback", document).any
        to = (document["recipients"] if sound else []) or api.numbers(1)
        return "POST", f"{api.at(api.sent(feedback_enabled=True, to=to)['id'])}/delivery_feedback"
    is_binary = isinstance(document, dict) and document.get("type") == "mt_binary"
    stored = api.sent(api.binary() if is_binary else None)
    return "POST" if operation == "update_batch" else "PUT", api.at(stored["id"])


def _expect_conformance(case: AnyCase, answer: Answer) -> None:
    checks = [status_code_conformance, content_type_conformance, response_schema_conformance]
    raw = answer.raw
    if raw.content:
        _ = answer.document  # what can't be read at all is told in our own words
    if answer.is_success and answer.exchange.operation is not None:
        raw.status_code = success_of(answer.exchange.operation)  # a wrong one is told elsewhere
    try:
        case.validate_response(raw, checks=checks)
    except FailureGroup as group:
        told = "; ".join(f"{failure.title}: {failure.message}" for failure in group.exceptions)
        titles = ", ".join(sorted({failure.title for failure in group.exceptions}))
        raise Violation(f"{answer.request_line}: {told}", about=titles) from None

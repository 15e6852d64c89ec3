"""How the drawn requests are tried: right ones are accepted, wrong ones refused."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from hypothesis import assume
from hypothesis import strategies as st
from schemathesis import checks

from .._expect import expect_equal, expect_status, expect_unchanged
from .._kit import AnyCase, FailureGroup, Statuses, binding, due, has_no_token, operation_id, repair
from .._operations import success_of
from .._outcomes import Violation
from ._asking import Asker
from ._echo import expect_echo
from ._search import search, walk
from ._source import covering_requests, invalid_requests, requests_for_nothing, valid_requests

if TYPE_CHECKING:
    from .._api import Api
    from .._line import Answer

_FEW = 3
_STORES = ("send_batch", "replace_batch", "update_batch")
_CONFORMANCE = [
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
_TIME = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z")


def accepts(operation: str, api: Api) -> None:
    """Try valid requests: each is accepted, and what it says is stored."""
    asker = Asker(api)

    def attempt(case: AnyCase) -> None:
        assume(_is_success(_due(asker, case)))
        _try(asker, case)
        api.cancel_what_is_scheduled()

    search(api, f"{operation}-valid", valid_requests(operation), attempt)


def refuses(operation: str, api: Api) -> None:
    """Try invalid requests: each is refused."""
    _refuses(operation, api, "invalid", invalid_requests(operation))


def finds_nothing(operation: str, api: Api) -> None:
    """Try ids that no server gave: each is refused."""
    _refuses(operation, api, "nowhere", requests_for_nothing(operation))


def _refuses(operation: str, api: Api, kind: str, strategy: st.SearchStrategy[AnyCase]) -> None:
    asker = Asker(api)

    def attempt(case: AnyCase) -> None:
        assume(_is_refusal(_due(asker, case)))
        _try(asker, case)

    search(api, f"{operation}-{kind}", strategy, attempt)
    api.cancel_what_is_scheduled()


def covers(operation: str, api: Api) -> None:
    """Try what the coverage phase derives from each keyword of the operation's schemas."""
    asker = Asker(api)

    def cases() -> list[AnyCase]:
        found: dict[str, AnyCase] = {}
        for case in covering_requests(operation):
            if _due(asker, case) is not None:
                found.setdefault(_identity(case), case)
        return list(found.values())

    walk(api, f"{operation}-coverage", cases, lambda case: _try(asker, case))
    api.cancel_what_is_scheduled()


def shows(operation: str, api: Api) -> None:
    """Send random batches, and get or cancel them: all of it is there."""
    asker = Asker(api)

    def attempt(drawn: tuple[AnyCase, AnyCase]) -> None:
        send, case = drawn
        assume(_is_success(_due(asker, send)))
        batch = expect_status(asker.ask(send), success_of("send_batch"))
        case.path_parameters["batch_id"] = batch.id
        answer = expect_status(asker.ask(case), success_of(operation))
        _expect_conformance(case, answer)
        changed = ("canceled", "modified_at") if operation == "cancel_batch" else ()
        expect_unchanged(answer.json, batch.json, but=changed)
        if changed:
            expect_equal(answer.json["canceled"], True, "`canceled`")
        api.cancel_what_is_scheduled()

    pairs = st.tuples(valid_requests("send_batch"), valid_requests(operation))
    search(api, f"{operation}-valid", pairs, attempt)


def _due(asker: Asker, case: AnyCase) -> Statuses | None:
    """Repair the case, and return what it is to be answered with."""
    repair(case, asker.terms)
    return due(case, asker.terms, has_token=not has_no_token(case))


def _is_success(statuses: Statuses | None) -> bool:
    return statuses is not None and max(statuses) < 300


def _is_refusal(statuses: Statuses | None) -> bool:
    return statuses is not None and min(statuses) >= 400


def _try(asker: Asker, case: AnyCase) -> None:
    """Ask a case of which it is known what it is to be answered with."""
    statuses = _due(asker, case)
    if statuses is None:
        raise AssertionError("what is open isn't asked")
    if _is_refusal(statuses):
        answer = asker.ask_in_vain(case)
        _expect_refusal(answer, statuses)
    else:
        answer = expect_status(asker.ask(case), *statuses)
        _expect_stored(asker, case, answer)
    _expect_conformance(case, answer)


def _expect_refusal(answer: Answer, statuses: Statuses) -> None:
    if len(statuses) <= _FEW:
        expect_status(answer, *statuses)
    elif answer.status not in statuses:
        about = f"must be refused, was {answer.status}"
        raise Violation(f"{answer.request_line} {about}", about=about)


def _expect_stored(asker: Asker, case: AnyCase, answer: Answer) -> None:
    operation = operation_id(case)
    if operation in _STORES:
        expect_echo(binding(operation, case.body), answer.json)
        expect_unchanged(asker.api.stored(answer.id), answer.json)


def _identity(case: AnyCase) -> str:
    """Return what tells a case from others; the time of the day doesn't."""
    told: list[Any] = [case.method, case.path_parameters, case.query, dict(case.headers)]
    body = case.body if isinstance(case.body, dict | list | str | int | float) else repr(case.body)
    return _TIME.sub("TIME", json.dumps([*told, body], sort_keys=True))


def _expect_conformance(case: AnyCase, answer: Answer) -> None:
    raw = answer.raw
    if raw.content:
        _ = answer.document  # what can't be read at all is told in our own words
    if answer.is_success and answer.exchange.operation is not None:
        raw.status_code = success_of(answer.exchange.operation)  # a wrong one is told elsewhere
    try:
        case.validate_response(raw, checks=_CONFORMANCE)
    except FailureGroup as group:
        told = "; ".join(f"{failure.title}: {failure.message}" for failure in group.exceptions)
        titles = ", ".join(sorted({failure.title for failure in group.exceptions}))
        raise Violation(f"{answer.request_line}: {told}", about=titles) from None

"""How the drawn requests are tried: right ones are accepted, wrong ones refused."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from hypothesis import assume
from hypothesis import strategies as st

from .._asking.expect import expect_equal, expect_status
from .._settings.settings import Budget
from .._spec.operations import success_of
from ._asking import Asker
from ._expecting import due_of, expect_conformance, expect_due, expect_same, is_refusal, is_success
from ._search import search, walk
from ._source import covering_requests, invalid_requests, requests_for_nothing, valid_requests

if TYPE_CHECKING:
    from collections.abc import Callable

    from .._asking.api import Api
    from .._kit import AnyCase

# Whether a canceled batch keeps its times is left to the server.
_CHANGED_BY_A_CANCEL = ("canceled", "modified_at", "send_at", "expire_at")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z")


def accepts(operation: str, api: Api) -> None:
    """Try valid requests: each is accepted, and what it says is stored."""
    asker = Asker(api)

    def attempt(case: AnyCase) -> None:
        assume(is_success(due_of(asker, case)))
        _try(asker, case)
        api.cancel_what_is_scheduled()

    search(api, f"{operation}-valid", lambda: valid_requests(operation), attempt)


def refuses(operation: str, api: Api) -> None:
    """Try invalid requests: each is refused."""
    _refuses(operation, api, "invalid", invalid_requests)


def finds_nothing(operation: str, api: Api) -> None:
    """Try ids that no server gave: each is refused."""
    _refuses(operation, api, "nowhere", requests_for_nothing)


def _refuses(
    operation: str, api: Api, kind: str, make: Callable[[str], st.SearchStrategy[AnyCase]]
) -> None:
    asker = Asker(api)

    def attempt(case: AnyCase) -> None:
        assume(is_refusal(due_of(asker, case)))
        _try(asker, case)

    search(api, f"{operation}-{kind}", lambda: make(operation), attempt)
    api.cancel_what_is_scheduled()


def covers(operation: str, api: Api) -> None:
    """Try what the coverage phase derives from each keyword of the operation's schemas."""
    asker = Asker(api)

    def cases() -> list[AnyCase]:
        # What is changed in a single field, the boundary cases try in each: here, in one.
        tell = _scenario if api.settings.budget is Budget.QUICK else _identity
        found: dict[str, AnyCase] = {}
        for case in covering_requests(operation):
            if due_of(asker, case) is not None:
                found.setdefault(tell(case), case)
        return list(found.values())

    walk(api, f"{operation}-coverage", cases, lambda case: _try(asker, case))
    api.cancel_what_is_scheduled()


def shows(operation: str, api: Api) -> None:
    """Send random batches, and get or cancel them: all of it is there."""
    asker = Asker(api)

    def attempt(drawn: tuple[AnyCase, AnyCase]) -> None:
        send, case = drawn
        assume(is_success(due_of(asker, send)))
        batch = expect_status(asker.ask(send), success_of("send_batch"))
        case.path_parameters["batch_id"] = batch.id
        answer = expect_status(asker.ask(case), success_of(operation))
        expect_conformance(case, answer)
        changed = _CHANGED_BY_A_CANCEL if operation == "cancel_batch" else ()
        expect_same(answer.json, batch.json, but=changed)
        if changed:
            expect_equal(answer.json.get("canceled", True), True, "`canceled`")
        api.cancel_what_is_scheduled()

    def pairs() -> st.SearchStrategy[tuple[AnyCase, AnyCase]]:
        return st.tuples(valid_requests("send_batch"), valid_requests(operation))

    search(api, f"{operation}-valid", pairs, attempt)


def _try(asker: Asker, case: AnyCase) -> None:
    """Ask a case of which it is known what it is to be answered with."""
    statuses = due_of(asker, case)
    if statuses is None:
        raise AssertionError("what is open isn't asked")
    answer = asker.ask_in_vain(case) if is_refusal(statuses) else asker.ask(case)
    expect_due(asker, case, answer, statuses)


def _scenario(case: AnyCase) -> str:
    """Return what is tried of which part of a request, in whichever field."""
    tried: Any = case.meta.phase.data if case.meta else None
    return f"{case.method} {tried.scenario} {tried.parameter}" if tried else _identity(case)


def _identity(case: AnyCase) -> str:
    """Return what tells a case from others; the time of the day doesn't."""
    told: list[Any] = [case.method, case.path_parameters, case.query, dict(case.headers)]
    body = case.body if isinstance(case.body, dict | list | str | int | float) else repr(case.body)
    return _TIME.sub("TIME", json.dumps([*told, body], sort_keys=True))

"""What a drawn request is to be answered with, and the sentences that say so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemathesis import checks

from .._asking.expect import expect_status, expect_unchanged
from .._fields import expect_echo
from .._judgement.outcomes import Violation
from .._kit import FailureGroup, Statuses, due, has_no_token, operation_id, repair
from .._material.times import moment_of, now
from .._spec.operations import STORING, success_of
from .._spec.page import binding

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from .._kit import AnyCase
    from .._line import Answer
    from ._asking import Asker

_FEW = 4
_CONFORMANCE = [
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]


def due_of(asker: Asker, case: AnyCase, known: Collection[str] = ()) -> Statuses | None:
    """Repair the case, and return what it is to be answered with; None: that is open."""
    repair(case, asker.terms)
    return due(case, asker.terms, has_token=not has_no_token(case), known=known)


def is_success(statuses: Statuses | None) -> bool:
    """Whether the case is to be accepted, as far as there is what it asks for."""
    return statuses is not None and min(statuses) < 300


def is_refusal(statuses: Statuses | None) -> bool:
    """Whether the case is to be refused."""
    return statuses is not None and min(statuses) >= 400


def expect_due(asker: Asker, case: AnyCase, answer: Answer, statuses: Statuses) -> None:
    """Fail unless the answer is one that is due, and shows and stores what was sent."""
    if len(statuses) <= _FEW:
        expect_status(answer, *sorted(statuses))
    elif answer.status not in statuses:
        about = f"must be refused, was {answer.status}"
        raise Violation(f"{answer.request_line} {about}", about=about)
    operation = operation_id(case)
    if answer.is_success and operation in STORING:
        expect_echo(binding(operation, case.body), answer.json)
        expect_same(asker.api.stored(answer.id), answer.json)
    expect_conformance(case, answer)


def expect_same(
    actual: Mapping[str, Any], wanted: Mapping[str, Any], but: tuple[str, ...] = ()
) -> None:
    """Fail unless what both answers tell of a batch is the same; each may leave things out."""
    told = set(actual) & set(wanted)
    send_at = moment_of(wanted.get("send_at"))
    if send_at is None or send_at < now():
        but += ("modified_at",)  # it is on its way, and that it was sent may count as an update
    expect_unchanged(
        {name: actual[name] for name in told}, {name: wanted[name] for name in told}, but
    )


def expect_conformance(case: AnyCase, answer: Answer) -> None:
    """Fail unless the answer is one that openapi.yaml describes."""
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

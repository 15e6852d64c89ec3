"""Hooks and checks for a plain Schemathesis run against any server of this API.

`SCHEMATHESIS_HOOKS=sinch_batches_contract.schemathesis schemathesis run openapi.yaml --url URL`
judges a server by the contract: what is drawn keeps the rules between fields, the ids in the paths
exist, and nobody is blamed for what the contract leaves open. Importing registers them all.

Settings come from the environment: `SINCH_SERVICE_PLAN_ID` is the plan (needed), `SINCH_SMS_SENDER`
the only number to send from, `SINCH_SMS_RECIPIENTS` the only ones to send to, and
`SINCH_SMS_WITHOUT` the capabilities that the server lacks, as `--without` names them; lists are
separated by commas.
"""

from __future__ import annotations

import atexit
import os
from typing import TYPE_CHECKING, Any

import schemathesis

from ._fields import expect_echo
from ._kit import (
    Batches,
    Terms,
    batch_in,
    due,
    left_out,
    operation_id,
    prepare,
    repair,
    terms_of,
)
from ._spec.operations import STORING, needs_of
from ._spec.page import binding

if TYPE_CHECKING:
    from schemathesis import Case, CheckContext, HookContext, Response

__all__ = [
    "EveryOperationSucceeds",
    "after_call",
    "answered_as_is_due",
    "before_add_examples",
    "before_call",
    "before_load_schema",
    "filter_failure",
    "stored_as_sent",
]

# What these checks of Schemathesis ask, `answered_as_is_due` asks with the freedom that the
# contract gives: a canceled batch stays readable, a server may read "7" as 7, and `dry_run` fits
# {batch_id}, too.
_REPLACED = frozenset(
    {
        "allow_header_conformance",
        "missing_required_header",
        "negative_data_rejection",
        "positive_data_acceptance",
        "unsupported_method",
        "use_after_free",
    }
)

_TERMS: Terms = terms_of(os.environ)
_BATCHES = Batches(_TERMS)
atexit.register(_BATCHES.cancel_all)


@schemathesis.hook
def before_load_schema(_context: HookContext, raw_schema: dict[str, Any]) -> None:
    """Put the plan into the paths, and take out what a server needn't do.

    Raises:
        RuntimeError: `SINCH_SERVICE_PLAN_ID` isn't set.

    """
    plan = os.environ.get("SINCH_SERVICE_PLAN_ID")
    if not plan:
        raise RuntimeError("set SINCH_SERVICE_PLAN_ID to the service plan to test with")
    prepare(raw_schema, plan)


@schemathesis.hook
def before_add_examples(context: HookContext, examples: list[Case[Any]]) -> None:
    """Add texts that break a pattern, and wrong names: no phase would surely try them."""
    if context.operation is not None:
        examples.extend(left_out(context.operation, _TERMS))


@schemathesis.hook
def before_call(_context: HookContext, case: Case[Any], _kwargs: dict[str, Any]) -> None:
    """Repair what is drawn, and send the batch that the request is about."""
    repair(case, _TERMS)
    _BATCHES.place(case)


@schemathesis.hook
def after_call(_context: HookContext, case: Case[Any], response: Response) -> None:
    """Note the batch in the answer: its id exists, and it may have to be canceled."""
    _BATCHES.note(case, response)


@schemathesis.hook
def filter_failure(
    _context: HookContext, failure: Any, case: Case[Any], _response: Response
) -> bool:
    """Drop what a check of Schemathesis blames that the contract allows."""
    return _REPLACED.isdisjoint(failure.checks) and not _is_lacking(case)


@schemathesis.check
def answered_as_is_due(_ctx: CheckContext, response: Response, case: Case[Any]) -> None:
    """Fail unless right requests succeed and wrong ones are refused, each by its status."""
    has_token = "authorization" in {name.lower() for name in response.request.headers}
    statuses = due(case, _TERMS, has_token=has_token, known=_BATCHES.known)
    if statuses is not None and response.status_code not in statuses:
        told = " or ".join(map(str, sorted(statuses))) if len(statuses) < 4 else "by a refusal"
        raise AssertionError(f"must be answered {told}, was {response.status_code}")


@schemathesis.check
def stored_as_sent(_ctx: CheckContext, response: Response, case: Case[Any]) -> None:
    """Fail unless a stored batch shows what was sent, if all of that was right."""
    operation, batch = operation_id(case), batch_in(response)
    statuses = due(case, _TERMS, known=_BATCHES.known) or ()
    if operation in STORING and batch and response.status_code in statuses:
        expect_echo(binding(operation, case.body), batch)


@schemathesis.check
class EveryOperationSucceeds:
    """Fail if an operation was tested and never succeeded: such a run proves nothing of it."""

    def __init__(self) -> None:
        self.tested: set[str] = set()
        self.succeeded: set[str] = set()

    def after_response(self, _ctx: CheckContext, response: Response, case: Case[Any]) -> None:
        """Note the answer."""
        if _is_lacking(case):
            return
        self.tested.add(case.operation.label)
        if 200 <= response.status_code < 300:
            self.succeeded.add(case.operation.label)

    def after_run(self, _ctx: CheckContext) -> None:
        """Fail with the operations that never succeeded."""
        if missing := sorted(self.tested - self.succeeded):
            raise AssertionError(f"never answered 2xx: {', '.join(missing)}")


def _is_lacking(case: Case[Any]) -> bool:
    return bool(needs_of(operation_id(case)) & _TERMS.without)

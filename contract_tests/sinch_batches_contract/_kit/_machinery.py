"""What the kit takes from inside of Schemathesis.

Only `schemathesis` and its `checks` are documented as public. The kit has to know how a case came
about, and the coverage phase has no entrance of its own beside pytest: these names are imported
here and nowhere else, so that a new release is one module's work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemathesis import APIOperation, BaseSchema, Case, GenerationMode
from schemathesis.core import NOT_SET
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.generation.meta import (
    CONTENT_TYPE_PROBES,
    CoverageScenario,
    TestPhase,
    coverage_scenario,
)
from schemathesis.transport.prepare import get_exclude_headers

if TYPE_CHECKING:
    from collections.abc import Iterator

AnyCase = Case[Any]
AnyOperation = APIOperation[Any, Any, Any, Any]

__all__ = [
    "NOT_SET",
    "AnyCase",
    "AnyOperation",
    "FailureGroup",
    "coverage_cases",
    "has_no_token",
    "has_other_content_type",
    "has_other_method",
    "is_stateful",
    "operation_id",
    "operations_of",
]


def operation_id(case: AnyCase) -> str:
    """Return the `operationId` that the case was made for."""
    return str(case.operation.definition.raw["operationId"])


def is_stateful(case: AnyCase) -> bool:
    """Whether the case is a step of a scenario: others came before it, and more may follow."""
    return case.meta is not None and case.meta.phase.name is TestPhase.STATEFUL


def has_other_method(case: AnyCase) -> bool:
    """Whether the case asks by a method that its path doesn't have."""
    return coverage_scenario(case) is CoverageScenario.UNSPECIFIED_HTTP_METHOD


def has_other_content_type(case: AnyCase) -> bool:
    """Whether the case claims that its body is of a type that the operation doesn't take."""
    return coverage_scenario(case) in CONTENT_TYPE_PROBES


def has_no_token(case: AnyCase) -> bool:
    """Whether the case is about a request without its token."""
    return "Authorization" in get_exclude_headers(case)


def operations_of(schema: BaseSchema) -> dict[str, AnyOperation]:
    """Return the operations of a schema by their `operationId`."""
    found = {}
    for result in schema.get_all_operations():
        if not isinstance(result, Ok):
            raise TypeError(f"the document has an operation that can't be read: {result}")
        operation = result.ok()
        found[str(operation.definition.raw["operationId"])] = operation
    return found


def coverage_cases(operation: AnyOperation) -> Iterator[AnyCase]:
    """Return what the coverage phase tries of an operation: the same each time."""
    schema: Any = operation.schema
    cases: Iterator[AnyCase] = schema.iter_coverage_cases(
        operation,
        generation_modes=list(GenerationMode),
        generation_config=schema.config.generation_for(operation=operation, phase="coverage"),
    )
    return cases

"""The random requests: Schemathesis over openapi.yaml, drawn and prepared as the kit does it."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING

import schemathesis
from hypothesis import strategies
from schemathesis import BaseSchema, Config, GenerationMode

from .._kit import BATCH_AT_HAND, AnyCase, AnyOperation, coverage_cases, operations_of, prepare
from .._spec.document import spec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hypothesis.strategies import SearchStrategy
    from schemathesis import stateful

# Whatever the path says goes out below the plan at hand, so one placeholder serves all cases.
PLAN_AT_HAND = "a-plan-at-hand"


@cache
def valid_requests(operation_id: str) -> SearchStrategy[AnyCase]:
    """Return the strategy for valid requests of an operation."""
    return operation(operation_id).as_strategy(generation_mode=GenerationMode.POSITIVE)


@cache
def invalid_requests(operation_id: str) -> SearchStrategy[AnyCase]:
    """Return the strategy for requests whose query or body is wrong."""
    made = operation(operation_id)
    path = {"batch_id": BATCH_AT_HAND} if "{batch_id}" in made.path else None
    return made.as_strategy(generation_mode=GenerationMode.NEGATIVE, path_parameters=path)


@cache
def requests_for_nothing(operation_id: str) -> SearchStrategy[AnyCase]:
    """Return the strategy for requests with an id in the path that no server gave."""

    def placed(drawn: tuple[AnyCase, str]) -> AnyCase:
        case, case.path_parameters["batch_id"] = drawn
        return case

    # Into other characters some servers, or what stands before them, read more than an id.
    ids = strategies.from_regex("[0-9A-Za-z]{1,64}", fullmatch=True)
    return strategies.tuples(valid_requests(operation_id), ids).map(placed)


def covering_requests(operation_id: str) -> Iterator[AnyCase]:
    """Return what the coverage phase of Schemathesis tries of an operation, the same each time."""
    return coverage_cases(_operations(with_tokens=True)[operation_id])


def operation(operation_id: str) -> AnyOperation:
    """Return an operation of which requests can be drawn."""
    return _operations(with_tokens=False)[operation_id]


def linked_requests() -> type[stateful.APIStateMachine]:
    """Return the machine whose steps follow the links of the document."""
    return _schema(with_tokens=False).as_state_machine()


@cache
def _operations(*, with_tokens: bool) -> dict[str, AnyOperation]:
    return operations_of(_schema(with_tokens=with_tokens))


@cache
def _schema(*, with_tokens: bool) -> BaseSchema:
    """Return the schema; with tokens, a case may be one that lacks its token."""
    # No configuration file of the folder that the suite runs in may change what it tries.
    generation = {"allow-x00": False, "with-security-parameters": with_tokens}
    config = Config.from_dict({"generation": generation})
    document = deepcopy(spec())
    prepare(document, PLAN_AT_HAND)
    return schemathesis.openapi.from_dict(document, config=config)

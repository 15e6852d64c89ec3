"""The property tests as requirements: for each operation, valid and invalid requests."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from .._asking.delivery import OPERATIONS as REPORTS
from .._asking.drawing import imported
from .._catalogue.requirement import Requirement, Way
from .._judgement.levels import MUST
from .._spec.operations import ANY_OPERATION, bodies, needs_of, operations, parameters_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .._asking.api import Api

# The coverage phase derives fewer valid bodies than this from the schemas of any operation.
_MOST_COVERED = 200


def property_requirements() -> list[Requirement]:
    """Return the properties of each operation: of right requests, of wrong ones, and of both."""
    # Reports need messages that are final and lists in queries, which the kit doesn't make yet.
    known = [name for name in operations() if name not in REPORTS]
    found = [entry for name in known for entry in _of(name)]
    title = "Whatever came before, a request is answered as its data allow"
    return [
        *found,
        _entry(ANY_OPERATION, "scenarios", title, "_scenarios.walks", 1, way=Way.SCENARIO),
    ]


def _of(operation: str) -> Iterator[Requirement]:
    _, path = operations()[operation]
    creates = 1 if "{batch_id}" in path or operation == "send_batch" else 0
    if operation in bodies() or parameters_of(operation):
        yield _entry(
            operation, "valid", "Every valid request is accepted", "_checks.accepts", creates
        )
        yield _entry(
            operation, "invalid", "Every invalid request is refused", "_checks.refuses", creates
        )
    else:
        yield _entry(
            operation, "valid", "Every batch is there as it was sent", "_checks.shows", creates
        )
        yield _entry(
            operation, "nowhere", "An id that was never given is refused", "_checks.finds_nothing"
        )
    title = "What the schemas allow is accepted, and what they don't is refused, keyword by keyword"
    yield _entry(
        operation, "coverage", title, "_checks.covers", creates * _MOST_COVERED, way=Way.COVERAGE
    )


def _entry(
    operation: str,
    kind: str,
    title: str,
    check: str,
    batches: int = 0,
    *,
    way: Way = Way.PROPERTY,
) -> Requirement:
    return Requirement(
        id=f"PROP-{kind}" if operation == ANY_OPERATION else f"PROP-{operation}-{kind}",
        level=MUST,
        operation=operation,
        title=title,
        source="seed: every operation, request and response schemas",
        check=partial(_run, check, operation),
        needs=needs_of(operation),
        batches=batches,
        way=way,
    )


def _run(check: str, operation: str, api: Api) -> None:
    module, _, name = check.partition(".")
    getattr(imported(f".{module}", __package__), name)(operation, api)

"""The status of success, as requirements: judged over all that a run has seen.

A server that tells its successes by a wrong status breaks one rule for each operation, however
many requests that concerns.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from .._judgement.levels import MUST
from .._judgement.outcomes import NotTested, Violation
from .._spec.operations import needs_of, operations, success_of
from .._spec.page import source_in
from .requirement import Requirement, Way

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .._asking.api import Api
    from .finding import Record


def status_requirements() -> list[Requirement]:
    """Return one requirement for each operation."""
    return [
        Requirement(
            id=f"STATUS-{name}",
            level=MUST,
            operation=name,
            title=f"A request that is accepted is answered {success_of(name)}",
            source=source_in(name, "Responses"),
            check=_not_by_itself,
            needs=needs_of(name),
            way=Way.RUN,
        )
        for name in operations()
    ]


def _not_by_itself(_: Api) -> None:
    raise NotTested("is judged over all that the run sees")


def wrong_status(records: Iterable[Record], operation: str) -> Record | None:
    """Return the first success of the operation that came with a wrong status."""
    found = (
        wrong
        for record in records
        for wrong in record["wrong_statuses"]
        if wrong["operation"] == operation
    )
    return next(found, None)


def expect_success(
    statuses: Mapping[str, Counter[str]], operation: str, wrong: Record | None, *, was_asked: bool
) -> None:
    """Fail if the operation never succeeded, or by a wrong status.

    Raises:
        NotTested: it never succeeded, but wasn't asked for all that it can do either.

    """
    if not statuses.get(operation, Counter())["2xx"]:
        if not was_asked:
            raise NotTested("the requirements that were judged didn't see it succeed")
        raise Violation(f"{operation} never answered 2xx", about="never answered 2xx")
    if wrong is not None:
        about = f"must be answered {wrong['expected']}, was {wrong['seen']}"
        exchange = wrong["exchange"]
        raise Violation(f"{exchange['method']} {exchange['url']} {about}", about=about)

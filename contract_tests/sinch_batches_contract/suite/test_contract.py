"""One test for each requirement of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .._judgement.outcomes import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from .._catalogue.finding import Record
    from .._catalogue.requirement import Requirement


def test_requirement(contract_requirement: Requirement, record_of: Callable[[str], Record]) -> None:
    """The server meets the requirement."""
    record = record_of(contract_requirement.id)
    outcome, detail = Outcome(record["outcome"]), record["detail"]
    match outcome:
        case Outcome.FAILED | Outcome.ERROR:
            pytest.fail(f"{contract_requirement.title}\n{detail}", pytrace=False)
        case Outcome.WARNING | Outcome.KNOWN_FAILING:
            pytest.xfail(f"{outcome}: {detail}")
        case Outcome.NOT_APPLICABLE | Outcome.NOT_TESTED | Outcome.CUT_SHORT:
            pytest.skip(f"{outcome}: {detail}")

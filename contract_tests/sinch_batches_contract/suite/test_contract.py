"""One test for each requirement of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .._outcomes import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from .._catalogue import Requirement
    from .._judge import Finding


def test_requirement(
    contract_requirement: Requirement,
    judge_requirement: Callable[[Requirement], Finding],
    record_property: Callable[[str, object], None],
) -> None:
    """The server meets the requirement."""
    finding = judge_requirement(contract_requirement)
    record_property("contract", finding.as_record())
    match finding.outcome:
        case Outcome.FAILED:
            pytest.fail(f"{contract_requirement.title}\n{finding.detail}", pytrace=False)
        case Outcome.WARNING | Outcome.KNOWN_FAILING:
            pytest.xfail(f"{finding.outcome}: {finding.detail}")
        case Outcome.NOT_APPLICABLE | Outcome.NOT_TESTED:
            pytest.skip(f"{finding.outcome}: {finding.detail}")

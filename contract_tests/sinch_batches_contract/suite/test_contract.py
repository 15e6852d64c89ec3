"""One test for each requirement of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .._outcomes import Outcome
from .._report import redacted

if TYPE_CHECKING:
    from collections.abc import Callable

    from .._catalogue import Requirement
    from .._judge import Finding
    from .._settings import Settings


def test_requirement(
    contract_requirement: Requirement,
    judge_requirement: Callable[[Requirement], Finding],
    contract_settings: Settings,
    record_property: Callable[[str, object], None],
) -> None:
    """The server meets the requirement."""
    finding = judge_requirement(contract_requirement)
    # Pytest has reports of its own, so the tokens are taken out before it sees anything.
    record = redacted(finding.as_record(), contract_settings.secrets)
    record_property("contract", record)
    detail = record["detail"]
    match finding.outcome:
        case Outcome.FAILED:
            pytest.fail(f"{contract_requirement.title}\n{detail}", pytrace=False)
        case Outcome.WARNING | Outcome.KNOWN_FAILING:
            pytest.xfail(f"{finding.outcome}: {detail}")
        case Outcome.NOT_APPLICABLE | Outcome.NOT_TESTED:
            pytest.skip(f"{finding.outcome}: {detail}")

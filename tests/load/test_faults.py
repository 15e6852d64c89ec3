"""Each fault that shows where requests meet is found, by the invariant that it breaks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.faults.surgery import Surgery
from tests.suite.serving import serving

from sinch_batches_server._app import create_app

from .conftest import SECOND_PLAN, Load, two_plans
from .faults import FAULTS, Fault

HASTY = str(Path(__file__).with_name("hasty.toml"))
BUSY = ("--users", "12", "--spawn-rate", "100", "--operations-per-user", "15", "--patience", "0.3")
SECOND = ("--second-service-plan-id", SECOND_PLAN)


@contextmanager
def faulty(fault: Fault) -> Iterator[str]:
    """Run the reference server with a fault in it; yield its base URL."""
    surgery = Surgery()
    try:
        fault.apply(surgery)
        with serving(surgery.wrap(create_app(two_plans()))) as port:
            yield f"http://127.0.0.1:{port}"
    finally:
        surgery.undo()


@pytest.mark.parametrize("fault", FAULTS.values(), ids=lambda fault: fault.id)
def test_a_fault_breaks_its_invariant(fault: Fault, load: Load) -> None:
    with faulty(fault) as url:
        run = load(url, *BUSY, *SECOND, "--profile", HASTY)

    assert run.broken() >= fault.invariants, run.out + run.err
    assert run.exit_code == (0 if fault.invariants == {"LOAD-009"} else 1)

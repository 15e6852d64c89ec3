"""Each fault that shows where requests meet is found, by the invariant that it breaks."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.suite.serving import serving

from sinch_batches_contract._load.invariants import INVARIANTS

from .conftest import SECOND_PLAN, Load, two_plans
from .faults import FAULTS
from .faulty import faulty_app

HASTY = str(Path(__file__).with_name("hasty.toml"))
BUSY = ("--users", "12", "--spawn-rate", "100", "--operations-per-user", "15", "--patience", "0.3")
SECOND = ("--second-service-plan-id", SECOND_PLAN)


# One of each invariant that a fault is found by; `make load-proof` runs all.
AT_ONCE = [
    "lost-update",
    "revived",
    "sent-twice",
    "mixed-up",
    "list-skips",
    "id-reused",
    "kept-though-refused",
    "queue-overflows",
    "replica-lags",
]


@pytest.mark.parametrize("fault", AT_ONCE)
def test_a_fault_breaks_its_invariant(fault: str, load: Load) -> None:
    with faulty_app(fault, two_plans(), None) as app, serving(app) as port:
        # A fault that shows between two requests may hide in a short run on a busy machine.
        for _ in range(3):
            run = load(f"http://127.0.0.1:{port}", *BUSY, *SECOND, "--profile", HASTY)
            if run.broken() >= FAULTS[fault].invariants:
                break

    assert run.broken() >= FAULTS[fault].invariants, run.out + run.err
    assert run.exit_code == (0 if FAULTS[fault].invariants == {"LOAD-009"} else 1)


def test_each_invariant_that_a_fault_can_break_has_one_here() -> None:
    rules = {rule for fault in AT_ONCE for rule in FAULTS[fault].invariants}
    assert rules == {rule.id for rule in INVARIANTS}

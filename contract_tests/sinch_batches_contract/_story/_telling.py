"""Running a state machine, and raising what it finds as a story."""

from __future__ import annotations

from typing import TYPE_CHECKING

import hypothesis
from hypothesis.stateful import run_state_machine_as_test

from .._asking.drawing import drawing
from .._asking.hunting import Hunt
from .._judgement.outcomes import Violation
from ._machine import Histories
from ._shortening import shortened
from ._steps import TELLER, Teller

if TYPE_CHECKING:
    from .._asking.api import Api

_SHRINKS = 60


def tell(name: str, api: Api) -> None:
    """Run random histories; the violation of the shortest one tells it as a story."""
    budget = api.settings.budget
    hunt = Hunt(api, name, budget.stories, _SHRINKS)
    teller = Teller(api, hunt)

    def test(chosen: hypothesis.settings, seed: int) -> None:
        machine = hypothesis.seed(seed)(type("Story", (Histories,), {}))
        run_state_machine_as_test(machine, settings=chosen)

    before = TELLER.set(teller)
    try:
        hunt.run(test, steps=budget.steps)
    except Violation as violation:
        with drawing():
            shorter = shortened(Histories, teller.failed_calls, violation)
        hunt.show()
        raise shorter from None
    finally:
        TELLER.reset(before)

"""Running a state machine, and raising what it finds as a story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis.errors import Flaky
from hypothesis.stateful import run_state_machine_as_test

from .._outcomes import Violation
from .._seeds import derived_seed
from ._machine import Histories
from ._shortening import shortened
from ._steps import TELLER, Teller

if TYPE_CHECKING:
    from .._api import Api

_SECONDS = {"quick": 5.0, "standard": 20.0, "deep": 300.0}


def tell(name: str, api: Api) -> None:
    """Run random histories; the violation of the shortest one tells it as a story."""
    budget = api.settings.budget
    teller = Teller(api, _SECONDS[budget.value])
    machine = seed(derived_seed(api, name))(type("Story", (Histories,), {}))
    chosen = settings(
        max_examples=budget.stories,
        stateful_step_count=budget.steps,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
    )
    before = TELLER.set(teller)
    try:
        run_state_machine_as_test(machine, settings=chosen)
    except Violation as violation:
        raise shortened(Histories, teller.failed_calls, violation) from None
    except Flaky:
        if teller.lost is not None:
            raise teller.lost from None
        raise Violation(
            f"{teller.failed} (seen once, and not again with the same steps)",
            teller.failed.requirement if teller.failed else None,
        ) from None
    finally:
        TELLER.reset(before)

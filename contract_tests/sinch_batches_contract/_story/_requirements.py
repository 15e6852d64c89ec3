"""The stories as requirements: several state machines with seeds of their own."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis.errors import Flaky
from hypothesis.stateful import run_state_machine_as_test

from .._catalogue import Requirement, Way
from .._levels import MUST
from .._operations import ANY_OPERATION
from .._outcomes import Violation
from .._properties import derived_seed
from ._machine import Histories
from ._steps import TELLER, Teller

if TYPE_CHECKING:
    from .._api import Api

_MACHINES = 3
_SECONDS = {"quick": 5.0, "standard": 20.0, "deep": 300.0}


def story_requirements() -> list[Requirement]:
    """Return one requirement for each machine; several can run side by side."""
    return [
        Requirement(
            id=f"STORY-{number:03d}",
            level=MUST,
            operation=ANY_OPERATION,
            title="Whatever the history, a batch is what the steps before have made it",
            source="seed: all operations",
            check=partial(_tell, f"story-{number}"),
            needs=frozenset({"scheduling"}),
            batches=1,
            way=Way.STORY,
        )
        for number in range(1, _MACHINES + 1)
    ]


def _tell(name: str, api: Api) -> None:
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
    except Flaky:
        if teller.lost is not None:
            raise teller.lost from None
        raise Violation(
            f"{teller.failed} (seen once, and not again with the same steps)",
            teller.failed.requirement if teller.failed else None,
        ) from None
    finally:
        TELLER.reset(before)

"""Random scenarios: requests that follow each other as the links of openapi.yaml say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import hypothesis
from hypothesis.stateful import run_state_machine_as_test
from schemathesis import Response

from .._asking.drawing import asking
from .._asking.hunting import Hunt
from .._judgement.outcomes import UnreliableTarget, Violation
from ._asking import Asker
from ._expecting import due_of, expect_due
from ._source import linked_requests

if TYPE_CHECKING:
    from schemathesis import stateful

    from .._asking.api import Api
    from .._kit import AnyCase

_SHRINKS = 60


def walks(_: str, api: Api) -> None:
    """Try random scenarios: each request is answered as its data and the steps before it allow."""
    budget = api.settings.budget
    hunt = Hunt(api, "scenarios", budget.stories, _SHRINKS)

    def test(chosen: hypothesis.settings, seed: int) -> None:
        machine = hypothesis.seed(seed)(_machine(api, hunt))
        run_state_machine_as_test(machine, settings=chosen)

    hunt.run(test, steps=budget.steps)


def _machine(api: Api, hunt: Hunt) -> type[stateful.APIStateMachine]:
    base: Any = linked_requests()

    class Scenario(base):  # type: ignore[misc]
        """One scenario; what it sends is canceled at its end."""

        def setup(self) -> None:
            hunt.begin()
            self.asker = Asker(api)
            self.is_whole = True

        def call(self, case: AnyCase, **_: Any) -> Response:
            self.is_whole = False
            statuses = due_of(self.asker, case, self.asker.known)
            try:
                with asking():
                    answer = self.asker.ask(case)
                    if statuses is not None:
                        expect_due(self.asker, case, answer, statuses)
            except UnreliableTarget as error:
                hunt.lost(error)
                hypothesis.reject()
            except Violation as violation:
                hunt.failed(violation)
                raise
            self.is_whole = True
            return Response.from_any(answer.raw)

        def validate_response(self, *_: Any, **__: Any) -> None:
            """Leave it at what was expected when the answer came."""

        def teardown(self) -> None:
            api.cancel_what_is_scheduled()
            if self.is_whole:
                hunt.passed()

    return cast("type[stateful.APIStateMachine]", Scenario)

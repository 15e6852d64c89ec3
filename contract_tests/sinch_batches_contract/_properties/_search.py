"""Looking for a request that breaks a rule among random ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import hypothesis

from .._hunting import Hunt
from .._outcomes import UnreliableTarget, Violation

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from .._api import Api

T = TypeVar("T")

_SHRINKS = 150


def search(api: Api, name: str, strategy: SearchStrategy[T], attempt: Callable[[T], None]) -> None:
    """Try random examples, and raise the violation of the smallest one that breaks a rule.

    An example that `attempt` rejects by `assume` isn't counted.

    Raises:
        UnreliableTarget: too many examples got no answer.

    """
    hunt = Hunt(api, name, api.settings.budget.examples, _SHRINKS)

    def test(chosen: hypothesis.settings, seed: int) -> None:
        @hypothesis.seed(seed)
        @chosen
        @hypothesis.given(strategy)
        def explore(example: T) -> None:
            hunt.begin()
            try:
                with hunt.asking():
                    attempt(example)
            except UnreliableTarget as error:
                hunt.lost(error)
            except Violation as violation:
                hunt.failed(violation)
                raise
            else:
                hunt.passed()

        explore()

    hunt.run(test)

"""Looking for a request that breaks a rule among random ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import hypothesis

from .._asking.drawing import asking, drawing
from .._asking.hunting import Hunt
from .._judgement.outcomes import UnreliableTarget, Violation

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from .._asking.api import Api

T = TypeVar("T")

_SHRINKS = 150
_TRIES = 3  # how often an example is tried that gets no answer


def search(
    api: Api, name: str, make: Callable[[], SearchStrategy[T]], attempt: Callable[[T], None]
) -> None:
    """Try random examples, and raise the violation of the smallest one that breaks a rule.

    `make` returns what they are drawn from.

    An example that `attempt` rejects by `assume` isn't counted.

    Raises:
        UnreliableTarget: too many examples got no answer.

    """
    with drawing():
        strategy = make()
    hunt = Hunt(api, name, api.settings.budget.examples, _SHRINKS)

    def test(chosen: hypothesis.settings, seed: int) -> None:
        @hypothesis.seed(seed)
        @chosen
        @hypothesis.given(strategy)
        def explore(example: T) -> None:
            _try(hunt, attempt, example)

        explore()

    hunt.run(test)


def walk(api: Api, name: str, make: Callable[[], list[T]], attempt: Callable[[T], None]) -> None:
    """Try each of the examples once, and raise the first violation.

    Raises:
        UnreliableTarget: too many examples got no answer.

    """
    with drawing():
        examples = make()
    hunt = Hunt(api, name, len(examples), 0)

    def test(_: hypothesis.settings, __: int) -> None:
        for example in examples:
            _try(hunt, attempt, example)

    hunt.run(test)


def _try(hunt: Hunt, attempt: Callable[[T], None], example: T) -> None:
    for left in reversed(range(_TRIES)):
        hunt.begin()
        try:
            with asking():
                attempt(example)
        except UnreliableTarget as error:
            hunt.lost(error, for_good=not left)
        except Violation as violation:
            hunt.failed(violation)
            raise
        else:
            hunt.passed()
            return

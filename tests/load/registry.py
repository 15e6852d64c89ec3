"""The registry of faults that show where requests meet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.faults.exchange import Answer, Proceed, Request
from tests.faults.surgery import Surgery

Apply = Callable[[Surgery], None]


@dataclass(frozen=True)
class Fault:
    """A fault: `invariants` are the ids of those that it breaks."""

    id: str
    title: str
    invariants: frozenset[str]
    apply: Apply


FAULTS: dict[str, Fault] = {}


def fault(id: str, title: str, invariants: str) -> Callable[[Apply], Apply]:  # noqa: A002
    """Enter the function as a fault."""

    def enter(apply: Apply) -> Apply:
        FAULTS[id] = Fault(id, title, frozenset(invariants.split()), apply)
        return apply

    return enter


class UnderWay:
    """Counts the requests of an operation that are under way."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def around(self, operation: str, meet: Callable[[Request, Proceed, int], Any]) -> Any:
        """Handle requests of an operation, told how many others are under way."""

        async def counted(request: Request, proceed: Proceed) -> Answer:
            if request.operation != operation:
                return await proceed(request)
            others = self._counts[operation]
            self._counts[operation] += 1
            try:
                answer: Answer = await meet(request, proceed, others)
            finally:
                self._counts[operation] -= 1
            return answer

        return counted

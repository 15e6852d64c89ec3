"""Making a failed story as short as it can be: leave out every step that it doesn't need.

Hypothesis makes the steps simpler, but now and then keeps one that has nothing to do with the end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Protocol, TypeVar

from .._judgement.outcomes import Stopped, UnreliableTarget, Violation
from ._oracle import Known

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Call:
    """One step as it was made; batches in `arguments` and `result` are named, not held."""

    name: str
    arguments: dict[str, Any]
    result: str | None


class Machine(Protocol):
    """A state machine, as far as is asked of it here: its steps are found by their names."""

    calls: list[Call]

    def teardown(self) -> None:
        """End the story."""


def recorded(function: F) -> F:
    """Note each call of a step with its arguments, so that it can be made again."""

    @wraps(function)
    def noted(machine: Machine, **arguments: Any) -> Any:
        index = len(machine.calls)
        plain = {key: _name(value) for key, value in arguments.items()}
        machine.calls.append(Call(function.__name__, plain, None))
        result = function(machine, **arguments)
        if isinstance(result, Known):
            machine.calls[index] = Call(function.__name__, plain, result.name)
        return result

    return noted  # type: ignore[return-value]


def shortened(begin: Callable[[], Machine], calls: list[Call], violation: Violation) -> Violation:
    """Return the violation of the shortest story that breaks the same requirement.

    If the run ends meanwhile or the target is gone, it is the shortest so far.
    """
    for index in reversed(range(len(calls))):
        fewer = calls[:index] + calls[index + 1 :]
        try:
            found = _end_of(begin(), fewer)
        except (Stopped, UnreliableTarget):
            break
        if found is not None and found.requirement == violation.requirement:
            calls, violation = fewer, found
    return violation


def _end_of(machine: Machine, calls: list[Call]) -> Violation | None:
    batches: dict[str, Known] = {}
    try:
        for call in calls:
            arguments = {
                key: batches[value.name] if isinstance(value, _Name) else value
                for key, value in call.arguments.items()
            }
            result = getattr(machine, call.name)(**arguments)
            if call.result is not None:
                batches[call.result] = result
    except Violation as violation:
        return violation
    except KeyError:
        return None  # a step needs a batch that isn't sent any more
    finally:
        machine.teardown()
    return None


@dataclass(frozen=True)
class _Name:
    name: str


def _name(value: Any) -> Any:
    return _Name(value.name) if isinstance(value, Known) else value

"""Where each message of a batch stands at a moment: what came of it so far, and when.

A message waits its turn, leaves for the operator, and ends. With `delivery_seconds` of 0 all three
fall together; otherwise the last message of a batch ends so long after the first could leave.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .._rules import lifetime, recipients, times
from .._settings import INTERMEDIATE, State
from . import simulation

if TYPE_CHECKING:
    from .._rules.fields import Batch
    from .._settings import Plan

EXPIRED = State("Aborted", 406)


@dataclass(frozen=True, slots=True)
class Step:
    """A state that a message came to, and when, in milliseconds."""

    state: State
    at: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A message at some moment.

    Args:
        recipient: the number.
        step: the last state that it came to.
        number_of_parts: how many parts it has; None unless their number is limited.

    """

    recipient: str
    step: Step
    number_of_parts: int | None


@dataclass(frozen=True, slots=True)
class Course:
    """All that happens to a message, first things first."""

    recipient: str
    steps: tuple[Step, ...]
    number_of_parts: int | None

    def standing(self, moment: int) -> Standing | None:
        """Return where the message stands; None before there is one."""
        past = [step for step in self.steps if step.at <= moment]
        return Standing(self.recipient, past[-1], self.number_of_parts) if past else None


def is_final(state: State) -> bool:
    """Whether a message stays in this state."""
    return state.status not in INTERMEDIATE


def standings(batch: Batch, plan: Plan, now: int) -> list[Standing]:
    """Return where the messages of a batch stand, in the order of `to`, groups expanded.

    None of a batch that is scheduled, or that was canceled before it was sent: its report is
    empty (seed: Cancel; decisions R11, R12).
    """
    if lifetime.was_canceled_in_time(batch) or not lifetime.is_dispatched(batch, now):
        return []
    found = (course.standing(now) for course in courses(batch, plan))
    return [standing for standing in found if standing is not None]


def courses(batch: Batch, plan: Plan) -> list[Course]:
    """Return what happens to each message of a batch that nobody changes any more."""
    messages = simulation.deliver(batch, plan)
    begins, lasts = lifetime.dispatch_time(batch), duration(plan)
    found = []
    for index, message in enumerate(messages):
        leaves = begins + lasts * (index + 1) // (2 * len(messages))
        steps = _steps(message.state, begins, leaves, leaves + lasts - lasts // 2)
        steps = _expired(steps, batch.expire_at)
        found.append(Course(message.recipient, _canceled(steps, batch), message.number_of_parts))
    return found


def _steps(end: State, begins: int, leaves: int, ends: int) -> list[Step]:
    if not simulation.reaches_operator(end):
        steps = [Step(simulation.QUEUED, begins)]
        return steps if end == simulation.QUEUED else [*steps, Step(end, leaves)]
    steps = [Step(simulation.QUEUED, begins), Step(simulation.DISPATCHED, leaves)]
    return steps if end == simulation.DISPATCHED else [*steps, Step(end, ends)]


def _expired(steps: list[Step], expire_at: int) -> list[Step]:
    """Let what isn't final by then expire (seed: Send, expire_at)."""
    if is_final(steps[-1].state) and steps[-1].at <= expire_at:
        return steps
    return [*(step for step in steps if step.at < expire_at), Step(EXPIRED, expire_at)]


def _canceled(steps: list[Step], batch: Batch) -> tuple[Step, ...]:
    """Let what still waits be canceled; what has left goes its way (seed: Cancel)."""
    if lifetime.was_canceled_in_time(batch):
        return (Step(simulation.CANCELED, batch.modified_at),)
    past = [step for step in steps if step.at <= batch.modified_at]
    if not batch.canceled or len(past) == len(steps) or past[-1].state != simulation.QUEUED:
        return tuple(steps)
    return (*past, Step(simulation.CANCELED, batch.modified_at))


def duration(plan: Plan | None) -> int:
    """Return how long the delivery of a batch takes, in milliseconds."""
    return 0 if plan is None else int(plan.delivery_seconds * times.SECOND)


def finished_at(batch: Batch, plan: Plan | None) -> int:
    """Return when the last message of a batch is final: at the latest when it expires."""
    ends = lifetime.dispatch_time(batch) + duration(plan)
    if plan is not None and not all(map(is_final, plan.delivery.values())):
        waiting = {number for number, state in plan.delivery.items() if not is_final(state)}
        if not waiting.isdisjoint(recipients.expanded(batch.to, plan.groups)):
            return batch.expire_at
    return max(min(ends, batch.expire_at), lifetime.dispatch_time(batch))

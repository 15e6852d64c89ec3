"""Simulated delivery: what becomes of each message of a batch, by pure rules."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING

from .._rules import dry_run as dry_runs
from .._rules import encoding, fields, lifetime, parameters, recipients
from .._settings import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .._rules.fields import Batch
    from .._settings import Plan


DELIVERED = State("Delivered", 0)
QUEUED = State("Queued", 400)
DISPATCHED = State("Dispatched", 401)
UNMATCHED_PARAMETER = State("Aborted", 405)
CANCELED = State("Cancelled", 407)
NO_DEFAULT_ORIGINATOR = State("Aborted", 410)
TOO_MANY_PARTS = State("Aborted", 411)

_KNOWN = {state.code: state for state in (DELIVERED, QUEUED, DISPATCHED, CANCELED)}
_NOT_AT_THE_OPERATOR = frozenset(["Queued", "Aborted", "Cancelled"])


def state_of(code: int) -> State:
    """Return the state that has this code: below 400 are codes of carriers, whose status varies."""
    return _KNOWN.get(code, State("Failed" if code < QUEUED.code else "Aborted", code))


def reaches_operator(state: State) -> bool:
    """Whether a message in this state has left for the operator."""
    return state.status not in _NOT_AT_THE_OPERATOR


def was_told_by_operator(state: State) -> bool:
    """Whether the operator told this state, other than by taking the message."""
    return reaches_operator(state) and state != DISPATCHED


@dataclass(frozen=True, slots=True)
class Message:
    """A message of a batch in the end.

    Args:
        recipient: the number.
        state: how it ended.
        number_of_parts: in how many parts it would travel; None unless their number is limited,
            as only then anybody asks.

    """

    recipient: str
    state: State
    number_of_parts: int | None


def deliver(batch: Batch, plan: Plan) -> list[Message]:
    """Tell how each message of the batch ends, in the order of `to`, groups expanded.

    The first rule that applies decides: canceled in time 407, set in the plan's `delivery` for
    that number, no sender 410, a parameter without a value 405, too many parts 411, else
    delivered.
    """
    numbers = recipients.expanded(batch.to, plan.groups)
    return [
        Message(number, _state(batch, plan, number, unmatched=unmatched, parts=parts), parts)
        for number, unmatched, parts in zip(
            numbers, _unmatched(batch, numbers), _numbers_of_parts(batch, numbers), strict=True
        )
    ]


def _unmatched(batch: Batch, numbers: Sequence[str]) -> list[bool]:
    """Tell for each recipient whether a parameter of the text has no value."""
    if batch.parameters is None or batch.type == fields.BINARY:
        return [False] * len(numbers)
    values = parameters.by_number(batch.parameters)
    unmatched = cache(partial(parameters.unmatched, batch.body, values))
    return [bool(unmatched(reader)) for reader in parameters.readers(values, numbers)]


def _numbers_of_parts(batch: Batch, numbers: Sequence[str]) -> Sequence[int | None]:
    if batch.max_number_of_message_parts is None:
        return [None] * len(numbers)
    if batch.type == fields.BINARY:
        return [1] * len(numbers)
    return list(map(cache(encoding.number_of_parts), dry_runs.texts(batch, numbers)))


def _state(batch: Batch, plan: Plan, number: str, *, unmatched: bool, parts: int | None) -> State:
    limit = batch.max_number_of_message_parts
    if lifetime.was_canceled_in_time(batch):
        return CANCELED
    if number in plan.delivery:
        return plan.delivery[number]
    if batch.sender is None and plan.default_originator is None:
        return NO_DEFAULT_ORIGINATOR
    if unmatched:
        return UNMATCHED_PARAMETER
    if limit is not None and parts is not None and parts > limit:
        return TOO_MANY_PARTS
    return DELIVERED

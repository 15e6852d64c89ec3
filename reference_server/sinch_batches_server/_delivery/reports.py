"""Delivery reports: when a batch's fall due, and their bodies (seed: Send; sources §14)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._rules import lifetime, times
from . import simulation

if TYPE_CHECKING:
    from .._rules.fields import Batch
    from .._settings import Plan, State

Report = dict[str, Any]
"""The JSON body of one callback."""


def due_at(batch: Batch, before: Batch | None = None) -> int | None:
    """Return when the report of a batch falls due; None if there is none to make.

    Args:
        batch: the batch as it is now.
        before: the batch before it was changed; None if it is new.

    """
    if batch.delivery_report == "none":
        return None
    if before is not None and batch.canceled:
        # What was dispatched before stays as it was, report included (seed: Cancel).
        in_time = lifetime.was_canceled_in_time(batch)
        return batch.modified_at if in_time else before.report_at
    return lifetime.dispatch_time(batch)


def sequences(batch: Batch, plan: Plan, now: int) -> list[list[Report]]:
    """Make the reports of a batch: those within a list are sent one after another.

    Args:
        batch: the batch, dispatched or canceled; it asks for a report.
        plan: its plan.
        now: the time that stands in the reports, in milliseconds.

    """
    messages = simulation.deliver(batch, plan)
    match batch.delivery_report:
        case "summary" | "full" as mode:
            return [[_of_batch(batch, messages, with_recipients=mode == "full")]]
        case "per_recipient":
            return [
                [_of_message(batch, plan, message, state, now) for state in _history(message.state)]
                for message in messages
            ]
        case _:
            return [[_of_message(batch, plan, message, message.state, now)] for message in messages]


def _history(final: State) -> list[State]:
    """Return the states on the way to the last one: what didn't leave was never dispatched."""
    if simulation.reaches_operator(final) and final != simulation.DISPATCHED:
        return [simulation.QUEUED, simulation.DISPATCHED, final]
    return [simulation.QUEUED] if final == simulation.QUEUED else [simulation.QUEUED, final]


def _of_batch(batch: Batch, messages: list[simulation.Message], *, with_recipients: bool) -> Report:
    # The report of a batch that was canceled ahead of its time is empty (seed: Cancel).
    sent = [] if lifetime.was_canceled_in_time(batch) else messages
    statuses = []
    for state, numbers in simulation.by_state(sent).items():
        count: Report = {"code": state.code, "status": state.status, "count": len(numbers)}
        statuses.append(count | {"recipients": numbers} if with_recipients else count)
    report: Report = {
        "type": "delivery_report_sms",
        "batch_id": batch.id,
        "total_message_count": len(sent),
        "statuses": statuses,
    }
    return report | _reference(batch)


def _of_message(
    batch: Batch,
    plan: Plan,
    message: simulation.Message,
    state: State,
    now: int,
) -> Report:
    report: Report = {
        "type": "recipient_delivery_report_sms",
        "batch_id": batch.id,
        "recipient": message.recipient,
        "code": state.code,
        "status": state.status,
        "at": times.render(now),
    }
    if simulation.reaches_operator(state):
        report["operator_status_at"] = times.render(now)
    if batch.sender is None and plan.default_originator is not None:
        report["applied_originator"] = plan.default_originator
    if message.number_of_parts is not None:
        report["number_of_message_parts"] = message.number_of_parts
    return report | _reference(batch)


def _reference(batch: Batch) -> Report:
    return {} if batch.client_reference is None else {"client_reference": batch.client_reference}

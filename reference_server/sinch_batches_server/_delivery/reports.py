"""Delivery reports: when a batch's fall due, and their bodies (seed: Send; sources §14)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._rules import lifetime, times
from . import progress, simulation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .._rules.fields import Batch
    from .._settings import Plan, State

Report = dict[str, Any]
"""A report as JSON."""


def due_at(batch: Batch, plan: Plan | None, before: Batch | None = None) -> int | None:
    """Return when the callbacks of a batch fall due; None if there are none to make.

    Args:
        batch: the batch as it is now.
        plan: its plan; None if it has gone.
        before: the batch before it was changed; None if it is new.

    """
    if batch.delivery_report == "none":
        return None
    if before is not None and batch.canceled:
        # What was dispatched before stays as it was, report included (seed: Cancel).
        in_time = lifetime.was_canceled_in_time(batch)
        return batch.modified_at if in_time else before.report_at
    return progress.finished_at(batch, plan)


def sequences(batch: Batch, plan: Plan) -> list[list[Report]]:
    """Make the callbacks of a batch: those within a list are sent one after another.

    Args:
        batch: the batch, all of whose messages are final; it asks for callbacks.
        plan: its plan.

    """
    courses = progress.courses(batch, plan)
    match batch.delivery_report:
        case "summary" | "full" as kind:
            # The report of a batch that was canceled ahead of its time is empty (seed: Cancel).
            sent = [] if lifetime.was_canceled_in_time(batch) else courses
            ends = [progress.Standing(each.recipient, each.steps[-1], None) for each in sent]
            return [[of_batch(batch, ends, with_recipients=kind == "full")]]
        case "per_recipient":
            # That a message is queued isn't called back (decision R29).
            queued = simulation.QUEUED
            told = [[step for step in each.steps if step.state != queued] for each in courses]
        case _:
            told = [[each.steps[-1]] for each in courses]
    return [
        [
            of_message(batch, plan, progress.Standing(each.recipient, step, each.number_of_parts))
            for step in steps
        ]
        for each, steps in zip(courses, told, strict=True)
    ]


def of_batch(
    batch: Batch,
    messages: Iterable[progress.Standing],
    *,
    with_recipients: bool,
    is_wanted: Callable[[State], bool] = lambda _: True,
) -> Report:
    """Write the report of a batch.

    Args:
        batch: the batch.
        messages: where its messages stand.
        with_recipients: whether each entry names its recipients.
        is_wanted: which states the report is about; the total counts all (decision R7).

    """
    recipients: dict[State, list[str]] = {}
    for message in messages:
        recipients.setdefault(message.step.state, []).append(message.recipient)
    statuses = []
    for state in sorted(filter(is_wanted, recipients), key=lambda state: state.code):
        count: Report = {
            "code": state.code,
            "status": state.status,
            "count": len(recipients[state]),
        }
        statuses.append(count | {"recipients": recipients[state]} if with_recipients else count)
    report: Report = {
        "type": "delivery_report_sms",
        "batch_id": batch.id,
        "total_message_count": sum(map(len, recipients.values())),
        "statuses": statuses,
    }
    return report | _reference(batch)


def of_message(batch: Batch, plan: Plan, message: progress.Standing) -> Report:
    """Write the report of one recipient."""
    state, at = message.step.state, message.step.at
    report: Report = {
        "type": "recipient_delivery_report_sms",
        "batch_id": batch.id,
        "recipient": message.recipient,
        "code": state.code,
        "status": state.status,
        "at": times.render(at),
    }
    if simulation.was_told_by_operator(state):
        # Operators tell whole minutes (decision R22).
        report["operator_status_at"] = times.render(at - at % times.MINUTE)
    if batch.sender is None and plan.default_originator is not None:
        report["applied_originator"] = plan.default_originator
    if message.number_of_parts is not None:
        report["number_of_message_parts"] = message.number_of_parts
    return report | _reference(batch)


def _reference(batch: Batch) -> Report:
    return {} if batch.client_reference is None else {"client_reference": batch.client_reference}

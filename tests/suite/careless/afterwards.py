"""Carelessness with what becomes of a batch later: when it has left, is canceled, or refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.suite.other_server import plan as plans
from tests.suite.other_server.deliveries import ENDS, QUEUED, Deliveries, Sending
from tests.suite.other_server.fields import RefusedError
from tests.suite.other_server.plan import Batch, Plan
from tests.suite.other_server.submission import Fields

from . import Careless, Patch
from .sequences import sent_otherwise


def called_back_when_canceled(patch: Patch) -> None:
    cancel = Plan.cancel

    def canceling(self: Plan, batch_id: str) -> dict[str, Any]:
        answer: dict[str, Any] = cancel(self, batch_id)
        sending = self.deliveries._sendings[batch_id]
        if sending.due + ENDS < plans._now():
            self.caller.watch(sending, self.deliveries)
        return answer

    patch.setattr(Plan, "cancel", canceling)


def _told_of_one(patch: Patch, tell: Callable[[Sending, str, Any], Any]) -> None:
    """Change the reports of single recipients; the change is given the report, or what failed."""
    of_recipient = Deliveries.of_recipient

    def telling(self: Deliveries, batch_id: str, number: str) -> dict[str, Any]:
        try:
            report = of_recipient(self, batch_id, number)
        except RefusedError as refusal:
            report = tell(self._sendings[batch_id], number.removeprefix("+"), refusal)
            if isinstance(report, RefusedError):
                raise
            return dict(report)
        return dict(tell(self._sendings[batch_id], number, report))

    patch.setattr(Deliveries, "of_recipient", telling)


def reported_as_canceled(patch: Patch) -> None:
    def tell(sending: Sending, _: str, told: Any) -> Any:
        is_canceled = sending.canceled_at is not None and isinstance(told, dict)
        return {**told, "code": 407, "status": "Cancelled"} if is_canceled else told

    _told_of_one(patch, tell)


def removed_ones_reported(patch: Patch) -> None:
    former: dict[str, set[str]] = defaultdict(set)

    def remember(before: Sending, after: Sending, _: Fields) -> Sending:
        former[after.batch_id] |= set(before.ends)
        return after

    def tell(sending: Sending, number: str, told: Any) -> Any:
        is_former = isinstance(told, RefusedError) and number in former[sending.batch_id]
        return sending.report(number, QUEUED, sending.due) if is_former else told

    sent_otherwise(patch, "update", remember)
    _told_of_one(patch, tell)


def values_of_added_ones_forgotten(patch: Patch) -> None:
    def choose(former: Sending, latter: Sending, _: Fields) -> Sending:
        ends = {n: latter.ends[n] if n in former.ends else (405, "Aborted") for n in latter.ends}
        is_careless = "parameters" in latter.fields
        return replace(latter, ends=ends) if is_careless else latter

    sent_otherwise(patch, "update", choose)


def scheduled_ones_change_for_ever(patch: Patch) -> None:
    has_left = vars(Batch)["dispatched"].fget

    def dispatched(batch: Batch) -> bool:
        is_late = batch.fields.get("send_at", batch.created_at) <= batch.created_at
        return is_late and bool(has_left(batch))

    patch.setattr(Batch, "dispatched", property(dispatched))


def kept_without_the_report_that_is_refused(patch: Patch) -> None:
    send = Plan.send

    def sending(self: Plan, document: Any) -> dict[str, Any]:
        try:
            return dict(send(self, document))
        except RefusedError as refusal:
            if refusal.code == "missing_callback_url":
                send(self, {n: document[n] for n in document if n != "delivery_report"})
            raise

    patch.setattr(Plan, "send", sending)


def canceled_until_it_was_due(patch: Patch) -> None:
    shown = Batch.as_json

    def showing(self: Batch) -> dict[str, Any]:
        is_over = "send_at" in self.fields and self.due <= plans._now()
        return {**shown(self), "canceled": self.canceled and not is_over}

    patch.setattr(Batch, "as_json", showing)


ROWS: list[tuple[Careless, str]] = [
    (called_back_when_canceled, "CB-050"),
    (canceled_until_it_was_due, "SENT-off@cancel_batch"),
    (reported_as_canceled, "DR-023"),
    (removed_ones_reported, "SENT-recipients@update_batch"),
    (values_of_added_ones_forgotten, "SENT-values@update_batch"),
    (scheduled_ones_change_for_ever, "SENT-recipients@update_batch"),
    (kept_without_the_report_that_is_refused, "STATE-refused@send_batch"),
]

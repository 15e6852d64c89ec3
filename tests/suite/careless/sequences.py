"""Carelessness with one operation after another: the second one stumbles over the first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.suite.other_server import plan as plans
from tests.suite.other_server.calling import Caller
from tests.suite.other_server.deliveries import LEAVES, Deliveries, Query, Sending
from tests.suite.other_server.fields import RefusedError, phone_number
from tests.suite.other_server.plan import Plan
from tests.suite.other_server.submission import Fields

from . import Careless, Patch

Choice = Callable[[Sending, Sending, Fields], Sending]
"""Returns what is sent after a change, by what was to be before, by what is now, and why."""


def sent_otherwise(patch: Patch, operation: str, choose: Choice) -> None:
    act = getattr(Plan, operation)

    def acting(self: Plan, batch_id: str, document: Any) -> dict[str, Any]:
        self._find(batch_id)
        sendings = self.deliveries._sendings
        former = sendings[batch_id]
        answer: dict[str, Any] = act(self, batch_id, document)
        sendings[batch_id] = choose(former, sendings[batch_id], document)
        return answer

    patch.setattr(Plan, operation, acting)


def has_left(sending: Sending) -> bool:
    return not sending.is_called_off and sending.due + LEAVES <= plans._now()


def _unwatched(sending: Sending) -> Sending:
    """Return the same anew: nobody waits to call back for it."""
    return replace(sending)


def whathas_left_is_not_sent_anew(patch: Patch) -> None:
    def choose(former: Sending, latter: Sending, _: Fields) -> Sending:
        return former if has_left(former) else latter

    sent_otherwise(patch, "replace", choose)


def whathas_left_calls_back_no_more(patch: Patch) -> None:
    def choose(former: Sending, latter: Sending, _: Fields) -> Sending:
        return _unwatched(latter) if has_left(former) else latter

    sent_otherwise(patch, "replace", choose)


def callbacks_lost_by_an_update(patch: Patch) -> None:
    def choose(_: Sending, latter: Sending, document: Fields) -> Sending:
        watched = {"delivery_report", "callback_url", "send_at"}
        return latter if watched & document.keys() else _unwatched(latter)

    sent_otherwise(patch, "update", choose)


def replacements_are_not_called_back(patch: Patch) -> None:
    sent_otherwise(patch, "replace", lambda _, latter, __: _unwatched(latter))


def scheduled_ones_are_not_called_back(patch: Patch) -> None:
    watch = Caller.watch

    def watching(self: Caller, sending: Sending, deliveries: Deliveries) -> None:
        if "send_at" not in sending.fields:
            watch(self, sending, deliveries)

    patch.setattr(Caller, "watch", watching)


def _changed_by(patch: Patch, operation: str) -> set[str]:
    """Return the ids of the batches that an operation changes, which become more."""
    act = getattr(Plan, operation)
    changed: set[str] = set()

    def acting(self: Plan, batch_id: str, document: Any) -> dict[str, Any]:
        answer: dict[str, Any] = act(self, batch_id, document)
        changed.add(batch_id)
        return answer

    patch.setattr(Plan, operation, acting)
    return changed


def _canceled_in_vain(patch: Patch, operation: str) -> None:
    """Send what is canceled after an operation."""
    call_off, changed = Deliveries.call_off, _changed_by(patch, operation)

    def calling_off(self: Deliveries, batch_id: str) -> None:
        if batch_id not in changed:
            call_off(self, batch_id)

    patch.setattr(Deliveries, "call_off", calling_off)


def canceled_in_vain_after_an_update(patch: Patch) -> None:
    _canceled_in_vain(patch, "update")


def canceled_in_vain_after_a_replacement(patch: Patch) -> None:
    _canceled_in_vain(patch, "replace")


def canceled_twice_is_not_canceled(patch: Patch) -> None:
    cancel = Plan.cancel

    def canceling(self: Plan, batch_id: str) -> dict[str, Any]:
        was_canceled = self._find(batch_id).canceled
        cancel(self, batch_id)
        batch = self._find(batch_id)
        batch.canceled = not was_canceled
        return self._shown(batch)

    patch.setattr(Plan, "cancel", canceling)


def reports_gone_with_a_cancellation(patch: Patch) -> None:
    list_ = Deliveries.list

    def listing(self: Deliveries, query: Query) -> dict[str, Any]:
        rest = {id_: sent for id_, sent in self._sendings.items() if sent.canceled_at is None}
        return list_(replace(self, _sendings=rest), query)

    patch.setattr(Deliveries, "list", listing)


def _added(patch: Patch) -> dict[str, set[str]]:
    """Return the numbers that updates add to each batch, which become more."""
    update = Plan.update
    added: dict[str, set[str]] = defaultdict(set)

    def updating(self: Plan, batch_id: str, document: Any) -> dict[str, Any]:
        before = set(self._find(batch_id).fields["to"])
        shown = update(self, batch_id, document)
        added[batch_id] |= {*self._find(batch_id).fields["to"]} - before
        return shown

    patch.setattr(Plan, "update", updating)
    return added


def nothing_is_reported_of_added_recipients(patch: Patch) -> None:
    of_recipient, added = Deliveries.of_recipient, _added(patch)

    def reporting(self: Deliveries, batch_id: str, number: str) -> dict[str, Any]:
        if number.removeprefix("+") in added[batch_id]:
            raise RefusedError("no_such_recipient", "Nobody by that number.", status=404)
        return of_recipient(self, batch_id, number)

    patch.setattr(Deliveries, "of_recipient", reporting)


def _refused_feedback(patch: Patch, is_refused: Callable[[str, set[str]], bool]) -> None:
    """Refuse feedback, though it is all right, by the batch and the numbers that it names."""
    feedback = Plan.feedback

    def refusing(self: Plan, batch_id: str, document: Any) -> None:
        feedback(self, batch_id, document)
        if is_refused(batch_id, {phone_number(entry) or "" for entry in document["recipients"]}):
            raise RefusedError("feedback_refused", "Not for these.", status=403)

    patch.setattr(Plan, "feedback", refusing)


def feedback_ends_with_an_update(patch: Patch) -> None:
    updated = _changed_by(patch, "update")
    _refused_feedback(patch, lambda batch_id, _: batch_id in updated)


def feedback_of_added_recipients_refused(patch: Patch) -> None:
    added = _added(patch)
    _refused_feedback(patch, lambda batch_id, numbers: bool(numbers & added[batch_id]))


def feedback_of_all_is_the_last(patch: Patch) -> None:
    complete: set[str] = set()

    def is_refused(batch_id: str, numbers: set[str]) -> bool:
        if not numbers:
            complete.add(batch_id)
        return bool(numbers) and batch_id in complete

    _refused_feedback(patch, is_refused)


ROWS: list[tuple[Careless, str]] = [
    (canceled_twice_is_not_canceled, "CAN-009"),
    (feedback_ends_with_an_update, "FB-010"),
    (feedback_of_added_recipients_refused, "FB-010"),
    (feedback_of_all_is_the_last, "FB-006"),
    (canceled_in_vain_after_an_update, "SENT-off@cancel_batch"),
    (canceled_in_vain_after_a_replacement, "SENT-off@cancel_batch"),
    (whathas_left_is_not_sent_anew, "SENT-left@replace_batch"),
    (whathas_left_calls_back_no_more, "CB-047"),
    (callbacks_lost_by_an_update, "CB-045"),
    (replacements_are_not_called_back, "CB-046"),
    (scheduled_ones_are_not_called_back, "CB-044"),
    (reports_gone_with_a_cancellation, "DR-023"),
    (nothing_is_reported_of_added_recipients, "SENT-recipients@update_batch"),
]

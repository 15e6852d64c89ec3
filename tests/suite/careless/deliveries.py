"""Carelessness with what is sent: after a change, at which moment, and to whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.suite.other_server import deliveries as reporting
from tests.suite.other_server import plan as plans
from tests.suite.other_server import submission
from tests.suite.other_server.deliveries import CANCELED, Deliveries, Sending, State
from tests.suite.other_server.fields import phone_number
from tests.suite.other_server.plan import Batch, Plan
from tests.suite.other_server.sms import _count_parts

from . import Careless, Patch

Fields = dict[str, Any]


def _taking(patch: Patch, change: Callable[[Sending, Fields], Fields]) -> None:
    """Change what is sent after a batch was changed; told what was to be sent before."""
    take = Deliveries.take

    def taking(self: Deliveries, batch_id: str, fields: Fields, due: Any) -> None:
        former = self._sendings.get(batch_id)
        take(self, batch_id, fields if former is None else change(former, fields), due)

    patch.setattr(Deliveries, "take", taking)


def _changed(former: Sending, fields: Fields) -> set[str]:
    names = {*fields, *former.fields}
    return {name for name in names if fields.get(name) != former.fields.get(name)}


def updated_recipients_not_sent_to(patch: Patch) -> None:
    _taking(
        patch,
        lambda former, fields: former.fields if _changed(former, fields) == {"to"} else fields,
    )


def updated_body_not_sent(patch: Patch) -> None:
    _taking(patch, lambda former, fields: {**fields, "body": former.fields["body"]})


def reference_of_the_first(patch: Patch) -> None:
    def change(former: Sending, fields: Fields) -> Fields:
        return {**fields, "client_reference": former.fields.get("client_reference")}

    _taking(patch, change)


def groups_lost_by_an_update(patch: Patch) -> None:
    def change(_: Sending, fields: Fields) -> Fields:
        numbers = [entry for entry in fields["to"] if phone_number(entry)]
        return {**fields, "to": numbers or fields["to"]}

    _taking(patch, change)


def _old_timer_rings(patch: Patch, operation: str) -> None:
    """Send at the moment that was given first."""
    act = getattr(Plan, operation)

    def acting(self: Plan, batch_id: str, document: Any) -> dict[str, Any]:
        due = self._find(batch_id).due
        answer: dict[str, Any] = act(self, batch_id, document)
        self.deliveries._sendings[batch_id].due = due
        return answer

    patch.setattr(Plan, operation, acting)


def old_timer_rings_after_an_update(patch: Patch) -> None:
    _old_timer_rings(patch, "update")


def old_timer_rings_after_a_replacement(patch: Patch) -> None:
    _old_timer_rings(patch, "replace")


def canceled_until_it_is_due(patch: Patch) -> None:
    summary = Sending.summary

    def reviving(self: Sending, at: Any, **how: Any) -> dict[str, Any]:
        if self.is_called_off and at >= self.due:
            self.canceled_at = None
        return summary(self, at, **how)

    patch.setattr(Sending, "summary", reviving)


def binary_reports_canceled(patch: Patch) -> None:
    cancel = Plan.cancel

    def canceling(self: Plan, batch_id: str) -> dict[str, Any]:
        answer = cancel(self, batch_id)
        sending = self.deliveries._sendings[batch_id]
        if sending.fields["type"] == "mt_binary" and not sending.is_called_off:
            sending.ends = dict.fromkeys(sending.ends, CANCELED)
        return answer

    patch.setattr(Plan, "cancel", canceling)


def past_moments_never_sent(patch: Patch) -> None:
    take = Deliveries.take

    def taking(self: Deliveries, batch_id: str, fields: Fields, due: Any) -> None:
        is_past = "send_at" in fields and fields["send_at"] < plans._now()
        take(self, batch_id, fields, due + timedelta(days=30) if is_past else due)

    patch.setattr(Deliveries, "take", taking)


def past_moments_never_dispatched(patch: Patch) -> None:
    dispatched = Batch.dispatched.fget  # type: ignore[attr-defined] # a property
    patch.setattr(
        Batch,
        "dispatched",
        property(lambda batch: "send_at" not in batch.fields and dispatched(batch)),
    )


def _ending(patch: Patch, change: Callable[[Fields, dict[str, State]], None]) -> None:
    """Change how the messages of a text end."""
    endings = reporting.endings

    def ending(fields: Fields, numbers: list[str]) -> dict[str, State]:
        ends = endings(fields, numbers)
        if fields["type"] == "mt_text":
            change(fields, ends)
        return ends

    patch.setattr(reporting, "endings", ending)


def parts_of_the_template(patch: Patch) -> None:
    def change(fields: Fields, ends: dict[str, State]) -> None:
        most = fields.get("max_number_of_message_parts", 99)
        is_long = _count_parts(fields["body"]) > most
        for number, state in ends.items():
            if state[0] in (0, 411):
                ends[number] = (411, "Aborted") if is_long else (0, "Delivered")

    _ending(patch, change)


def defaults_forgotten(patch: Patch) -> None:
    def change(fields: Fields, ends: dict[str, State]) -> None:
        for values in fields.get("parameters", {}).values():
            for number in ends.keys() - values.keys():
                ends[number] = (405, "Aborted")

    _ending(patch, change)


class _Written(dict[str, str]):
    """Values of a parameter, and who was written with a plus."""

    plus: set[str | None]


def keys_with_plus_forgotten(patch: Patch) -> None:
    readers = submission._READERS["mt_text"]
    read = readers["parameters"]

    def reading(name: str, given: Any) -> Any:
        values = {key: _Written(texts) for key, texts in read(name, given).items()}
        for key, texts in values.items():
            texts.plus = {phone_number(who) for who in given[key] if who.startswith("+")}
        return values

    def change(fields: Fields, ends: dict[str, State]) -> None:
        for values in fields.get("parameters", {}).values():
            for number in ends.keys() & values.plus:
                ends[number] = (405, "Aborted")

    patch.setitem(readers, "parameters", reading)
    _ending(patch, change)


def _composed(patch: Patch, change: Callable[[Fields], Fields]) -> None:
    """Compose the messages of a text that is to be truncated by other fields."""
    endings = reporting.endings

    def ending(fields: Fields, numbers: list[str]) -> dict[str, State]:
        is_truncated = fields["type"] == "mt_text" and fields.get("truncate_concat")
        return endings(change(fields) if is_truncated else fields, numbers)

    patch.setattr(reporting, "endings", ending)


def limited_before_they_are_truncated(patch: Patch) -> None:
    _composed(patch, lambda fields: {**fields, "truncate_concat": False})


def unicode_truncated_like_text(patch: Patch) -> None:
    _composed(
        patch,
        lambda fields: {**fields, "truncate_concat": False, "body": fields["body"][:160]},
    )


ROWS: list[tuple[Careless, str]] = [
    (updated_recipients_not_sent_to, "SENT-recipients@update_batch"),
    (updated_body_not_sent, "SENT-body@update_batch"),
    (groups_lost_by_an_update, "SENT-group@update_batch"),
    (reference_of_the_first, "SENT-replacement@replace_batch"),
    (old_timer_rings_after_an_update, "SENT-off@update_batch"),
    (old_timer_rings_after_a_replacement, "SENT-off@replace_batch"),
    (canceled_until_it_is_due, "SENT-off@cancel_batch"),
    (binary_reports_canceled, "DR-023"),
    (past_moments_never_sent, "SENT-past@send_batch"),
    (past_moments_never_sent, "SENT-past@update_batch"),
    (past_moments_never_sent, "SENT-past@replace_batch"),
    (past_moments_never_dispatched, "SENT-past@send_batch"),
    (parts_of_the_template, "DR-032"),
    (defaults_forgotten, "DR-031"),
    (keys_with_plus_forgotten, "DR-031"),
    (limited_before_they_are_truncated, "DR-033"),
    (unicode_truncated_like_text, "DR-033"),
]

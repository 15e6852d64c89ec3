"""Carelessness with what a change keeps and drops, and with what is read of a binary batch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.suite.other_server import plan as plans
from tests.suite.other_server import submission
from tests.suite.other_server.fields import Reader, phone_number, wire_time
from tests.suite.other_server.plan import Plan
from tests.suite.other_server.submission import Fields

from . import Careless, Patch

Change = Callable[[Fields, Fields], None]
"""Changes in place what an update makes of a batch, by its document."""


def _updating(patch: Patch, change: Change) -> None:
    read = Plan._read_update

    def reading(self: Plan, document: Any, current: Fields, now: Any) -> Fields:
        fields = read(self, document, current, now)
        change(document, fields)
        return fields

    patch.setattr(Plan, "_read_update", reading)


def values_gone_with_the_recipient(patch: Patch) -> None:
    def prune(document: Fields, fields: Fields) -> None:
        if "to_remove" in document and "parameters" in fields:
            there = {"default", *fields["to"]}
            fields["parameters"] = {
                key: {who: text for who, text in values.items() if _who(who) in there}
                for key, values in fields["parameters"].items()
            }

    _updating(patch, prune)


def _who(name: str) -> str:
    return phone_number(name) or name


def nobody_left(patch: Patch) -> None:
    read = Plan._read_update

    def reading(self: Plan, document: Any, current: Fields, now: Any) -> Fields:
        gone = {_who(entry) for entry in document.get("to_remove", ())}
        if set(current["to"]) <= gone:
            return {**current, "to": []}
        return read(self, document, current, now)

    patch.setattr(Plan, "_read_update", reading)


def report_gone_with_a_new_recipient(patch: Patch) -> None:
    def forget(document: Fields, fields: Fields) -> None:
        if "to_add" in document:
            fields.pop("delivery_report", None)

    _updating(patch, forget)


def recipients_are_no_modification(patch: Patch) -> None:
    update = Plan.update

    def updating(self: Plan, batch_id: str, document: Any) -> dict[str, Any]:
        batch = self._find(batch_id)
        before = batch.modified_at
        shown = update(self, batch_id, document)
        if set(document) <= {"to_add", "to_remove"}:
            batch.modified_at = before
            shown = self._shown(batch)
        return shown

    patch.setattr(Plan, "update", updating)


Keeping = Callable[[Fields, Fields], Fields]
"""Returns what a replacement takes from the former fields, by its document."""


def _replacing(patch: Patch, keep: Keeping) -> None:
    replace = Plan.replace

    def replacing(self: Plan, batch_id: str, document: Any) -> dict[str, Any]:
        return replace(self, batch_id, {**keep(document, self._find(batch_id).fields), **document})

    patch.setattr(Plan, "replace", replacing)


def binary_batches_merged(patch: Patch) -> None:
    def keep(document: Fields, former: Fields) -> Fields:
        if {document.get("type"), former["type"]} != {"mt_binary"}:
            return {}
        kept = ("delivery_report", "callback_url", "client_reference")
        return {name: former[name] for name in kept if name in former}

    _replacing(patch, keep)


def sender_kept(patch: Patch) -> None:
    _replacing(patch, lambda _, former: {"from": former["from"]} if "from" in former else {})


def time_of_sending_kept(patch: Patch) -> None:
    def keep(document: Fields, former: Fields) -> Fields:
        is_kept = "send_at" in former and "expire_at" not in document
        return {"send_at": wire_time(former["send_at"])} if is_kept else {}

    _replacing(patch, keep)


def revived_by_an_update(patch: Patch) -> None:
    update = Plan.update

    def updating(self: Plan, batch_id: str, document: Any) -> dict[str, Any]:
        update(self, batch_id, document)
        batch = self._find(batch_id)
        batch.canceled = False
        return self._shown(batch)

    patch.setattr(Plan, "update", updating)


def reference_of_the_first_document(patch: Patch) -> None:
    send, update = Plan.send, Plan.update
    first: dict[str, str] = {}

    def sending(self: Plan, document: Any) -> dict[str, Any]:
        shown = send(self, document)
        first[shown["id"]] = document.get("client_reference")
        return shown

    def updating(self: Plan, batch_id: str, document: Any) -> dict[str, Any]:
        return update(self, batch_id, {"client_reference": first.get(batch_id), **document})

    patch.setattr(Plan, "send", sending)
    patch.setattr(Plan, "update", updating)


def binary_batches_forgetful(patch: Patch) -> None:
    read = submission.read_submission
    forgotten = ("expire_at", "callback_url", "delivery_report")

    def reading(*arguments: Any, **options: Any) -> Fields:
        fields = read(*arguments, **options)
        is_binary = fields["type"] == "mt_binary"
        return {name: fields[name] for name in fields if not (is_binary and name in forgotten)}

    patch.setattr(plans, "read_submission", reading)


def years_without_leading_zeros(patch: Patch) -> None:
    patch.setattr(plans, "wire_time", lambda value: wire_time(value).lstrip("0"))


def long_senders_cut(patch: Patch) -> None:
    def cutting(read: Reader) -> Reader:
        return lambda name, value: read(name, value)[:11]

    for readers in submission._READERS.values():
        patch.setitem(readers, "from", cutting(readers["from"]))


def removed_by_their_beginning(patch: Patch) -> None:
    read = Plan._read_update

    def reading(self: Plan, document: Any, current: Fields, now: Any) -> Fields:
        fields = read(self, document, current, now)
        gone = tuple(map(_who, document.get("to_remove", ())))
        kept = [entry for entry in fields["to"] if not entry.startswith(gone)]
        return {**fields, "to": kept or fields["to"]} if gone else fields

    patch.setattr(Plan, "_read_update", reading)


def headers_without_leading_zeros(patch: Patch) -> None:
    def strip(document: Fields, fields: Fields) -> None:
        if "udh" not in document and fields.get("udh", "").startswith("00"):
            fields["udh"] = fields["udh"][2:]

    _updating(patch, strip)


ROWS: list[tuple[Careless, str]] = [
    (nobody_left, "UPD-035"),
    (values_gone_with_the_recipient, "FIELD-changed-alone@update_batch.to_remove"),
    (report_gone_with_a_new_recipient, "FIELD-changed-alone@update_batch.to_add"),
    (recipients_are_no_modification, "STATE-later@update_batch"),
    (binary_batches_merged, "FIELD-default@replace_batch.delivery_report"),
    (sender_kept, "FIELD-default@replace_batch.from"),
    (time_of_sending_kept, "FIELD-default@replace_batch.send_at"),
    (revived_by_an_update, "STATE-canceled-accepted@update_batch"),
    (reference_of_the_first_document, "STATE-replaced@update_batch"),
    (binary_batches_forgetful, "READBACK-whole@send_batch"),
    (binary_batches_forgetful, "READBACK-whole@replace_batch"),
    (years_without_leading_zeros, "RULE-sending-long-past@send_batch"),
    (years_without_leading_zeros, "RULE-sending-long-past@update_batch"),
    (removed_by_their_beginning, "UPD-036"),
    (headers_without_leading_zeros, "HEXADECIMAL-zeros@send_batch.udh"),
    (long_senders_cut, "SENDER-digits-15@send_batch.from"),
]

"""Carelessness with what has to be refused, and with what a refusal leaves behind."""

from __future__ import annotations

import base64
import re
import threading
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from tests.suite.other_server import fields, submission
from tests.suite.other_server import plan as plans
from tests.suite.other_server.fields import CONSTRAINT, RefusedError
from tests.suite.other_server.plan import Batch, Plan
from tests.suite.other_server.submission import Fields
from tests.suite.other_server.wire import _Handler

from . import Careless, Patch


def binary_batches_without_rules(patch: Patch) -> None:
    check = submission.check_together

    def checking(fields: Fields, now: datetime) -> None:
        is_binary = fields["type"] == "mt_binary"
        unchecked = {"expire_at", "delivery_report"} if is_binary else set()
        check({name: fields[name] for name in fields if name not in unchecked}, now)

    patch.setattr(submission, "check_together", checking)


def full_reports_alone_need_a_url(patch: Patch) -> None:
    check = submission.check_together

    def checking(fields: Fields, now: datetime) -> None:
        if fields.get("delivery_report") != "full":
            fields = {name: fields[name] for name in fields if name != "delivery_report"}
        check(fields, now)

    patch.setattr(submission, "check_together", checking)


def binary_bodies_are_text_without_a_type(patch: Patch) -> None:
    read = submission.read_update

    def reading(document: Any, current: Fields, *arguments: Any) -> Fields:
        if current["type"] == "mt_text" or "type" in document or "body" not in document:
            return read(document, current, *arguments)
        rest = {name: document[name] for name in document if name != "body"}
        return {**read(rest, current, *arguments), "body": document["body"]}

    patch.setattr(plans, "read_update", reading)


class _Written(datetime):
    """A moment that knows the clock on the wall, there where it was written."""

    wall: str


def moments_compared_as_written(patch: Patch) -> None:
    check = submission.check_together

    def written(read: Any) -> Any:
        def reading(name: str, value: Any) -> _Written:
            moment = _Written.fromisoformat(read(name, value).isoformat())
            moment.wall = value[:19]
            return moment

        return reading

    def checking(fields: Fields, now: datetime) -> None:
        send_at, expire_at = fields.get("send_at"), fields.get("expire_at")
        if not (isinstance(send_at, _Written) and isinstance(expire_at, _Written)):
            check(fields, now)
        elif expire_at.wall <= send_at.wall:
            raise RefusedError(CONSTRAINT, "expire_at: must be after send_at")

    read_with(patch, ("send_at", "expire_at"), written(fields.moment))
    patch.setattr(submission, "check_together", checking)


def kept_before_it_is_checked(patch: Patch) -> None:
    read, check = submission.read_update, submission.check_together
    changed = threading.local()

    def reading(document: Any, current: Fields, *arguments: Any) -> Fields:
        changed.fields = current
        try:
            return read(document, current, *arguments)
        finally:
            changed.fields = {}

    def checking(fields: Fields, now: datetime) -> None:
        getattr(changed, "fields", {}).update(fields)
        check(fields, now)

    patch.setattr(plans, "read_update", reading)
    patch.setattr(submission, "check_together", checking)


def body_kept_beside_an_unknown_group(patch: Patch) -> None:
    update = Plan.update

    def updating(self: Plan, batch_id: str, document: Any) -> dict[str, Any]:
        try:
            return update(self, batch_id, document)
        except RefusedError as refusal:
            if refusal.code == "unknown_group" and "body" in document:
                batch = self._find(batch_id)
                batch.fields = {**batch.fields, "body": document["body"]}
            raise

    patch.setattr(Plan, "update", updating)


def foreign_signs_passed_over(patch: Patch) -> None:
    lenient = SimpleNamespace(
        b64decode=lambda text, **_: base64.b64decode(text), b64encode=base64.b64encode
    )
    patch.setattr(fields, "base64", lenient)


def foreign_letters_passed_over(patch: Patch) -> None:
    read = fields.hexadecimal

    def reading(name: str, value: Any) -> str:
        is_text = isinstance(value, str)
        return read(name, re.sub(r"[^0-9A-Fa-f]", "", value) if is_text else value)

    read_with(patch, ("udh",), reading)


def moments_end_where_they_are_understood(patch: Patch) -> None:
    def reading(name: str, value: Any) -> datetime:
        is_text = isinstance(value, str)
        return fields.moment(name, value.partition(" and")[0] if is_text else value)

    read_with(patch, ("send_at", "expire_at"), reading)


def hours_go_on_after_midnight(patch: Patch) -> None:
    def reading(name: str, value: Any) -> datetime:
        if isinstance(value, str) and "T25:" in value:
            return fields.moment(name, value.replace("T25:", "T01:")) + timedelta(days=1)
        return fields.moment(name, value)

    read_with(patch, ("send_at", "expire_at"), reading)


def keys_begin_as_they_like(patch: Patch) -> None:
    def reading(name: str, value: Any) -> dict[str, dict[str, str]]:
        return fields.parameters(name, {key.lstrip("!*"): value[key] for key in value})

    read_with(patch, ("parameters",), reading)


def read_with(patch: Patch, names: tuple[str, ...], reading: fields.Reader) -> None:
    for readers in submission._READERS.values():
        for name in readers.keys() & set(names):
            patch.setitem(readers, name, reading)


def kept_though_it_has_left(patch: Patch) -> None:
    read = Plan._read_update

    def reading(self: Plan, document: Any, current: Fields, now: datetime) -> Fields:
        fields = read(self, document, current, now)
        for batch in self._batches.values():
            if batch.fields is current and batch.dispatched:
                batch.fields = fields
        return fields

    patch.setattr(Plan, "_read_update", reading)


def only_bodies_have_left(patch: Patch) -> None:
    update = Plan.update

    def updating(self: Plan, batch_id: str, document: Any) -> dict[str, Any]:
        batch = self._find(batch_id)
        if "body" in document or not batch.dispatched:
            return update(self, batch_id, document)
        batch.fields = self._read_update(document, batch.fields, plans._now())
        batch.touch()
        return self._shown(batch)

    patch.setattr(Plan, "update", updating)


def what_was_due_before_never_leaves(patch: Patch) -> None:
    has_left = vars(Batch)["dispatched"].fget

    def dispatched(batch: Batch) -> bool:
        return "send_at" not in batch.fields and bool(has_left(batch))

    patch.setattr(Batch, "dispatched", property(dispatched))


def kinds_of_json_are_json(patch: Patch) -> None:
    read = _Handler._document

    def reading(self: _Handler, raw: bytes) -> Any:
        if self.headers.get("Content-Type", "").startswith("application/json"):
            self.headers.replace_header("Content-Type", "application/json")
        return read(self, raw)

    patch.setattr(_Handler, "_document", reading)


def broken_characters_mended(patch: Patch) -> None:
    read = _Handler._document
    patch.setattr(
        _Handler, "_document", lambda self, raw: read(self, raw.decode(errors="replace").encode())
    )


ROWS: list[tuple[Careless, str]] = [
    (binary_batches_without_rules, "RULE-expiry-before-sending@send_batch"),
    (binary_batches_without_rules, "RULE-expiry-before-stored-sending@update_batch"),
    (binary_batches_without_rules, "RULE-report-to-nowhere@send_batch"),
    (full_reports_alone_need_a_url, "RULE-report-to-nowhere@send_batch"),
    (full_reports_alone_need_a_url, "RULE-report-to-nowhere@update_batch"),
    (full_reports_alone_need_a_url, "RULE-report-to-nowhere-refused@replace_batch"),
    (binary_bodies_are_text_without_a_type, "BASE64-sign@update_batch.body"),
    (binary_bodies_are_text_without_a_type, "RULE-bytes-140-with-stored-udh@update_batch"),
    (foreign_signs_passed_over, "BASE64-signs-beside@send_batch.body"),
    (foreign_signs_passed_over, "BASE64-signs-beside@replace_batch.body"),
    (foreign_letters_passed_over, "HEXADECIMAL-letters-beside@send_batch.udh"),
    (foreign_letters_passed_over, "HEXADECIMAL-letters-beside@replace_batch.udh"),
    (moments_end_where_they_are_understood, "MOMENT-words-behind@send_batch.send_at"),
    (moments_end_where_they_are_understood, "MOMENT-words-behind@update_batch.expire_at"),
    (keys_begin_as_they_like, "BOUND-send_batch-text-parameters.name-pattern"),
    (hours_go_on_after_midnight, "MOMENT-hour-25@send_batch.expire_at"),
    (moments_compared_as_written, "RULE-expiry-before-sending@dry_run_batch"),
    (moments_compared_as_written, "RULE-expiry-soonest@send_batch"),
    (kept_before_it_is_checked, "RULE-expiry-before-sending@update_batch"),
    (kept_though_it_has_left, "UPD-018"),
    (only_bodies_have_left, "UPD-018"),
    (what_was_due_before_never_leaves, "UPD-018"),
    (body_kept_beside_an_unknown_group, "STATE-refused@update_batch"),
    (kinds_of_json_are_json, "HTTP-003"),
    (broken_characters_mended, "HTTP-007"),
]

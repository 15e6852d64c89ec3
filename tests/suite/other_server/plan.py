"""The batches of one service plan."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from .calling import Caller
from .deliveries import Deliveries
from .fields import (
    CONSTRAINT,
    FORMAT,
    RefusedError,
    boolean,
    integer,
    moment,
    phone_number,
    sender_filter,
    string,
    wire_time,
)
from .sms import Message, compose
from .submission import Fields, as_object, read_submission, read_update

_CLOCK_AHEAD = timedelta(milliseconds=700)
_QUEUED = timedelta(milliseconds=100)
_LISTED_AFTER = timedelta(milliseconds=50)
_MILLISECOND = timedelta(milliseconds=1)


def _now() -> datetime:
    now = datetime.now(UTC) + _CLOCK_AHEAD
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


@dataclass(slots=True)
class Batch:
    """A batch as it is kept."""

    id: str
    created_at: datetime
    modified_at: datetime
    queued_at: datetime
    fields: Fields
    canceled: bool = False

    def touch(self) -> datetime:
        """Note a change, later than the last one whatever the clock says."""
        self.modified_at = max(_now(), self.modified_at + _MILLISECOND)
        return self.modified_at

    @property
    def due(self) -> datetime:
        due: datetime = max(self.fields.get("send_at", self.queued_at), self.queued_at)
        return due

    @property
    def dispatched(self) -> bool:
        return not self.canceled and self.due <= _now() - _QUEUED

    def as_json(self) -> dict[str, Any]:
        shown: dict[str, Any] = {
            "revision": int(self.modified_at.timestamp() * 1000),
            "modified_at": wire_time(self.modified_at),
            "created_at": wire_time(self.created_at),
            "canceled": self.canceled,
            "links": {"self": {"rel": ["batch"], "id": self.id}},
        }
        for name, value in reversed(self.fields.items()):
            # Text and false are what is meant by a field that is left out.
            if value is False or (name, value) == ("type", "mt_text"):
                continue
            shown[name] = wire_time(value) if isinstance(value, datetime) else value
        return {**shown, "id": self.id}


@dataclass(slots=True)
class Plan:
    """One service plan: its groups, its batches, and the operations on them.

    Readings of the API page derive from it: what they read in another way is a method.
    """

    sender_optional: bool = True
    groups: dict[str, list[str]] = field(default_factory=dict)
    caller: Caller = field(default_factory=Caller)
    deliveries: Deliveries = field(init=False)
    _batches: dict[str, Batch] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.deliveries = Deliveries(self.groups, _now, self.caller.watch)

    def send(self, document: Any) -> dict[str, Any]:
        now = _now()
        fields = self._read(document, now)
        batch = Batch(secrets.token_urlsafe(12), now, now, now, fields)
        with self._lock:
            self._batches[batch.id] = batch
            self.deliveries.take(batch.id, fields, batch.due)
            return self._shown(batch)

    def dry_run(self, document: Any, query: dict[str, list[str]]) -> dict[str, Any]:
        detailed = boolean("per_recipient", query.get("per_recipient", ["false"])[-1])
        most = integer(-(2**31), 1000)(
            "number_of_recipients", query.get("number_of_recipients", ["100"])[-1]
        )
        fields = self._read(document, _now())
        everyone = [number for entry in fields["to"] for number in self.groups.get(entry, [entry])]
        result: dict[str, Any] = {"price": {"known": False}, "number_of_recipients": len(everyone)}
        if fields["type"] == "mt_binary":
            return {**result, "number_of_messages": len(everyone)}
        messages = self._messages(fields, everyone)
        if detailed:
            result["per_recipient"] = [
                {
                    "encoding": message.encoding,
                    "body": message.body,
                    "number_of_parts": message.parts,
                    "recipient": message.recipient,
                    "characters": len(message.body),
                }
                for message in reversed(messages)
            ][: max(most, 0)]
        return {**result, "number_of_messages": sum(message.parts for message in messages)}

    def list(self, query: dict[str, list[str]]) -> dict[str, Any]:
        page = integer(0, 2**63)("page", query.get("page", ["0"])[-1])
        size = integer(0, 100)("page_size", query.get("page_size", ["30"])[-1])
        reference = query.get("client_reference", [None])[-1]
        string(2048)("client_reference", reference or "")
        senders = [
            sender_filter(entry) for given in query.get("from", []) for entry in given.split(",")
        ]
        now = _now()
        start = now - timedelta(hours=24)
        if "start_date" in query:
            start = max(moment("start_date", query["start_date"][-1]), now - timedelta(days=14))
        end = now - _LISTED_AFTER
        if "end_date" in query:
            end = min(moment("end_date", query["end_date"][-1]), end)
        with self._lock:
            found = [
                batch
                for batch in self._batches.values()
                if start <= batch.created_at < end
                and (not senders or batch.fields.get("from") in senders)
                and (reference is None or batch.fields.get("client_reference") == reference)
            ]
            # The last to come stands first, also among those of one millisecond.
            found.reverse()
            found.sort(key=lambda batch: batch.created_at, reverse=True)
            shown = [self._shown(batch) for batch in found[page * size : (page + 1) * size]]
        return {
            "batches": shown,
            "page_size": len(shown),
            "count": len(found),
            "page": page,
            "more": len(found) > (page + 1) * size,
        }

    def get(self, batch_id: str) -> dict[str, Any]:
        with self._lock:
            return self._shown(self._find(batch_id))

    def find_reported(self, batch_id: str) -> None:
        """Refuse to report of a batch that there isn't."""
        self.get(batch_id)

    def update(self, batch_id: str, document: Any) -> dict[str, Any]:
        with self._lock:
            batch = self._find(batch_id)
            fields = self._read_update(document, batch.fields, _now())
            if batch.dispatched:
                raise RefusedError("batch_already_dispatched", "It has left already.", status=403)
            if fields != batch.fields:
                batch.fields = fields
                batch.touch()
                self.deliveries.take(batch.id, fields, batch.due)
            return self._shown(batch)

    def replace(self, batch_id: str, document: Any) -> dict[str, Any]:
        with self._lock:
            batch = self._find(batch_id)
            batch.fields = self._read(document, _now())
            batch.canceled = False
            batch.queued_at = batch.touch()
            self.deliveries.take(batch.id, batch.fields, batch.due)
            return self._shown(batch)

    def cancel(self, batch_id: str) -> dict[str, Any]:
        with self._lock:
            batch = self._find(batch_id)
            batch.canceled = True
            batch.touch()
            self.deliveries.call_off(batch.id)
            return self._shown(batch)

    def feedback(self, batch_id: str, document: Any) -> None:
        with self._lock:
            to = self._find(batch_id).fields["to"]
            enabled = self._find(batch_id).fields.get("feedback_enabled", False)
        given = as_object(document).get("recipients")
        if not isinstance(given, list):
            raise RefusedError(CONSTRAINT, "recipients: a list is needed")
        numbers = [phone_number(string()("recipients", entry)) for entry in given]
        if None in numbers:
            raise RefusedError(FORMAT, "recipients: phone numbers only")
        if not enabled:
            raise RefusedError("feedback_not_enabled", "No feedback was asked for.", status=403)
        in_groups = [number for entry in to for number in self.groups.get(entry, [])]
        if not numbers and any(entry in self.groups for entry in to):
            raise RefusedError("recipients_needed", "Who of the group has it?", status=403)
        if not set(numbers) <= {*to, *in_groups}:
            raise RefusedError("unknown_recipient", "Not all of them were sent to.", status=403)

    def _read(self, document: Any, now: datetime) -> Fields:
        return read_submission(document, self.groups, now, sender_optional=self.sender_optional)

    def _read_update(self, document: Any, current: Fields, now: datetime) -> Fields:
        return read_update(document, current, self.groups, now)

    def _messages(self, fields: Fields, everyone: Sequence[str]) -> Sequence[Message]:
        return compose(
            fields["body"],
            everyone,
            fields.get("parameters", {}),
            truncate=fields.get("truncate_concat", False),
        )

    def _shown(self, batch: Batch) -> dict[str, Any]:
        return batch.as_json()

    def _find(self, batch_id: str) -> Batch:
        batch = self._batches.get(batch_id)
        if batch is None or batch.created_at < _now() - timedelta(days=14):
            raise RefusedError("batch_not_found", "There is no such batch.", status=404)
        return batch

"""What becomes of the messages of one plan, and the reports that tell it.

A message waits a moment, leaves, and ends a moment later. Left open by the documentation, and
decided the other way than by the reference server:

* the report of a batch that wasn't sent has no statuses, but counts the messages that it would
  have; the report of one of its recipients says Queued, or Aborted with 407 once it is canceled;
* what was canceled is Aborted, as the older documentation has it;
* entries stand by code, the highest first, and have a field more; filters narrow the total too;
* statuses are told apart by case, an unknown one fits nothing, an unknown type of report is 404;
* numbers in paths may have a `+`, and no other form.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from .fields import CONSTRAINT, FORMAT, RefusedError, integer, moment, wire_time
from .sms import compose

LEAVES = timedelta(milliseconds=100)
ENDS = timedelta(milliseconds=250)
_DAY = timedelta(days=1)

State = tuple[int, str]
Query = dict[str, list[str]]

QUEUED: State = (400, "Queued")
DISPATCHED: State = (401, "Dispatched")
CANCELED: State = (407, "Aborted")
_DELIVERED: State = (0, "Delivered")


@dataclass
class Sending:
    """A batch as it goes out: to whom, how each message ends, and when it begins."""

    batch_id: str
    fields: dict[str, Any]
    due: datetime
    ends: dict[str, State]
    canceled_at: datetime | None = None

    @property
    def is_called_off(self) -> bool:
        return self.canceled_at is not None and self.canceled_at < self.due

    def state(self, number: str, at: datetime) -> tuple[State, datetime]:
        """Return where a message stands, and since when."""
        left, ended = self.due + LEAVES, self.due + ENDS
        if self.canceled_at is not None and self.canceled_at < left:
            return CANCELED, self.canceled_at
        if at < left:
            return QUEUED, self.due
        end = self.ends[number]
        if end != _DELIVERED:
            return end, left
        return (end, ended) if at >= ended else (DISPATCHED, left)

    def report(self, number: str, state: State, at: datetime) -> dict[str, Any]:
        """Return the report of a recipient."""
        report: dict[str, Any] = {
            "at": wire_time(at),
            "status": state[1],
            "code": state[0],
            "recipient": number,
            "batch_id": self.batch_id,
            "type": "recipient_delivery_report_sms",
            "operator": "35000",
        }
        if "client_reference" in self.fields:
            report["client_reference"] = self.fields["client_reference"]
        return report

    def summary(self, at: datetime, *, full: bool, fits: Callable[[State], bool]) -> dict[str, Any]:
        """Return the report of the batch."""
        found: dict[State, list[str]] = {}
        if at >= self.due and not self.is_called_off:
            for number in self.ends:
                found.setdefault(self.state(number, at)[0], []).append(number)
        statuses = []
        for (code, status), numbers in sorted(found.items(), reverse=True):
            if fits((code, status)):
                entry: dict[str, Any] = {"status": status, "count": len(numbers), "code": code}
                entry["share"] = len(numbers) / len(self.ends)
                statuses.append(entry | ({"recipients": numbers[::-1]} if full else {}))
        counted = sum(entry["count"] for entry in statuses)
        report: dict[str, Any] = {
            "statuses": statuses,
            "total_message_count": counted if found else len(self.ends),
            "batch_id": self.batch_id,
            "type": "delivery_report_sms",
        }
        if "client_reference" in self.fields:
            report["client_reference"] = self.fields["client_reference"]
        return report


def endings(fields: dict[str, Any], numbers: list[str]) -> dict[str, State]:
    """Return how the message of each number ends."""
    ends = dict.fromkeys(numbers, _DELIVERED)
    if fields["type"] == "mt_binary":
        return ends
    messages = compose(
        fields["body"],
        numbers,
        fields.get("parameters", {}),
        truncate=fields.get("truncate_concat", False),
    )
    parts = {message.recipient: message.parts for message in messages}
    for number in ends:
        if number not in parts:
            ends[number] = (405, "Aborted")
        elif parts[number] > fields.get("max_number_of_message_parts", parts[number]):
            ends[number] = (411, "Aborted")
    return ends


@dataclass
class Deliveries:
    """The sendings of one plan, by batch."""

    groups: dict[str, list[str]]
    now: Callable[[], datetime]
    changed: Callable[[Sending, Deliveries], None] = lambda *_: None
    _sendings: dict[str, Sending] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, batch_id: str, fields: dict[str, Any], due: datetime) -> None:
        """Send a batch when it is due, instead of what was to be sent of it before."""
        numbers = [number for entry in fields["to"] for number in self.groups.get(entry, [entry])]
        sending = Sending(batch_id, dict(fields), due, endings(fields, numbers))
        with self._lock:
            self._sendings[batch_id] = sending
        self.changed(sending, self)

    def call_off(self, batch_id: str) -> None:
        """Cancel what hasn't left."""
        with self._lock:
            sending = self._sendings[batch_id]
            sending.canceled_at = sending.canceled_at or self.now()

    def is_current(self, sending: Sending) -> bool:
        """Whether nothing else is to be sent of the batch by now."""
        with self._lock:
            return self._sendings.get(sending.batch_id) is sending

    def of_batch(self, batch_id: str, query: Query) -> dict[str, Any]:
        kind = query.get("type", ["summary"])[-1]
        if kind not in ("summary", "full"):
            raise RefusedError("no_such_report", f"There is no report {kind}.", status=404)
        fits = _filter(query)
        return self._sendings[batch_id].summary(self.now(), full=kind == "full", fits=fits)

    def of_recipient(self, batch_id: str, number: str) -> dict[str, Any]:
        sending, bare = self._sendings[batch_id], number.removeprefix("+")
        if bare not in sending.ends:
            raise RefusedError("no_such_recipient", "Nobody by that number.", status=404)
        return sending.report(bare, *sending.state(bare, self.now()))

    def list(self, query: Query) -> dict[str, Any]:
        page = integer(0, 2**63)("page", query.get("page", ["0"])[-1])
        size = integer(1, 100)("page_size", query.get("page_size", ["30"])[-1])
        now, reference = self.now(), query.get("client_reference", [None])[-1]
        start = moment("start_date", query["start_date"][-1]) if "start_date" in query else None
        end = moment("end_date", query["end_date"][-1]) if "end_date" in query else None
        fits, found = _filter(query), []
        with self._lock:
            sendings = [s for s in self._sendings.values() if s.due <= now and not s.is_called_off]
        for sending in sendings:
            if reference is not None and sending.fields.get("client_reference") != reference:
                continue
            for number in sending.ends:
                state, at = sending.state(number, now)
                in_time = (start or now - _DAY) <= at and (end is None or at < end)
                if in_time and fits(state) and state not in (QUEUED, DISPATCHED):
                    found.append((at, sending.report(number, state, at)))
        found.sort(key=lambda each: each[0], reverse=True)
        shown = [report for _, report in found[page * size : (page + 1) * size]]
        return {
            "delivery_reports": shown,
            "page_size": len(shown),
            "count": len(found),
            "page": page,
        }


def _filter(query: Query) -> Callable[[State], bool]:
    statuses = [text.strip() for given in query.get("status", []) for text in given.split(",")]
    codes = [text.strip() for given in query.get("code", []) for text in given.split(",")]
    if not all(code.isascii() and code.isdecimal() for code in codes if code):
        raise RefusedError(FORMAT if codes else CONSTRAINT, "code: integers only")
    return lambda state: (
        (not any(statuses) or state[1] in statuses) and (not any(codes) or str(state[0]) in codes)
    )

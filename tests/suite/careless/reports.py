"""Carelessness with reports and callbacks: what they hold, who may ask, and where they go."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from tests.suite.other_server import calling, sms
from tests.suite.other_server import deliveries as reporting
from tests.suite.other_server.calling import Caller
from tests.suite.other_server.deliveries import Deliveries, Query, Sending
from tests.suite.other_server.fields import moment
from tests.suite.other_server.plan import Plan
from tests.suite.other_server.wire import _Handler

from . import Careless, Patch

Report = dict[str, Any]


def a_hundred_are_named(patch: Patch) -> None:
    summary = Sending.summary

    def cutting(self: Sending, at: Any, **how: Any) -> dict[str, Any]:
        report = summary(self, at, **how)
        for entry in report["statuses"]:
            if "recipients" in entry:
                entry["recipients"] = entry["recipients"][:100]
        return report

    patch.setattr(Sending, "summary", cutting)


def code_zero_ignored(patch: Patch) -> None:
    filter_ = reporting._filter

    def filtering(query: Query) -> Any:
        return filter_({**query, "code": []} if query.get("code") == ["0"] else query)

    patch.setattr(reporting, "_filter", filtering)


def end_ignored_beside_start(patch: Patch) -> None:
    list_ = Deliveries.list

    def listing(self: Deliveries, query: Query) -> dict[str, Any]:
        left_out = "end_date" if "start_date" in query else ""
        return list_(self, {name: given for name, given in query.items() if name != left_out})

    patch.setattr(Deliveries, "list", listing)


def end_included(patch: Patch) -> None:
    def reading(name: str, value: Any) -> datetime:
        return moment(name, value) + timedelta(milliseconds=name == "end_date")

    patch.setattr(reporting, "moment", reading)


def full_reports_unfiltered(patch: Patch) -> None:
    of_batch = Deliveries.of_batch

    def reporting_all(self: Deliveries, batch_id: str, query: Query) -> Report:
        is_full = query.get("type") == ["full"]
        return of_batch(self, batch_id, {"type": ["full"]} if is_full else query)

    patch.setattr(Deliveries, "of_batch", reporting_all)


def _open(patch: Patch, name: str) -> None:
    """Let anybody ask whose path has this segment."""
    plan_of = _Handler._plan

    def opening(self: _Handler, segments: list[str]) -> Plan:
        if name in segments:
            return next(plan for (id_, _), plan in self.server.plans.items() if id_ in segments)
        return plan_of(self, segments)

    patch.setattr(_Handler, "_plan", opening)


def anybody_lists_reports(patch: Patch) -> None:
    _open(patch, "delivery_reports")


def anybody_gets_reports(patch: Patch) -> None:
    _open(patch, "delivery_report")


def query_of_callbacks_lost(patch: Patch) -> None:
    post = calling.post
    patch.setattr(calling, "post", lambda url, *what: post(url.partition("?")[0], *what))


def paths_of_callbacks_decoded(patch: Patch) -> None:
    post = calling.post

    def posting(url: str, *what: Any) -> int:
        parts = urlsplit(url)
        path = quote(unquote(parts.path), safe=string.punctuation)
        return post(parts._replace(path=path).geturl(), *what)

    patch.setattr(calling, "post", posting)


def called_back(patch: Patch, keep: Callable[[Sending, list[Report]], list[Report]]) -> None:
    """Call back some of what is to be told of single messages, and no more of the rest."""
    changes = calling._changes

    def changing(sending: Sending, *others: Any) -> Iterator[Report]:
        yield from keep(sending, list(changes(sending, *others)))

    patch.setattr(calling, "_changes", changing)


def texts_alone_call_back(patch: Patch) -> None:
    watch = Caller.watch

    def watching(self: Caller, sending: Sending, deliveries: Deliveries) -> None:
        if sending.fields["type"] == "mt_text":
            watch(self, sending, deliveries)

    patch.setattr(Caller, "watch", watching)


def rest_lost_behind_a_missing_value(patch: Patch) -> None:
    compose = sms.compose

    def composing(body: str, recipients: Any, *others: Any, truncate: bool) -> list[sms.Message]:
        messages = compose(body, recipients, *others, truncate=truncate)
        reached = zip(messages, recipients, strict=False)
        return [message for message, number in reached if message.recipient == number]

    patch.setattr(reporting, "compose", composing)


def offsets_dropped(patch: Patch) -> None:
    def reading(name: str, value: Any) -> datetime:
        bare = re.sub(r"(?<=:\d\d)[+-]\d\d:?\d\d$", "Z", value)
        return moment(name, bare)

    patch.setattr(reporting, "moment", reading)


ROWS: list[tuple[Careless, str]] = [
    (a_hundred_are_named, "DR-016"),
    (code_zero_ignored, "DR-041"),
    (code_zero_ignored, "DR-055"),
    (end_ignored_beside_start, "DR-058"),
    (anybody_lists_reports, "AUTH-001"),
    (anybody_lists_reports, "AUTH-002"),
    (anybody_gets_reports, "AUTH-001"),
    (rest_lost_behind_a_missing_value, "DR-025"),
    (query_of_callbacks_lost, "CB-019"),
    (texts_alone_call_back, "CB-018"),
    (full_reports_unfiltered, "DR-040"),
    (end_included, "DR-058"),
    (offsets_dropped, "MOMENT-offset-half-hour@list_delivery_reports.start_date"),
    (paths_of_callbacks_decoded, "CB-019"),
]

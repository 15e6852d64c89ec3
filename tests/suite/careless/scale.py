"""Carelessness with large numbers: limits in other places than documented, and beyond them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.suite.other_server.calling import Caller
from tests.suite.other_server.deliveries import Deliveries, Query
from tests.suite.other_server.fields import CONSTRAINT, RefusedError
from tests.suite.other_server.plan import Plan
from tests.suite.other_server.submission import Fields, recipients
from tests.suite.other_server.wire import _Handler

from . import Careless, Patch
from .reports import called_back


def members_count_as_recipients(patch: Patch) -> None:
    read = Plan._read

    def reading(self: Plan, document: Any, now: datetime) -> Fields:
        fields = read(self, document, now)
        everyone = [number for e in fields["to"] for number in self.groups.get(e, [e])]
        if len(everyone) > 1000:
            raise RefusedError(CONSTRAINT, "to: at most 1000 recipients")
        return fields

    patch.setattr(Plan, "_read", reading)


def added_beyond_a_thousand(patch: Patch) -> None:
    read = Plan._read_update

    def reading(self: Plan, document: Any, current: Fields, now: datetime) -> Fields:
        if "to_add" not in document or "to_remove" in document:
            return read(self, document, current, now)
        others = {name: value for name, value in document.items() if name != "to_add"}
        fields = read(self, others, current, now)
        added = recipients("to_add", document["to_add"], self.groups)
        return {**fields, "to": [*fields["to"], *added]}

    patch.setattr(Plan, "_read_update", reading)


def documents_of_64_kibibytes(patch: Patch) -> None:
    read = _Handler._document

    def reading(self: _Handler, raw: bytes) -> Any:
        if len(raw) > 2**16:
            raise RefusedError("too_large", "That is too large.", status=413)
        return read(self, raw)

    patch.setattr(_Handler, "_document", reading)


def fifty_called_back(patch: Patch) -> None:
    called_back(patch, lambda _, reports: reports[:50])


def a_hundred_named_in_callbacks(patch: Patch) -> None:
    post = Caller._post

    def posting(self: Caller, url: str, report: dict[str, Any], *attempt: int) -> None:
        for entry in report.get("statuses", []):
            if "recipients" in entry:
                entry["recipients"] = entry["recipients"][:100]
        post(self, url, report, *attempt)

    patch.setattr(Caller, "_post", posting)


def reports_counted_up_to_a_page(patch: Patch) -> None:
    list_ = Deliveries.list

    def listing(self: Deliveries, query: Query) -> dict[str, Any]:
        page = list_(self, query)
        return {**page, "count": min(page["count"], 100)}

    patch.setattr(Deliveries, "list", listing)


ROWS: list[tuple[Careless, str]] = [
    (members_count_as_recipients, "SCALE-1000-with-a-group@dry_run_batch.to"),
    (documents_of_64_kibibytes, "SCALE-1000-own-values@send_batch.parameters"),
    (added_beyond_a_thousand, "UPD-035"),
    (reports_counted_up_to_a_page, "DR-060"),
    (fifty_called_back, "CB-049"),
    (a_hundred_named_in_callbacks, "CB-049"),
]

"""Carelessness with what is counted, and from when on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.suite.other_server import plan as plans
from tests.suite.other_server.deliveries import Deliveries, Query, Sending
from tests.suite.other_server.fields import moment, wire_time
from tests.suite.other_server.plan import Plan

from . import Careless, Patch
from .lists import answered


def a_day_before_the_end(patch: Patch) -> None:
    list_ = Plan.list

    def listing(self: Plan, query: Query) -> dict[str, Any]:
        if "end_date" in query and "start_date" not in query:
            start = moment("end_date", query["end_date"][-1]) - timedelta(days=1)
            query = {**query, "start_date": [wire_time(start)]}
        return dict(list_(self, query))

    patch.setattr(Plan, "list", listing)


def one_report_for_a_number(patch: Patch) -> None:
    list_ = Deliveries.list

    def listing(self: Deliveries, query: Query) -> dict[str, Any]:
        page, size = (int(query.get(n, ["30"])[-1]) for n in ("page", "page_size"))
        whole = list_(self, {**query, "page": ["0"], "page_size": ["100"]})
        found = list({each["recipient"]: each for each in whole["delivery_reports"]}.values())
        shown = found[page * size : (page + 1) * size]
        return {**whole, "delivery_reports": shown, "page_size": len(shown), "count": len(found)}

    patch.setattr(Deliveries, "list", listing)


def counted_over_all_plans(patch: Patch) -> None:
    everyone: list[Plan] = []
    begin = Plan.__post_init__

    def beginning(self: Plan) -> None:
        begin(self)
        everyone.append(self)

    def counted(_: Plan, query: Query, page: dict[str, Any]) -> dict[str, Any]:
        if "client_reference" in query:
            return page
        return {**page, "count": sum(len(plan._batches) for plan in everyone)}

    patch.setattr(Plan, "__post_init__", beginning)
    answered(patch, "list", counted)


def details_of_whole_groups(patch: Patch) -> None:
    dry_run = Plan.dry_run

    def trying(self: Plan, document: Any, query: Query) -> dict[str, Any]:
        most = int(query.get("number_of_recipients", ["100"])[-1])
        entries = self._read(document, plans._now())["to"][: max(most, 0)]
        members = sum(len(self.groups.get(entry, [entry])) for entry in entries)
        return dict(dry_run(self, document, {**query, "number_of_recipients": [str(members)]}))

    patch.setattr(Plan, "dry_run", trying)


def aborted_ones_not_counted(patch: Patch) -> None:
    summary = Sending.summary

    def summing(self: Sending, *arguments: Any, **options: Any) -> dict[str, Any]:
        report = summary(self, *arguments, **options)
        aborted = sum(e["count"] for e in report["statuses"] if e["status"] == "Aborted")
        return {**report, "total_message_count": report["total_message_count"] - aborted}

    patch.setattr(Sending, "summary", summing)


def canceled_ones_not_counted(patch: Patch) -> None:
    def counted(_: Plan, __: Any, page: dict[str, Any]) -> dict[str, Any]:
        canceled = sum(batch["canceled"] for batch in page["batches"])
        return {**page, "count": page["count"] - canceled}

    answered(patch, "list", counted)


def listed_by_when_they_are_due(patch: Patch) -> None:
    list_ = Plan.list

    def listing(self: Plan, query: Query) -> dict[str, Any]:
        whole, start = dict(list_(self, query)), plans._now() - timedelta(days=1)
        if "start_date" in query:
            return whole
        found = [
            batch
            for batch in whole["batches"]
            if moment("send_at", batch.get("send_at", batch["created_at"])) >= start
        ]
        gone = len(whole["batches"]) - len(found)
        return {**whole, "batches": found, "count": whole["count"] - gone}

    patch.setattr(Plan, "list", listing)


ROWS: list[tuple[Careless, str]] = [
    (a_day_before_the_end, "FILT-011"),
    (one_report_for_a_number, "DR-052"),
    (counted_over_all_plans, "ISO-005"),
    (details_of_whole_groups, "GRP-012"),
    (aborted_ones_not_counted, "DR-005"),
    (canceled_ones_not_counted, "STATE-canceled@get_batch"),
    (listed_by_when_they_are_due, "LIST-010"),
]

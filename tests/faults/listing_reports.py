"""The list of reports, and the filters of all reports."""

from __future__ import annotations

from typing import Any

from sinch_batches_server._delivery import finished
from sinch_batches_server._http import delivery_reports

from .exchange import Document, Request
from .registry import semantic, syntactic
from .surgery import Surgery


def _without(server: Surgery, name: str, *operations: str) -> None:
    def drop(request: Request) -> None:
        request.query = [(key, value) for key, value in request.query if key != name]

    server.requests(drop, *operations)


@semantic("report-status-ignored", "The report of a batch ignores status", "DR-040")
def report_status_ignored(server: Surgery) -> None:
    _without(server, "status", "batch_report")


@semantic("report-code-ignored", "The report of a batch ignores code", "DR-041")
def report_code_ignored(server: Surgery) -> None:
    _without(server, "code", "batch_report")


@semantic("report-filter-first", "Only the first of several statuses counts", "DR-040")
def report_filter_first(server: Surgery) -> None:
    def first(request: Request) -> None:
        request.query = [(key, value.partition(",")[0]) for key, value in request.query]

    server.requests(first, "batch_report")


@semantic("report-filter-or", "What fits either filter is reported", "DR-044")
def report_filter_or(server: Surgery) -> None:
    def either(_: Any) -> Any:
        def make(query: Any) -> Any:
            statuses, codes = query["status"], query["code"]
            everything = not statuses and not codes
            return lambda state: everything or state.status in statuses or state.code in codes

        return make

    server.replace(delivery_reports, "_state_filter", either)


@semantic("report-total-filtered", "Filters narrow the number of messages", "DR-042")
def report_total_filtered(server: Surgery) -> None:
    def narrow(report: Document) -> None:
        report["total_message_count"] = sum(entry["count"] for entry in report["statuses"])

    server.results(narrow, "batch_report")


def _pages(server: Surgery, change: Any) -> None:
    server.results(change, "report_list")


@semantic("reports-unfinished", "The list holds messages on their way", "DR-051")
def reports_unfinished(server: Surgery) -> None:
    def unfinish(page: Document) -> None:
        for report in page["delivery_reports"][:1]:
            report.update(code=401, status="Dispatched")

    _pages(server, unfinish)


@semantic("reports-incomplete", "The list leaves out a recipient", "DR-050 DR-052")
def reports_incomplete(server: Surgery) -> None:
    def lose(page: Document) -> None:
        page["delivery_reports"] = page["delivery_reports"][:1]

    _pages(server, lose)


@syntactic("reports-no-batch", "Listed reports name no batch", "DR-050 DR-056")
def reports_no_batch(server: Surgery) -> None:
    _pages(server, lambda page: [each.pop("batch_id") for each in page["delivery_reports"]])


@semantic("reports-page-ignored", "Each page of reports is the first", "DR-052")
def reports_page_ignored(server: Surgery) -> None:
    _without(server, "page", "report_list")


@semantic("reports-count-of-page", "count is that of the page", "DR-052")
def reports_count_of_page(server: Surgery) -> None:
    _pages(server, lambda page: page.update(count=len(page["delivery_reports"])))


@syntactic("reports-size-asked", "page_size of reports is what was asked for", "DR-052")
def reports_size_asked(server: Surgery) -> None:
    _pages(server, lambda page: page.update(page_size=max(page["page_size"], 2)))


@semantic("reports-oldest-first", "The oldest reports come first", "DR-054")
def reports_oldest_first(server: Surgery) -> None:
    _pages(server, lambda page: page["delivery_reports"].reverse())


@semantic("reports-status-ignored", "The list of reports ignores status", "DR-055")
def reports_status_ignored(server: Surgery) -> None:
    _without(server, "status", "report_list")


@semantic("reports-code-ignored", "The list of reports ignores code", "DR-055")
def reports_code_ignored(server: Surgery) -> None:
    _without(server, "code", "report_list")


@semantic("reports-reference-ignored", "The list of reports ignores client_reference", "DR-05*")
def reports_reference_ignored(server: Surgery) -> None:
    _without(server, "client_reference", "report_list")


@semantic("reports-start-ignored", "The list of reports ignores start_date", "DR-058")
def reports_start_ignored(server: Surgery) -> None:
    _without(server, "start_date", "report_list")


@semantic("reports-end-ignored", "The list of reports ignores end_date", "DR-058")
def reports_end_ignored(server: Surgery) -> None:
    _without(server, "end_date", "report_list")


@semantic("reports-by-creation", "The list shows nothing of scheduled or sent batches", "DR-05*")
def reports_by_creation(server: Surgery) -> None:
    server.replace(finished.Wanted, "fits", lambda _: lambda *_: False)

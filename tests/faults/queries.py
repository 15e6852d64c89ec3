"""Query parameters that are read too loosely or too strictly."""

from __future__ import annotations

import re

from sinch_batches_server._http import query
from sinch_batches_server._rules import times

from .exchange import Request
from .registry import syntactic
from .surgery import Surgery

_SUBMITTING = ("send", "dry_run", "replace")


def _query_rewrite(server: Surgery, operation: str, name: str, form: str, value: str) -> None:
    """Take values of a query parameter that don't fit the form for another value."""

    def mend(request: Request) -> None:
        request.query = [
            (key, value if key == name and not re.fullmatch(form, given) else given)
            for key, given in request.query
        ]

    server.requests(mend, operation)


@syntactic("page-negative", "A negative page is taken for 0", "BOUND-*-page-minimum")
def page_negative(server: Surgery) -> None:
    _query_rewrite(server, "list", "page", r"[^-].*", "0")


@syntactic("page-rubbish", "A page that is no number is taken for 0", "BOUND-*-page-type")
def page_rubbish(server: Surgery) -> None:
    _query_rewrite(server, "list", "page", r"[+-]?\d+", "0")


@syntactic(
    "page-size-rubbish",
    "A page_size that is no number is taken for 30",
    "BOUND-*-page_size-type",
)
def page_size_rubbish(server: Surgery) -> None:
    _query_rewrite(server, "list", "page_size", r"[+-]?\d+", "30")


@syntactic(
    "page-size-negative",
    "A negative page_size is taken for 30",
    "BOUND-*-page_size-minimum",
)
def page_size_negative(server: Surgery) -> None:
    _query_rewrite(server, "list", "page_size", r"[^-].*", "30")


@syntactic(
    "date-rubbish",
    "A start_date that is no time is taken for an hour ago",
    "BOUND-*-start_date-format",
)
def date_rubbish(server: Surgery) -> None:
    ago = times.render(times.system_clock() - times.HOUR)
    _query_rewrite(server, "list", "start_date", r"\d{4}-.*", ago)


@syntactic(
    "end-date-rubbish",
    "An end_date that is no time is taken for tomorrow",
    "BOUND-*-end_date-format",
)
def end_date_rubbish(server: Surgery) -> None:
    tomorrow = times.render(times.system_clock() + times.DAY)
    _query_rewrite(server, "list", "end_date", r"\d{4}-.*", tomorrow)


@syntactic(
    "details-rubbish",
    "A per_recipient that is no boolean is taken for false",
    "BOUND-*-per_recipient-type",
)
def details_rubbish(server: Surgery) -> None:
    _query_rewrite(server, "dry_run", "per_recipient", r"(?i)true|false", "false")


@syntactic(
    "details-negative",
    "A negative number_of_recipients is taken for 0",
    "BOUND-*-number_of_recipients-minimum",
)
def details_negative(server: Surgery) -> None:
    _query_rewrite(server, "dry_run", "number_of_recipients", r"[^-].*", "0")


@syntactic("details-capital", "per_recipient=True is refused", "DRY-009")
def details_capital(server: Surgery) -> None:
    server.replace(
        query, "boolean", lambda read: lambda text: read(text + " " * (text != text.lower()))
    )
    server.replace(query, "_READERS", lambda known: {**known, "boolean": query.boolean})

"""The operations for delivery reports as calls (sources §14.1 to §14.3)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict

from attrs import frozen

from sinch_batches_client import models
from sinch_batches_client.api.delivery_reports import (
    get_batch_delivery_report,
    get_recipient_delivery_report,
    list_delivery_reports,
)

from .._batches.fields import fields_of, take
from .._batches.stored import decode
from .._calls.call import Call
from .._errors import InvalidRequest
from .._once.numbers import bare
from .._pages import PageWalk
from .._region import check_id
from .documents import (
    BatchDeliveryReport,
    OpaqueReport,
    RecipientDeliveryReport,
    decode_document,
    with_numbers,
)

if TYPE_CHECKING:
    from datetime import datetime

    from sinch_batches_client.models import DeliveryReportType, DeliveryStatus

    from .._calls.call import Session

Statuses: TypeAlias = "DeliveryStatus | str | Iterable[DeliveryStatus | str]"
Codes: TypeAlias = "int | Iterable[int]"
ReportType: TypeAlias = "DeliveryReportType | str"
_LONGEST_FILTER = 8000


@frozen
class DeliveryReportPage:
    """A page of the list: `page_size` is how many it holds, `count` how many match in all."""

    page: int
    page_size: int
    count: int
    delivery_reports: list[RecipientDeliveryReport | OpaqueReport]


class ReportFilters(TypedDict, total=False):
    """Which reports to list, and how many per page (sources §14.3)."""

    page_size: int
    """The most reports per page, 1 to 100; 30 if left out."""
    start_date: datetime
    """Only of messages that got their final status at or after this; 24 hours ago if left out."""
    end_date: datetime
    """Only of messages that got their final status before this time."""
    status: Statuses
    """Only with this status, or with one of these."""
    code: Codes
    """Only with this code, or with one of these; carriers have codes of their own."""
    client_reference: str
    """Only of batches with exactly this reference."""


def batch_report(
    plan: str, batch_id: str, type_: ReportType, status: Statuses, code: Codes
) -> Call[BatchDeliveryReport]:
    check_id("batch_id", batch_id)
    known = fields_of(get_batch_delivery_report._get_kwargs)
    kind = take(known["type_"], type_)
    request = get_batch_delivery_report._get_kwargs(plan, batch_id, type_=kind)
    request["params"] |= _state_filters({"status": status, "code": code})
    return Call(request, _report_of, idempotent=True)


def recipient_report(plan: str, batch_id: str, recipient: str) -> Call[RecipientDeliveryReport]:
    check_id("batch_id", batch_id)
    number = bare(str(recipient))
    if not re.fullmatch(r"[0-9]{3,20}", number):
        raise InvalidRequest("recipient", recipient, "must be a phone number")
    request = get_recipient_delivery_report._get_kwargs(plan, batch_id, number)
    return Call(request, _recipient_report_of, idempotent=True)


def list_page(plan: str, page: int, filters: ReportFilters) -> Call[DeliveryReportPage]:
    known = fields_of(list_delivery_reports._get_kwargs)
    given: dict[str, object] = {"page": page, **filters}
    if unknown := given.keys() - known.keys():
        raise TypeError(f"there is no filter {', '.join(unknown)}")
    states = _state_filters({name: given.pop(name, ()) for name in ("status", "code")})
    taken = {name: take(known[name], value) for name, value in given.items()}
    request = list_delivery_reports._get_kwargs(plan, **taken)
    request["params"] |= states
    return Call(request, _page_of, idempotent=True)


def walk(session: Session) -> PageWalk[DeliveryReportPage, RecipientDeliveryReport | OpaqueReport]:
    return PageWalk(session, lambda page: page.delivery_reports, _key)


def _key(report: RecipientDeliveryReport | OpaqueReport) -> str:
    """Return what tells reports apart: they have no id (sources §14.5)."""
    if isinstance(report, OpaqueReport):
        return ""
    return f"{report.batch_id} {report.recipient} {report.code} {report.at}"


def _state_filters(given: dict[str, Any]) -> dict[str, str]:
    """Return what the generator can't write, `explode: false` (its issue 197)."""
    parameters: dict[str, str] = {}
    for name, value in given.items():
        kind = str if name == "status" else int
        several = [value] if isinstance(value, str | int) else value
        several = list(several) if isinstance(several, Iterable) else [several]
        if not all(_is_one(each, kind) for each in several):
            rule = f"must be one or more, each a {kind.__name__} without a comma"
            raise InvalidRequest(name, value, rule)
        joined = ",".join(map(str, several))
        if len(joined) > _LONGEST_FILTER:
            rule = f"must be fewer: an address has room for {_LONGEST_FILTER} characters of them"
            raise InvalidRequest(name, f"{len(several)} values", rule)
        parameters |= {name: joined} if several else {}
    return parameters


def _is_one(value: object, kind: type) -> bool:
    is_right = isinstance(value, kind) and not isinstance(value, bool)
    return is_right and str(value) != "" and "," not in str(value)


def _report_of(document: object) -> BatchDeliveryReport:
    return decode(BatchDeliveryReport, with_numbers(document))


def _recipient_report_of(document: object) -> RecipientDeliveryReport:
    return decode(RecipientDeliveryReport, with_numbers(document))


def _page_of(document: object) -> DeliveryReportPage:
    reports = document.get("delivery_reports") if isinstance(document, dict) else None
    if not isinstance(document, dict) or not isinstance(reports, list):
        raise ValueError("there is no list of delivery reports")
    page = decode(models.DeliveryReportPage, {**document, "delivery_reports": []})
    decoded = [_listed(each) for each in reports]
    return DeliveryReportPage(page.page, page.page_size, page.count, decoded)


def _listed(raw: object) -> RecipientDeliveryReport | OpaqueReport:
    report = decode_document(raw)
    if isinstance(report, RecipientDeliveryReport | OpaqueReport):
        return report
    return OpaqueReport(report.type_, "it is no report of a recipient", raw)

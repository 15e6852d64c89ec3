"""Delivery reports as the requirements speak of them: asked for, read, and waited for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from .._judgement.outcomes import NotTested
from .._material.patience import Patience
from .expect import expect, expect_field, expect_status, integer_in, objects, text_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .._line import Answer
    from .api import Api

BATCH_REPORT = "get_batch_delivery_report"
RECIPIENT_REPORT = "get_recipient_delivery_report"
LIST = "list_delivery_reports"
OPERATIONS = (BATCH_REPORT, RECIPIENT_REPORT, LIST)

INTERMEDIATE = frozenset({"Queued", "Dispatched"})
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 1.0  # seconds between two looks at a report


def batch_report(api: Api, id: str, **query: Any) -> Answer:
    """Ask for the report of a batch."""
    return api.call("GET", f"{api.at(id)}/delivery_report", query=query)


def recipient_report(api: Api, id: str, number: str) -> Answer:
    """Ask for the report of a recipient; the number goes out as it is, but for escapes."""
    return api.call("GET", f"{api.at(id)}/delivery_report/{quote(number, safe='+')}")


def report_page(api: Api, **query: Any) -> Answer:
    """Ask for a page of the list of reports."""
    return api.call("GET", "/delivery_reports", query=query)


def listed_reports(api: Api, count: int, **query: Any) -> list[dict[str, Any]]:
    """Return the reports of the batches of this check, once so many are listed."""

    def look() -> list[dict[str, Any]]:
        asked = {"client_reference": api.reference, "page_size": 100, **query}
        page = expect_status(report_page(api, **asked), 200).json
        expect_field(page, "count", count)
        return objects(page, "delivery_reports")

    return api.eventually(look)


def ask(operation: str, api: Api, query: dict[str, Any]) -> Answer:
    """Send a request for reports; where it needs a batch, for one that was sent just now."""
    if operation == LIST:
        return report_page(api, **query)
    id = sent_now(api)
    if operation == BATCH_REPORT:
        return batch_report(api, id, **query)
    return recipient_report(api, id, api.numbers(1)[0])


def sent_now(api: Api, **fields: Any) -> str:
    """Send a text at once; return the id."""
    return str(api.sent(**{"send_at": ..., "body": "Hi", **fields})["id"])


def of_several_ends(api: Api) -> tuple[dict[str, Any], dict[str, int]]:
    """Return a text and the codes of those that don't get it; another recipient does."""
    sent, long, lacking = api.numbers(3)
    values = {"who": {sent: "you", long: "x" * 160}}
    fields = {"to": [long, sent, lacking], "body": "Hi ${who}", "parameters": values}
    return {**fields, "max_number_of_message_parts": 1}, {long: 411, lacking: 405}


def odd_reference(api: Api) -> str:
    """Return a long reference with signs that are reserved somewhere, and of several scripts.

    One of them is written as a letter and an accent that follows it, and has a form of its own.
    """
    return f"{api.reference} '\"<&>;%2F+/?#\\ Ωж中🙂 \u00e9 e\u0301 ".ljust(1024, "x")


@dataclass(frozen=True)
class Entry:
    """What a report says of the messages that share a code and a status."""

    code: int
    status: str
    count: int
    recipients: list[str] | None

    @property
    def is_final(self) -> bool:
        """Whether these messages stay as they are."""
        return self.status not in INTERMEDIATE


def entries(report: Mapping[str, Any]) -> list[Entry]:
    """Return what the report counts; fail where a value isn't of its kind."""
    return [_entry(raw) for raw in objects(report, "statuses")]


def _entry(raw: dict[str, Any]) -> Entry:
    recipients = raw.get("recipients")
    is_list = isinstance(recipients, list) and all(isinstance(each, str) for each in recipients)
    expect(recipients is None or is_list, "`recipients` must be a list of texts")
    return Entry(
        integer_in(raw, "code"), text_in(raw, "status"), integer_in(raw, "count"), recipients
    )


def recipients_of(report: Mapping[str, Any]) -> list[str]:
    """Return all recipients that a full report names."""
    return [number for entry in entries(report) for number in entry.recipients or ()]


def total_of(report: Mapping[str, Any]) -> int:
    """Return the number of messages."""
    return integer_in(report, "total_message_count")


def reports(api: Api, id: str, **query: Any) -> Iterator[dict[str, Any]]:
    """Yield the reports of a batch that was sent, the last one when all its messages are final.

    Raises:
        NotTested: they weren't by the time that a run has for it.

    """
    patience, pause = Patience(api.settings.delivery_wait), _FIRST_PAUSE
    while True:
        report = expect_status(batch_report(api, id, **query), 200).json
        yield report
        found = entries(report)
        counted = sum(entry.count for entry in found)
        if found and counted >= total_of(report) and all(entry.is_final for entry in found):
            return
        if patience.left <= 0:
            waited = f"within {api.settings.delivery_wait:g} s: see --delivery-wait"
            raise NotTested(f"the messages weren't final {waited}")
        ends = patience.left - pause
        while patience.left > max(ends, 0):
            patience.step()
        pause = min(2 * pause, _LONGEST_PAUSE)


def final_report(api: Api, id: str, **query: Any) -> dict[str, Any]:
    """Return the last of `reports`, and raise what they do."""
    *_, last = reports(api, id, **query)
    return last

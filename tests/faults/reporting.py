"""Reports of batches and of recipients."""

from __future__ import annotations

from typing import Any

from sinch_batches_server._delivery import reports

from .exchange import Answer, Document, Proceed, Request
from .registry import semantic, syntactic
from .surgery import Surgery


@semantic("report-total-one", "total_message_count is 1 whatever the batch", "DR-001 DR-003")
def report_total_one(server: Surgery) -> None:
    server.results(lambda report: report.update(total_message_count=1), "batch_report")


@semantic("report-counts-twice", "A report counts a message twice", "DR-002")
def report_counts_twice(server: Surgery) -> None:
    def count_more(report: Document) -> None:
        for entry in report["statuses"][:1]:
            entry["count"] += 1

    server.results(count_more, "batch_report")


@semantic("report-other-batch", "The report of another batch is given", "DR-001 DR-006")
def report_other_batch(server: Surgery) -> None:
    known: list[str] = []

    async def mix_up(request: Request, proceed: Proceed) -> Answer:
        if request.operation == "batch_report":
            known.append(request.batch_id)
            request.path = ["batches", known[0], "delivery_report"]
        return await proceed(request)

    server.around(mix_up)


@semantic("summary-names-all", "A summary lists the recipients", "DR-003")
def summary_names_all(server: Surgery) -> None:
    def with_recipients(of_batch: Any) -> Any:
        return lambda *args, **more: of_batch(*args, **{**more, "with_recipients": True})

    server.replace(reports, "of_batch", with_recipients)


@semantic("full-names-nobody", "A full report lists no recipients", "DR-004")
def full_names_nobody(server: Surgery) -> None:
    def without(of_batch: Any) -> Any:
        return lambda *args, **more: of_batch(*args, **{**more, "with_recipients": False})

    server.replace(reports, "of_batch", without)


def recipients_in(report: Document) -> list[list[str]]:
    return [e["recipients"] for e in report.get("statuses", []) if "recipients" in e]


@syntactic("report-plus", "Recipients of a report have a +", "DR-004")
def report_plus(server: Surgery) -> None:
    def add_plus(report: Document) -> None:
        for numbers in recipients_in(report):
            numbers[:] = [f"+{number}" for number in numbers]

    server.results(add_plus, "batch_report")


@semantic("report-loses-one", "A full report leaves out a recipient", "DR-004")
def report_loses_one(server: Surgery) -> None:
    def lose(report: Document) -> None:
        for numbers in recipients_in(report):
            numbers[1:] = numbers[2:]

    server.results(lose, "batch_report")


@semantic("report-splits", "A report has an entry for each message", "DR-005")
def report_splits(server: Surgery) -> None:
    def split(report: Document) -> None:
        report["statuses"] = [
            {**entry, "count": 1} for entry in report["statuses"] for _ in range(entry["count"])
        ]

    server.results(split, "batch_report")


@semantic("report-anonymous", "Reports lack the client reference", "DR-006")
def report_anonymous(server: Surgery) -> None:
    server.results(lambda report: report.pop("client_reference", None), "batch_report")


@semantic("report-only-if-asked", "A batch without callbacks has no report", "DR-007")
def report_only_if_asked(server: Surgery) -> None:
    silent: set[str] = set()

    async def refuse(request: Request, proceed: Proceed) -> Answer:
        if request.operation == "batch_report" and request.batch_id in silent:
            return Answer(404)
        answer = await proceed(request)
        if request.operation == "send" and request.document.get("delivery_report") == "none":
            silent.add(str(answer.document.get("id")))
        return answer

    server.around(refuse)


@semantic("report-of-nothing", "An unknown batch has an empty report", "DR-008")
def report_of_nothing(server: Surgery) -> None:
    async def invent(request: Request, proceed: Proceed) -> Answer:
        answer = await proceed(request)
        if answer.status == 404 and request.operation == "batch_report":
            empty = {"type": "delivery_report_sms", "batch_id": request.batch_id}
            return Answer.of(200, {**empty, "total_message_count": 0, "statuses": []})
        return answer

    server.around(invent)


@semantic("recipient-anybody", "Anybody's number has a report", "DR-013")
def recipient_anybody(server: Surgery) -> None:
    async def invent(request: Request, proceed: Proceed) -> Answer:
        answer = await proceed(request)
        if answer.status == 404 and request.operation == "recipient_report":
            known = {"type": "recipient_delivery_report_sms", "batch_id": request.batch_id}
            state = {"code": 400, "status": "Queued", "at": "2026-01-01T00:00:00.000Z"}
            return Answer.of(200, {**known, "recipient": request.path[3], **state})
        return answer

    server.around(invent)


@syntactic("recipient-no-plus", "A number with + isn't found", "DR-011")
def recipient_no_plus(server: Surgery) -> None:
    async def refuse(request: Request, proceed: Proceed) -> Answer:
        if request.operation == "recipient_report" and request.path[3].startswith("+"):
            return Answer(404)
        return await proceed(request)

    server.around(refuse)


@syntactic("recipient-code-text", "The code of a recipient's report is text", "DR-010")
def recipient_code_text(server: Surgery) -> None:
    server.results(lambda report: report.update(code=str(report["code"])), "recipient_report")


@semantic("recipient-all-well", "Each recipient's report says Delivered", "DR-014")
def recipient_all_well(server: Surgery) -> None:
    server.results(lambda report: report.update(code=0, status="Delivered"), "recipient_report")


@semantic("recipient-first", "The report is always that of the first recipient", "DR-010")
def recipient_first(server: Surgery) -> None:
    def first(report: Document) -> None:
        report["recipient"] = known.setdefault(report["batch_id"], report["recipient"])

    known: dict[str, str] = {}
    server.results(first, "recipient_report")


@semantic("report-of-any-plan", "Reports are given to any plan", "DR-015")
def report_of_any_plan(server: Surgery) -> None:
    owners: dict[str, tuple[str, str]] = {}

    async def borrow(request: Request, proceed: Proceed) -> Answer:
        mine = (request.plan, request.headers.get("authorization", ""))
        if request.operation in ("batch_report", "recipient_report"):
            plan, token = owners.get(request.batch_id, mine)
            request.plan, request.headers["authorization"] = plan, token
        answer = await proceed(request)
        if request.operation == "send" and answer.status == 201:
            owners[answer.document["id"]] = mine
        return answer

    server.around(borrow)

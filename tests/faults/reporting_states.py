"""Reports: what became of messages, and of which."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sinch_batches_server._delivery import progress, simulation
from sinch_batches_server._rules import lifetime
from sinch_batches_server._settings import State

from .exchange import Answer, Document, Proceed, Request
from .registry import semantic, syntactic
from .reporting import recipients_in
from .server import GROUP
from .surgery import Surgery


@semantic("report-canceled-listed", "A batch canceled in time reports 407", "DR-020")
def report_canceled_listed(server: Surgery) -> None:
    def listing(standings: Any) -> Any:
        def listed(batch: Any, plan: Any, now: int) -> Any:
            if not lifetime.was_canceled_in_time(batch):
                return standings(batch, plan, now)
            courses = progress.courses(batch, plan)
            return [progress.Standing(each.recipient, each.steps[-1], None) for each in courses]

        return listed

    server.replace(progress, "standings", listing)


@semantic("report-canceled-late", "Canceling what was delivered makes it 407", "DR-023")
def report_canceled_late(server: Surgery) -> None:
    def overwriting(standings: Any) -> Any:
        def overwritten(batch: Any, plan: Any, now: int) -> Any:
            step = progress.Step(simulation.CANCELED, batch.modified_at)
            found = standings(batch, plan, now)
            return [replace(each, step=step) for each in found] if batch.canceled else found

        return overwritten

    server.replace(progress, "standings", overwriting)


@semantic("report-canceled-empty", "Canceling what was delivered empties its report", "DR-023")
def report_canceled_empty(server: Surgery) -> None:
    def emptying(standings: Any) -> Any:
        return lambda batch, plan, now: [] if batch.canceled else standings(batch, plan, now)

    server.replace(progress, "standings", emptying)


def _ending_otherwise(server: Surgery, before: State, after: State) -> None:
    def ending(deliver: Any) -> Any:
        def ended(batch: Any, plan: Any) -> Any:
            found = deliver(batch, plan)
            return [replace(each, state=after) if each.state == before else each for each in found]

        return ended

    server.replace(simulation, "deliver", ending)


@semantic("value-missing-delivered", "A text without its value is delivered", "DR-025 DR-041")
def value_missing_delivered(server: Surgery) -> None:
    _ending_otherwise(server, simulation.UNMATCHED_PARAMETER, simulation.DELIVERED)


@semantic("parts-unlimited", "A message of too many parts is delivered", "DR-026")
def parts_unlimited(server: Surgery) -> None:
    _ending_otherwise(server, simulation.TOO_MANY_PARTS, simulation.DELIVERED)


@syntactic("delivered-is-one", "What was delivered has the code 1", "DR-027")
def delivered_is_one(server: Surgery) -> None:
    _ending_otherwise(server, simulation.DELIVERED, State("Delivered", 1))


@semantic("report-group-unresolved", "A group is reported as a recipient", "DR-028")
def report_group_unresolved(server: Surgery) -> None:
    def unresolved(report: Document) -> None:
        for numbers in recipients_in(report):
            if any(number.startswith("155501070") for number in numbers):
                numbers[:1] = [GROUP]

    server.results(unresolved, "batch_report")


@semantic("report-text-only", "Binary batches have no report", "DR-029")
def report_text_only(server: Surgery) -> None:
    binary: set[str] = set()

    async def refuse(request: Request, proceed: Proceed) -> Answer:
        if request.operation == "batch_report" and request.batch_id in binary:
            return Answer(404)
        answer = await proceed(request)
        if request.operation == "send" and request.document.get("type") == "mt_binary":
            binary.add(str(answer.document.get("id")))
        return answer

    server.around(refuse)

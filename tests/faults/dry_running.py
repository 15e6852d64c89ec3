"""Dry runs that count, split or fill in texts wrongly, or leave traces."""

from __future__ import annotations

from typing import Any

from sinch_batches_server._rules import dry_run as dry_runs
from sinch_batches_server._rules import recipients

from .exchange import Answer, Document, Proceed, Request
from .registry import semantic, syntactic
from .surgery import Surgery


@semantic("dry-run-sends", "A dry run sends the batch", "DRY-002")
def dry_run_sends(server: Surgery) -> None:
    async def send_too(request: Request, proceed: Proceed) -> Answer:
        if request.operation == "dry_run":
            query = request.query
            request.path, request.query = ["batches"], []
            await proceed(request)
            request.path, request.query = ["batches", "dry_run"], query
        return await proceed(request)

    server.around(send_too)


@semantic(
    "dry-run-lenient",
    "A dry run ignores delivery_report",
    "RULE-*@dry_run_batch BOUND-dry_run_batch-*-delivery_report-*",
)
def dry_run_lenient(server: Surgery) -> None:
    server.documents(lambda document: document.pop("delivery_report", None), "dry_run")


@semantic(
    "dry-run-unchecked",
    "A dry run ignores expire_at",
    "RULE-*@dry_run_batch BOUND-dry_run_batch-*-expire_at-*",
)
def dry_run_unchecked(server: Surgery) -> None:
    server.documents(lambda document: document.pop("expire_at", None), "dry_run")


@semantic(
    "messages-per-recipient",
    "number_of_messages counts recipients, not parts",
    "DRY-001 PART-001 PART-002",
)
def messages_per_recipient(server: Surgery) -> None:
    server.results(lambda r: r.update(number_of_messages=r["number_of_recipients"]), "dry_run")


@semantic(
    "messages-of-details",
    "The totals count only recipients with details",
    "DRY-007 DRY-008 SCALE-*@dry_run_batch.to",
)
def messages_of_details(server: Surgery) -> None:
    def count(result: Document) -> None:
        if "per_recipient" in result:
            entries = result["per_recipient"]
            result["number_of_recipients"] = len(entries)
            result["number_of_messages"] = sum(entry["number_of_parts"] for entry in entries)

    server.results(count, "dry_run")


@semantic(
    "messages-of-first",
    "number_of_messages multiplies the parts of the first message",
    "PART-007 DRY-001",
)
def messages_of_first(server: Surgery) -> None:
    def totals(original: Any) -> Any:
        def messages(batch: Any, numbers: Any) -> Any:
            found = original(batch, numbers)
            return [{**m, "number_of_parts": found[0]["number_of_parts"]} for m in found]

        return messages

    server.replace(dry_runs, "messages", totals)


@semantic("recipients-unexpanded", "The members of groups aren't counted", "GRP-003")
def recipients_unexpanded(server: Surgery) -> None:
    server.replace(recipients, "expanded", lambda _: lambda to, _: tuple(to))


@semantic("details-always", "Details come without being asked for", "DRY-004")
def details_always(server: Surgery) -> None:
    server.replace(dry_runs, "dry_run", lambda run: lambda b, g, _, n: run(b, g, True, n))


@semantic("details-never", "Details don't come when asked for", "DRY-003")
def details_never(server: Surgery) -> None:
    server.results(lambda result: result.pop("per_recipient", None), "dry_run")


@semantic("details-uncapped", "number_of_recipients doesn't cap the details", "DRY-007 DRY-008")
def details_uncapped(server: Surgery) -> None:
    server.replace(dry_runs, "dry_run", lambda run: lambda b, g, p, _: run(b, g, p, 1000))


@semantic(
    "details-capped-early", "There is one detail less than number_of_recipients", "DRY-007 DRY-008"
)
def details_capped_early(server: Surgery) -> None:
    server.replace(dry_runs, "dry_run", lambda run: lambda b, g, p, n: run(b, g, p, max(0, n - 1)))


@syntactic("details-plus", "Recipients in details have a +", "DRY-003 NUM-003")
def details_plus(server: Surgery) -> None:
    server.details(lambda entry: entry.update(recipient="+" + entry["recipient"]))


@syntactic(
    "details-message-part", "Details have message_part instead of number_of_parts", "DRY-003"
)
def details_message_part(server: Surgery) -> None:
    server.details(lambda e: e.update(message_part=str(e.pop("number_of_parts"))))


@syntactic("details-no-recipient", "Details don't name the recipient", "DRY-003")
def details_no_recipient(server: Surgery) -> None:
    server.details(lambda entry: entry.pop("recipient"))


@semantic("details-template", "Details show the body with its placeholders", "DRY-005")
def details_template(server: Surgery) -> None:
    def showing(text_for: Any) -> Any:
        return lambda body, _, number, *, truncate: text_for(body, None, number, truncate=truncate)

    server.replace(dry_runs, "text_for", showing)

"""What callbacks say: each fault changes the reports that are made of a batch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sinch_batches_server._delivery import callbacks, outbox, posting, reports

from .exchange import Document
from .registry import semantic, syntactic
from .surgery import Surgery

Sequences = list[list[Document]]


def made(server: Surgery, change: Callable[[Any, Sequences], Sequences], *modes: str) -> None:
    """Change the reports of batches that ask for these modes, or for any."""

    def making(sequences: Any) -> Any:
        def changed(batch: Any, plan: Any) -> Sequences:
            found: Sequences = sequences(batch, plan)
            return change(batch, found) if not modes or batch.delivery_report in modes else found

        return changed

    server.replace(reports, "sequences", making)


def each(server: Surgery, change: Callable[[Document], object], *modes: str) -> None:
    """Change each report of these modes."""

    def changed(_: Any, found: Sequences) -> Sequences:
        for report in (report for sequence in found for report in sequence):
            change(report)
        return found

    made(server, changed, *modes)


@semantic("call-summary-names", "A summary is called back with recipients", "CB-001")
def call_summary_names(server: Surgery) -> None:
    def name(report: Document) -> None:
        for entry in report["statuses"]:
            entry["recipients"] = ["15550100001"] * entry["count"]

    each(server, name, "summary")


@semantic("call-full-nameless", "A full report is called back without recipients", "CB-002")
def call_full_nameless(server: Surgery) -> None:
    each(server, lambda report: [e.pop("recipients") for e in report["statuses"]], "full")


@semantic("call-count-wrong", "A callback counts one message too many", "CB-001 CB-002")
def call_count_wrong(server: Surgery) -> None:
    def miscount(report: Document) -> None:
        for entry in report["statuses"][:1]:
            entry["count"] += 1

    each(server, miscount, "summary", "full")


@semantic("call-total-wrong", "A callback has a total of 1", "CB-001 CB-002")
def call_total_wrong(server: Surgery) -> None:
    each(server, lambda report: report.update(total_message_count=1), "summary", "full")


@semantic("call-full-loses", "A full callback leaves out a recipient", "CB-002")
def call_full_loses(server: Surgery) -> None:
    each(server, lambda report: [e["recipients"].pop() for e in report["statuses"]], "full")


@syntactic("call-code-text", "The code of a callback is text", "CB-003 CB-004")
def call_code_text(server: Surgery) -> None:
    each(
        server,
        lambda report: report.update(code=str(report["code"])),
        "per_recipient",
        "per_recipient_final",
    )


@semantic("call-loses-recipient", "A recipient is never called back", "CB-003 CB-007")
def call_loses_recipient(server: Surgery) -> None:
    made(server, lambda _, found: found[:-1] or found, "per_recipient_final")


@semantic("call-final-missing", "per_recipient stops at Dispatched", "CB-004")
def call_final_missing(server: Surgery) -> None:
    made(server, lambda _, found: [sequence[:1] for sequence in found], "per_recipient")


@semantic("call-for-none", "A batch that asks for none is called back", "CB-005")
def call_for_none(server: Surgery) -> None:
    def insisting(due_at: Any) -> Any:
        def due(batch: Any, *args: Any) -> Any:
            return batch.submitted_at if batch.callback_url else due_at(batch, *args)

        return due

    server.replace(reports, "due_at", insisting)


@semantic("call-twice", "A summary or full report is called back twice", "CB-006")
def call_twice(server: Surgery) -> None:
    made(server, lambda _, found: found * 2, "summary", "full")


@semantic("call-final-twice", "Each recipient is called back twice", "CB-007")
def call_final_twice(server: Surgery) -> None:
    made(server, lambda _, found: found * 2, "per_recipient_final")


@semantic("call-change-twice", "A change is called back twice", "CB-008")
def call_change_twice(server: Surgery) -> None:
    made(server, lambda _, found: [[s[0], *s] for s in found], "per_recipient")


@semantic("call-backwards", "The final status is called back first", "CB-009")
def call_backwards(server: Surgery) -> None:
    made(server, lambda _, found: [sequence[::-1] for sequence in found], "per_recipient")


@semantic("call-anonymous", "Callbacks lack the client reference", "CB-010")
def call_anonymous(server: Surgery) -> None:
    each(server, lambda report: report.pop("client_reference", None))


@semantic("call-anonymous-final", "Callbacks of recipients lack the client reference", "CB-010")
def call_anonymous_final(server: Surgery) -> None:
    each(server, lambda report: report.pop("client_reference", None), "per_recipient_final")


@semantic("call-other-batch", "A callback names another batch", "CB-001 CB-011")
def call_other_batch(server: Surgery) -> None:
    known: list[str] = []

    def rename(report: Document) -> None:
        known.append(report["batch_id"])
        report["batch_id"] = known[0]

    each(server, rename)


@semantic("call-canceled-listed", "A batch canceled in time calls back 407", "CB-012")
def call_canceled_listed(server: Surgery) -> None:
    def insist(batch: Any, found: Sequences) -> Sequences:
        if batch.canceled:
            entry = {"code": 407, "status": "Cancelled", "count": len(batch.to)}
            found[0][0].update(total_message_count=len(batch.to), statuses=[entry])
        return found

    made(server, insist, "summary", "full")


@semantic("call-disagrees", "Callbacks say that all is delivered", "CB-014 CB-016")
def call_disagrees(server: Surgery) -> None:
    def embellish(report: Document) -> None:
        for entry in report.get("statuses", [report]):
            entry.update(code=0, status="Delivered")

    each(server, embellish)


@semantic("call-on-the-way", "per_recipient_final calls back Dispatched too", "CB-003 CB-007")
def call_on_the_way(server: Surgery) -> None:
    def more(_: Any, found: Sequences) -> Sequences:
        on_its_way = {"code": 401, "status": "Dispatched"}
        return [[{**sequence[0], **on_its_way}, *sequence] for sequence in found]

    made(server, more, "per_recipient_final")


@semantic("call-too-early", "A summary is called back while messages are on their way", "CB-015")
def call_too_early(server: Surgery) -> None:
    def hurry(report: Document) -> None:
        for entry in report["statuses"]:
            entry.update(code=401, status="Dispatched")

    each(server, hurry, "summary")


@syntactic("call-plain-text", "Callbacks claim to be plain text", "CB-017")
def call_plain_text(server: Surgery) -> None:
    def plain(headers: Any) -> Any:
        return lambda *args: {**headers(*args), "Content-Type": "text/plain"}

    server.replace(outbox.Outbox, "_headers", plain)


@syntactic("call-unsigned", "Callbacks aren't signed", "CB-013")
def call_unsigned(server: Surgery) -> None:
    server.replace(posting, "signature_headers", lambda _: lambda *_: {})


@syntactic("call-signed-short", "The signature is that of the body alone", "CB-013")
def call_signed_short(server: Surgery) -> None:
    def shorter(sign: Any) -> Any:
        def signed(body: bytes, secret: str, nonce: str, moment: str) -> Any:
            right, wrong = sign(body, secret, nonce, moment), sign(body, secret, "", "")
            name = "x-sinch-webhook-signature"
            return {**right, name: wrong[name]}

        return signed

    server.replace(posting, "signature_headers", shorter)


@semantic("call-same-nonce", "All callbacks have the same nonce", "CB-013")
def call_same_nonce(server: Surgery) -> None:
    server.replace(posting, "new_nonce", lambda _: lambda: "once")


@semantic("call-never", "Nothing is ever called back", "CB-001 CB-002 CB-003 CB-004")
def call_never(server: Surgery) -> None:
    async def nobody(*_: Any) -> list[Any]:
        return []

    server.replace(callbacks.Courier, "_letters", lambda _: nobody)

"""Answers in which fields are missing, swapped, of another type or in another form."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from .exchange import Document
from .registry import semantic, syntactic
from .surgery import Surgery

_TIMES = ("created_at", "modified_at", "send_at", "expire_at")


def _drop(server: Surgery, name: str, *operations: str) -> None:
    server.batches(lambda batch: batch.pop(name, None), *operations)


def _write_times(server: Surgery, write: Any) -> None:
    def rewrite(batch: Document) -> None:
        for name in _TIMES:
            if name in batch:
                batch[name] = write(batch[name])

    server.batches(rewrite)


@syntactic("answer-no-id", "A canceled batch comes back without its id", "CAN-001 CAN-003")
def answer_no_id(server: Surgery) -> None:
    _drop(server, "id", "cancel")


@syntactic("answer-no-canceled", "Batches come without `canceled`", "GET-005 READBACK-*")
def answer_no_canceled(server: Surgery) -> None:
    _drop(server, "canceled")


@syntactic("answer-no-created", "Batches come without `created_at`", "GET-005 TIME-014")
def answer_no_created(server: Surgery) -> None:
    _drop(server, "created_at")


@syntactic("answer-no-modified", "Listed batches come without `modified_at`", "GET-005 READBACK-*")
def answer_no_modified(server: Surgery) -> None:
    _drop(server, "modified_at", "list")


@syntactic("answer-no-to", "Listed batches come without `to`", "GET-005 READBACK-*")
def answer_no_to(server: Surgery) -> None:
    _drop(server, "to", "list")


@syntactic("answer-no-type", "Binary batches come without `type`", "BASE64-* HEXADECIMAL-* GET-005")
def answer_no_type(server: Surgery) -> None:
    _drop(server, "type")


@syntactic("answer-nulls", "Fields that aren't set come as null", "HTTP-010")
def answer_nulls(server: Surgery) -> None:
    def fill(batch: Document) -> None:
        for name in ("send_at", "callback_url", "client_reference", "parameters"):
            batch.setdefault(name, None)

    server.batches(fill)


@syntactic("answer-null-listed", "Listed batches hold null for what isn't set", "HTTP-010")
def answer_null_listed(server: Surgery) -> None:
    server.batches(lambda batch: batch.setdefault("callback_url", None), "list")


@syntactic("answer-id-number", "The id of a batch is a number", "SEND-001")
def answer_id_number(server: Surgery) -> None:
    server.batches(lambda batch: batch.update(id=hash(batch["id"])), "send")


@syntactic("answer-to-numbers", "`to` holds numbers instead of strings", "READBACK-* NUM-003")
def answer_to_numbers(server: Surgery) -> None:
    server.batches(
        lambda batch: batch.update(to=[int(x) if x.isdigit() else x for x in batch["to"]])
    )


@syntactic(
    "answer-to-objects",
    "`to` holds objects instead of strings",
    "READBACK-* RECIPIENT-* SCALE-*",
)
def answer_to_objects(server: Surgery) -> None:
    server.batches(lambda batch: batch.update(to=[{"msisdn": x} for x in batch["to"]]), "get")


@syntactic("answer-canceled-text", "`canceled` is a string", "SEND-009 SEND-001 GET-005 CAN-001")
def answer_canceled_text(server: Surgery) -> None:
    server.batches(lambda batch: batch.update(canceled=str(batch["canceled"]).lower()))


@syntactic("time-no-millis", "Times have no milliseconds", "TIME-016")
def time_no_millis(server: Surgery) -> None:
    _write_times(server, lambda time: time[:19] + "Z")


@syntactic("time-micros", "Times have six decimals", "TIME-016")
def time_micros(server: Surgery) -> None:
    _write_times(server, lambda time: time[:-1] + "000Z")


@syntactic("time-no-zone", "Times have no zone", "TIME-015")
def time_no_zone(server: Surgery) -> None:
    _write_times(server, lambda time: time[:-1])


@syntactic("time-plus-zero", "Times end in +00:00", "TIME-015")
def time_plus_zero(server: Surgery) -> None:
    _write_times(server, lambda time: time[:-1] + "+00:00")


@syntactic("time-local", "Times are in the zone of the server", "TIME-015")
def time_local(server: Surgery) -> None:
    def local(time: str) -> str:
        moved = datetime.fromisoformat(time).astimezone(timezone(timedelta(hours=2)))
        return moved.isoformat(timespec="milliseconds")

    _write_times(server, local)


@syntactic("time-epoch", "Times are seconds since 1970", "TIME-015")
def time_epoch(server: Surgery) -> None:
    _write_times(server, lambda time: int(datetime.fromisoformat(time).timestamp()))


@syntactic("time-blank", "Times have a blank instead of the T", "TIME-015")
def time_blank(server: Surgery) -> None:
    _write_times(server, lambda time: time.replace("T", " "))


@semantic(
    "swap-times",
    "send_at and expire_at are swapped",
    "MOMENT-* READBACK-* RULE-expiry-by-default@*",
)
def swap_times(server: Surgery) -> None:
    def swap(batch: Document) -> None:
        if "send_at" in batch:
            batch["send_at"], batch["expire_at"] = batch["expire_at"], batch["send_at"]

    server.batches(swap)


@semantic("swap-created", "created_at and modified_at are swapped", "STATE-later@*")
def swap_created(server: Surgery) -> None:
    def swap(batch: Document) -> None:
        batch["created_at"], batch["modified_at"] = batch["modified_at"], batch["created_at"]

    server.batches(swap)


@semantic("swap-ton", "from_ton and from_npi are swapped", "FLAG-* COUNT-* READBACK-*")
def swap_ton(server: Surgery) -> None:
    def swap(batch: Document) -> None:
        if "from_ton" in batch:
            batch["from_ton"], batch["from_npi"] = batch["from_npi"], batch["from_ton"]

    server.batches(swap)


@semantic("swap-from", "`from` shows the first recipient", "SENDER-* READBACK-*")
def swap_from(server: Surgery) -> None:
    def swap(batch: Document) -> None:
        if "from" in batch:
            batch["from"] = batch["to"][0]

    server.batches(swap)


@semantic("plus-to", "Numbers in `to` have a +", "NUM-003")
def plus_to(server: Surgery) -> None:
    server.batches(lambda b: b.update(to=["+" + x if x.isdigit() else x for x in b["to"]]))


@semantic("plus-from", "Numbers in `from` have a +", "NUM-003")
def plus_from(server: Surgery) -> None:
    def plus(batch: Document) -> None:
        if len(batch.get("from", "")) > 8 and batch["from"].isdigit():
            batch["from"] = "+" + batch["from"]

    server.batches(plus)


@semantic("to-sorted", "`to` comes back in another order", "RULE-order-of-recipients@*")
def to_sorted(server: Surgery) -> None:
    server.batches(lambda batch: batch["to"].reverse())


@semantic("to-first", "Only the first 100 recipients come back", "SCALE-* RECIPIENT-* READBACK-*")
def to_first(server: Surgery) -> None:
    server.batches(lambda batch: batch.update(to=batch["to"][:100]))


@semantic("text-trimmed", "Blanks at the ends of a text are lost", "TEXT-* READBACK-*")
def text_trimmed(server: Surgery) -> None:
    server.batches(lambda batch: batch.update(body=batch["body"].strip()))


@semantic("text-ascii", "Characters beyond ASCII are lost", "TEXT-* READBACK-*")
def text_ascii(server: Surgery) -> None:
    server.batches(lambda b: b.update(body=b["body"].encode("ascii", "replace").decode()))


@semantic("text-latin-1", "Characters beyond Latin-1 are lost", "TEXT-* READBACK-*")
def text_latin_1(server: Surgery) -> None:
    server.batches(
        lambda b: b.update(body=b["body"].encode("latin-1", "replace").decode("latin-1"))
    )


@semantic("text-bmp", "Characters beyond the basic plane are lost", "TEXT-* READBACK-*")
def text_bmp(server: Surgery) -> None:
    server.batches(lambda b: b.update(body="".join(c for c in b["body"] if c <= "\uffff")))


@semantic("text-escaped", "Texts come back with HTML escapes", "TEXT-* READBACK-*")
def text_escaped(server: Surgery) -> None:
    server.batches(lambda batch: batch.update(body=batch["body"].replace("&", "&amp;")))


@semantic("text-cut", "Texts are cut at 160 characters", "TEXT-* READBACK-* BOUND-*-body-maxLength")
def text_cut(server: Surgery) -> None:
    server.batches(lambda batch: batch.update(body=batch["body"][:160]))


@semantic("clock-slow", "created_at and modified_at are an hour late", "TIME-014")
def clock_slow(server: Surgery) -> None:
    def later(batch: Document) -> None:
        for name in ("created_at", "modified_at"):
            moved = datetime.fromisoformat(batch[name]) + timedelta(hours=1)
            batch[name] = moved.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    server.batches(later)


@semantic("id-with-plan", "Send shows another id than the one that works", "READBACK-* SEND-001")
def id_with_plan(server: Surgery) -> None:
    server.batches(lambda batch: batch.update(id=batch["id"][::-1]), "send")

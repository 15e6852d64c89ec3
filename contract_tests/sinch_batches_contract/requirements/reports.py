"""The delivery report of a batch: what it says, and of whom."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from .._asking.delivery import (
    BATCH_REPORT,
    batch_report,
    entries,
    final_report,
    odd_reference,
    recipient_report,
    recipients_of,
    sent_now,
    total_of,
)
from .._asking.expect import expect, expect_equal, expect_field, expect_status
from .._catalogue.requirement import requirement
from .._judgement.levels import MUST, SHOULD

if TYPE_CHECKING:
    from .._asking.api import Api

_UNKNOWN = "01FC66621XXXXX119Z8PMV1QPQ"


@requirement(
    "DR-001",
    MUST,
    BATCH_REPORT,
    "The report names the batch and counts its messages",
    source="docs: sources §14.1",
)
def counts(api: Api) -> None:
    id = sent_now(api, to=api.numbers(3))
    report = final_report(api, id)
    expect_field(report, "batch_id", id)
    expect_field(report, "type", "delivery_report_sms")
    expect_equal(total_of(report), 3, "`total_message_count` for 3 recipients of one part")


@requirement(
    "DR-002",
    MUST,
    BATCH_REPORT,
    "The counts of all statuses add up to the messages of the batch",
    source="docs: sources §14.1: number of messages of the batch",
)
def counts_add_up(api: Api) -> None:
    report = final_report(api, sent_now(api, to=api.numbers(5)))
    counted = [entry.count for entry in entries(report)]
    expect(min(counted) >= 1, f"no entry may count nothing, the counts were {counted}")
    expect_equal(sum(counted), total_of(report), "the sum of `count`")


@requirement(
    "DR-003",
    MUST,
    BATCH_REPORT,
    "A report is a summary unless more is asked for: it names no recipients",
    source="docs: sources §14.1: type, default summary",
)
def summary_by_default(api: Api) -> None:
    id = sent_now(api, to=api.numbers(2))
    for query in ({}, {"type": "summary"}):
        report = final_report(api, id, **query)
        expect(not recipients_of(report), "a summary must name no recipients")
        expect_equal(total_of(report), 2, "`total_message_count`")


@requirement(
    "DR-004",
    MUST,
    BATCH_REPORT,
    "A full report names each recipient once, as digits, in the entry that counts it",
    source="docs: sources §14.1: recipients with full; sources §3",
)
def full_names_recipients(api: Api) -> None:
    numbers = api.numbers(3)
    report = final_report(api, sent_now(api, to=[f"+{number}" for number in numbers]), type="full")
    for entry in entries(report):
        expect(entry.recipients is not None, "each entry of a full report must name `recipients`")
        expect_equal(len(entry.recipients or ()), entry.count, "the number of `recipients`")
    expect_equal(sorted(recipients_of(report)), sorted(numbers), "`recipients`")


@requirement(
    "DR-016",
    MUST,
    BATCH_REPORT,
    "A full report names each of 101 recipients, and a summary counts them all",
    source="docs: sources §14.1: recipients with full; seed: Send, to [ 1 .. 1000 ] items",
)
def names_many(api: Api) -> None:
    numbers = api.numbers(101)
    id = sent_now(api, to=numbers)
    named = recipients_of(final_report(api, id, type="full"))
    expect(sorted(named) == sorted(numbers), f"101 recipients must be named, {len(named)} were")
    expect_equal(sum(entry.count for entry in entries(final_report(api, id))), 101, "the counts")


@requirement(
    "DR-005",
    MUST,
    BATCH_REPORT,
    "Each code and status stands in one entry, and total_message_count counts all messages",
    source="docs: sources §14.1: one entry per code",
)
def one_entry_per_code(api: Api) -> None:
    id = sent_now(api, to=api.numbers(4), **of_two_ends(api.numbers(4)[:2]))
    report = final_report(api, id)
    expect_equal(total_of(report), 4, "`total_message_count`, whatever became of the messages")
    found = Counter((entry.code, entry.status) for entry in entries(report))
    twice = [state for state, number in found.items() if number > 1]
    expect(not twice, f"one entry must count all of a code, {twice} has several")


def of_two_ends(numbers: list[str]) -> dict[str, object]:
    """Return fields of a text that lacks a value for all but these numbers."""
    return {"body": "Hi ${who}", "parameters": {"who": dict.fromkeys(numbers, "you")}}


@requirement(
    "DR-006",
    MUST,
    BATCH_REPORT,
    "Reports carry the client reference of the batch, whatever its characters",
    source="seed: Send, client_reference; docs: sources §14.1, §14.4",
)
def client_reference(api: Api) -> None:
    reference = odd_reference(api)
    id = sent_now(api, client_reference=reference)
    of_batch = [final_report(api, id, type=type) for type in ("summary", "full")]
    one = expect_status(recipient_report(api, id, api.numbers(1)[0]), 200).json
    for report in (*of_batch, one):
        expect_field(report, "client_reference", reference)


@requirement(
    "DR-007",
    MUST,
    BATCH_REPORT,
    "A batch that asked for no callbacks has a report all the same",
    source="seed: Send, delivery_report: fetched regardless",
)
def without_callbacks(api: Api) -> None:
    report = final_report(api, sent_now(api, delivery_report="none"))
    expect_equal(total_of(report), 1, "`total_message_count`")


@requirement(
    "DR-008",
    MUST,
    BATCH_REPORT,
    "The reports of a batch that isn't known are 404",
    source="docs: sources §14.1, §14.2",
    batches=0,
)
def unknown_batch(api: Api) -> None:
    expect_status(batch_report(api, _UNKNOWN), 404)
    expect_status(recipient_report(api, _UNKNOWN, api.numbers(1)[0]), 404)


@requirement(
    "DR-009",
    SHOULD,
    BATCH_REPORT,
    "A type of report that there isn't is refused, with 400 or 404",
    source="docs: sources §14.1; inference: decision R1",
)
def unknown_type(api: Api) -> None:
    id = sent_now(api)
    for type in ("report", "per_recipient"):
        expect_status(batch_report(api, id, type=type), 400, 404)


@requirement(
    "DR-015",
    MUST,
    BATCH_REPORT,
    "Another plan finds no report of the batch",
    source="docs: sources §1",
)
def other_plan(api: Api) -> None:
    other, number = api.other_plan(), api.numbers(1)[0]
    id = sent_now(api)
    expect_status(batch_report(other, id), 404)
    final_report(api, id)  # what its own plan has read may be kept
    recipient_report(api, id, number)
    expect_status(batch_report(other, id), 404)
    expect_status(recipient_report(other, id, number), 404)

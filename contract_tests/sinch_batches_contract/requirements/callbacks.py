"""Callbacks: what each value of delivery_report sends, how often, and in which order."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from .._asking.callbacks import arrived, asking, ends_told, mailbox, reports, settled
from .._asking.delivery import (
    INTERMEDIATE,
    entries,
    final_report,
    recipients_of,
    total_of,
)
from .._asking.expect import expect, expect_equal, expect_field, expect_status, integer_in, text_in
from .._catalogue.requirement import LISTENING, requirement
from .._judgement.levels import MUST, SHOULD
from .._material.times import moment_of

if TYPE_CHECKING:
    from .._asking.api import Api

SEND = "send_batch"


@requirement(
    "CB-001",
    MUST,
    SEND,
    "`summary` sends a report of the batch that counts all messages and names nobody",
    source="seed: Send, delivery_report: summary; docs: sources §14.5",
    share=LISTENING,
)
def summary(api: Api) -> None:
    box = mailbox(api)
    id = asking(api, box, "summary", to=api.numbers(3))
    report = arrived(api, box, id, 1)[0]
    _expect_report_of(report, id, 3)
    expect(not recipients_of(report), "a summary must name no recipients")


@requirement(
    "CB-002",
    MUST,
    SEND,
    "`full` sends a report of the batch that names each recipient in its status",
    source="seed: Send, delivery_report: full; docs: sources §14.5",
    share=LISTENING,
)
def full(api: Api) -> None:
    box, numbers = mailbox(api), api.numbers(3)
    id = asking(api, box, "full", to=numbers)
    report = arrived(api, box, id, 1)[0]
    _expect_report_of(report, id, 3)
    for entry in entries(report):
        expect_equal(len(entry.recipients or ()), entry.count, "the number of `recipients`")
    expect_equal(sorted(recipients_of(report)), sorted(numbers), "`recipients`")


def _expect_report_of(report: Any, id: str, messages: int) -> None:
    expect_field(report, "type", "delivery_report_sms")
    expect_field(report, "batch_id", id)
    expect_equal(total_of(report), messages, "`total_message_count`")
    counted = [entry.count for entry in entries(report)]
    expect_equal(sum(counted), messages, "the sum of `count`")


@requirement(
    "CB-003",
    MUST,
    SEND,
    "`per_recipient_final` sends the final status of each recipient",
    source="seed: Send, delivery_report: per_recipient_final",
    share=LISTENING,
)
def per_recipient_final(api: Api) -> None:
    box, numbers = mailbox(api), api.numbers(3)
    id = asking(api, box, "per_recipient_final", to=numbers)
    found = arrived(api, box, id, 3)
    expect_equal(
        sorted(text_in(report, "recipient") for report in found), sorted(numbers), "recipients"
    )
    for report in found:
        _expect_of_recipient(report, id)
        expect(text_in(report, "status") not in INTERMEDIATE, f"{report['status']} isn't final")


@requirement(
    "CB-004",
    MUST,
    SEND,
    "`per_recipient` sends the status of each recipient up to the final one",
    source="seed: Send, delivery_report: per_recipient",
    share=LISTENING,
)
def per_recipient(api: Api) -> None:
    box, numbers = mailbox(api), api.numbers(3)
    id = asking(api, box, "per_recipient", to=numbers)

    for report in ends_told(api, box, id, 3):
        _expect_of_recipient(report, id)
        expect(
            text_in(report, "recipient") in numbers,
            f"`recipient` {report['recipient']!r} is another's",
        )


def _expect_of_recipient(report: Any, id: str) -> None:
    expect_field(report, "type", "recipient_delivery_report_sms")
    expect_field(report, "batch_id", id)
    integer_in(report, "code")
    expect(moment_of(report["at"]), f"`at` must be a time, was {report['at']!r}")


@requirement(
    "CB-005",
    MUST,
    SEND,
    "`none`, or nothing, sends nothing",
    source="seed: Send, delivery_report: none",
    batches=2,
    share=LISTENING,
)
def none(api: Api) -> None:
    boxes = [mailbox(api), mailbox(api)]
    for box, mode in zip(boxes, ("none", ...), strict=True):
        id = asking(api, box, mode)  # type: ignore[arg-type] # `...` leaves it out
        if "reports" not in api.settings.without:
            final_report(api, id)
    expect(not settled(api, *boxes), "no callback may come")


@requirement(
    "CB-006",
    MUST,
    SEND,
    "`summary` and `full` send a single callback",
    source="seed: Send, delivery_report: a single callback",
    batches=2,
    share=LISTENING,
)
def a_single_one(api: Api) -> None:
    boxes = {mode: mailbox(api) for mode in ("summary", "full")}
    for mode, box in boxes.items():
        arrived(api, box, asking(api, box, mode, to=api.numbers(2)), 1)
    settled(api, *boxes.values())
    for mode, box in boxes.items():
        expect_equal(len(box.arrivals), 1, f"the number of callbacks of `{mode}`")


@requirement(
    "CB-050",
    MUST,
    SEND,
    "Canceling a batch whose messages are final calls nobody back",
    source="seed: Send, delivery_report: a single callback; Cancel: no change to the report",
    batches=3,
    share=LISTENING,
)
def canceled_too_late(api: Api) -> None:
    boxes = {mode: mailbox(api) for mode in ("summary", "full", "per_recipient_final")}
    ids = {mode: asking(api, box, mode) for mode, box in boxes.items()}
    for mode, box in boxes.items():
        ends_told(api, box, ids[mode], 1)
    before = len(settled(api, *boxes.values()))
    for id in ids.values():
        expect_status(api.cancel(id), 200)
    after = len(settled(api, *boxes.values()))
    expect_equal(after, before, "the number of callbacks, once all were canceled")


@requirement(
    "CB-007",
    MUST,
    SEND,
    "`per_recipient_final` sends only one callback per recipient",
    source="seed: Send, delivery_report: only one callback per recipient",
    share=LISTENING,
)
def one_per_recipient(api: Api) -> None:
    box, numbers = mailbox(api), api.numbers(3)
    arrived(api, box, asking(api, box, "per_recipient_final", to=numbers), 3)
    found = Counter(text_in(report, "recipient") for report in reports(settled(api, box)))
    expect_equal(dict(found), dict.fromkeys(numbers, 1), "the callbacks per recipient")


@requirement(
    "CB-008",
    MUST,
    SEND,
    "`per_recipient` sends one callback for each change: no status of a recipient twice",
    source="seed: Send, delivery_report: for each status change",
    share=LISTENING,
)
def no_change_twice(api: Api) -> None:
    box, numbers = mailbox(api), api.numbers(2)
    arrived(api, box, asking(api, box, "per_recipient", to=numbers), 2)
    found = Counter(
        (text_in(r, "recipient"), text_in(r, "status")) for r in reports(settled(api, box))
    )
    twice = [change for change, times in found.items() if times > 1]
    expect(not twice, f"each change must be told once, was told several times: {twice}")


@requirement(
    "CB-009",
    SHOULD,
    SEND,
    "The callbacks of a recipient come in the order of the changes, the final one last",
    source="inference: sources §14.5: no order is promised",
    share=LISTENING,
)
def in_order(api: Api) -> None:
    box, numbers = mailbox(api), api.numbers(5)
    arrived(api, box, asking(api, box, "per_recipient", to=numbers), 5)
    found = reports(settled(api, box))
    for number in numbers:
        own = [report for report in found if text_in(report, "recipient") == number]
        ended = [text_in(report, "status") not in INTERMEDIATE for report in own]
        expect(ended == sorted(ended), f"an intermediate status of {number} came after the final")
        moments = [str(report["at"]) for report in own]
        expect(moments == sorted(moments), f"`at` of {number} went back: {moments}")

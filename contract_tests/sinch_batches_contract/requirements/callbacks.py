"""Callbacks: what each value of delivery_report sends, how often, about what and where to."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from .._calling import arrived, asking, awaited, mailbox, reports, settled
from .._catalogue import LISTENING, requirement
from .._delivery import (
    INTERMEDIATE,
    entries,
    final_report,
    is_whole,
    recipients_of,
    total_of,
)
from .._expect import expect, expect_equal, expect_field, expect_status
from .._levels import MUST, SHOULD
from .._listener import is_signed
from .._material import moment_of
from .._outcomes import NotTested

if TYPE_CHECKING:
    from .._api import Api
    from .._listener import Arrival

SEND = "send_batch"
_NEEDS = ["callbacks"]
_MODES = ("summary", "full", "per_recipient", "per_recipient_final")


@requirement(
    "CB-001",
    MUST,
    SEND,
    "`summary` sends a report of the batch that counts all messages and names nobody",
    source="seed: Send, delivery_report: summary; docs: sources §14.5",
    needs=_NEEDS,
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
    needs=_NEEDS,
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
    needs=_NEEDS,
    share=LISTENING,
)
def per_recipient_final(api: Api) -> None:
    box, numbers = mailbox(api), api.numbers(3)
    id = asking(api, box, "per_recipient_final", to=numbers)
    found = arrived(api, box, id, 3)
    expect_equal(sorted(report["recipient"] for report in found), sorted(numbers), "recipients")
    for report in found:
        _expect_of_recipient(report, id)
        expect(report["status"] not in INTERMEDIATE, f"{report['status']} isn't final")


@requirement(
    "CB-004",
    MUST,
    SEND,
    "`per_recipient` sends the status of each recipient up to the final one",
    source="seed: Send, delivery_report: per_recipient",
    needs=_NEEDS,
    share=LISTENING,
)
def per_recipient(api: Api) -> None:
    box, numbers = mailbox(api), api.numbers(3)
    id = asking(api, box, "per_recipient", to=numbers)

    def all_final(found: list[Arrival]) -> bool:
        ended = {r["recipient"] for r in reports(found) if r["status"] not in INTERMEDIATE}
        return ended >= set(numbers)

    for report in reports(awaited(api, box, id, "the final status of each of 3", all_final)):
        _expect_of_recipient(report, id)
        expect(report["recipient"] in numbers, f"`recipient` {report['recipient']!r} is another's")


def _expect_of_recipient(report: Any, id: str) -> None:
    expect_field(report, "type", "recipient_delivery_report_sms")
    expect_field(report, "batch_id", id)
    expect(is_whole(report["code"]), f"`code` must be an integer, was {report['code']!r}")
    expect(moment_of(report["at"]), f"`at` must be a time, was {report['at']!r}")


@requirement(
    "CB-005",
    MUST,
    SEND,
    "`none`, or nothing, sends nothing",
    source="seed: Send, delivery_report: none",
    needs=_NEEDS,
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
    needs=_NEEDS,
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
    "CB-007",
    MUST,
    SEND,
    "`per_recipient_final` sends only one callback per recipient",
    source="seed: Send, delivery_report: only one callback per recipient",
    needs=_NEEDS,
    share=LISTENING,
)
def one_per_recipient(api: Api) -> None:
    box, numbers = mailbox(api), api.numbers(3)
    arrived(api, box, asking(api, box, "per_recipient_final", to=numbers), 3)
    found = Counter(str(report["recipient"]) for report in reports(settled(api, box)))
    expect_equal(dict(found), dict.fromkeys(numbers, 1), "the callbacks per recipient")


@requirement(
    "CB-008",
    MUST,
    SEND,
    "`per_recipient` sends one callback for each change: no status of a recipient twice",
    source="seed: Send, delivery_report: for each status change",
    needs=_NEEDS,
    share=LISTENING,
)
def no_change_twice(api: Api) -> None:
    box, numbers = mailbox(api), api.numbers(2)
    arrived(api, box, asking(api, box, "per_recipient", to=numbers), 2)
    found = Counter((str(r["recipient"]), r["status"]) for r in reports(settled(api, box)))
    twice = [change for change, times in found.items() if times > 1]
    expect(not twice, f"each change must be told once, was told several times: {twice}")


@requirement(
    "CB-009",
    SHOULD,
    SEND,
    "The callbacks of a recipient come in the order of the changes, the final one last",
    source="inference: sources §14.5: no order is promised",
    needs=_NEEDS,
    share=LISTENING,
)
def in_order(api: Api) -> None:
    box, numbers = mailbox(api), api.numbers(5)
    arrived(api, box, asking(api, box, "per_recipient", to=numbers), 5)
    found = reports(settled(api, box))
    for number in numbers:
        own = [report for report in found if report["recipient"] == number]
        ended = [report["status"] not in INTERMEDIATE for report in own]
        expect(ended == sorted(ended), f"an intermediate status of {number} came after the final")
        moments = [str(report["at"]) for report in own]
        expect(moments == sorted(moments), f"`at` of {number} went back: {moments}")


@requirement(
    "CB-010",
    MUST,
    SEND,
    "Callbacks carry the client reference of the batch, in every mode",
    source="seed: Send, client_reference: added in the callback",
    needs=_NEEDS,
    batches=4,
    share=LISTENING,
)
def with_reference(api: Api) -> None:
    for box, id in _one_of_each_mode(api):
        for report in arrived(api, box, id, 1):
            expect_field(report, "client_reference", api.reference)


def _one_of_each_mode(api: Api) -> list[tuple[Any, str]]:
    boxes = [mailbox(api) for _ in _MODES]
    return [
        (box, asking(api, box, mode, to=api.numbers(2)))
        for box, mode in zip(boxes, _MODES, strict=True)
    ]


@requirement(
    "CB-011",
    MUST,
    SEND,
    "Each batch is called back at its own URL, and at no other",
    source="seed: Send, callback_url",
    needs=_NEEDS,
    batches=4,
    share=LISTENING,
)
def own_url(api: Api) -> None:
    sent = _one_of_each_mode(api)
    for box, id in sent:
        arrived(api, box, id, 1)
    settled(api, *(box for box, _ in sent))
    for box, id in sent:
        others = {str(report["batch_id"]) for report in reports(box.arrivals)} - {id}
        expect(not others, "a callback of another batch came")


@requirement(
    "CB-012",
    MUST,
    SEND,
    "What a scheduled batch sends when it is canceled is an empty report",
    source="seed: Cancel: an empty delivery report",
    needs=[*_NEEDS, "scheduling"],
    batches=2,
    share=LISTENING,
)
def canceled_in_time(api: Api) -> None:
    boxes = [mailbox(api), mailbox(api)]
    for box, mode in zip(boxes, ("summary", "full"), strict=True):
        waiting = api.sent(to=api.numbers(2), delivery_report=mode, callback_url=box.url)
        expect_status(api.cancel(str(waiting["id"])), 200)
    for report in reports(settled(api, *boxes)):
        expect(not entries(report), "`statuses` must be empty")


@requirement(
    "CB-013",
    SHOULD,
    SEND,
    "Callbacks are signed with the secret",
    source="sdk: sources §14.5",
    needs=_NEEDS,
    batches=4,
    share=LISTENING,
)
def signed(api: Api) -> None:
    secret = api.settings.callback_secret
    if secret is None:
        raise NotTested("needs the secret that signs callbacks: --callback-secret")
    nonces = []
    for box, id in _one_of_each_mode(api):
        for arrival in awaited(api, box, id, "a callback", bool):
            expect(is_signed(arrival, secret), "the signature must be that of body, nonce and time")
            nonces.append(arrival.headers.get("x-sinch-webhook-signature-nonce"))
    expect(len(set(nonces)) == len(nonces), "each callback must have a nonce of its own")


@requirement(
    "CB-014",
    MUST,
    SEND,
    "A callback tells what the report tells that can be fetched",
    source="docs: sources §14.1, §14.5",
    needs=[*_NEEDS, "reports", "parameters"],
    share=LISTENING,
)
def as_fetched(api: Api) -> None:
    box, numbers = mailbox(api), api.numbers(4)
    values = {"who": dict.fromkeys(numbers[:2], "you")}
    id = asking(api, box, "full", to=numbers, body="Hi ${who}", parameters=values)
    called = arrived(api, box, id, 1)[0]
    expect_equal(_states(called), _states(final_report(api, id, type="full")), "`statuses`")


def _states(report: Any) -> list[tuple[int, str, list[str]]]:
    return sorted((e.code, e.status, sorted(e.recipients or ())) for e in entries(report))


@requirement(
    "CB-015",
    MUST,
    SEND,
    "`summary`, `full` and `per_recipient_final` wait for final statuses",
    source="seed: Send, delivery_report: the final status; docs: sources §14.5",
    needs=_NEEDS,
    batches=4,
    share=LISTENING,
)
def final_only(api: Api) -> None:
    for (box, id), mode in zip(_one_of_each_mode(api), _MODES, strict=True):
        if mode == "per_recipient":
            continue
        for report in arrived(api, box, id, 1):
            told = [e.status for e in entries(report)] if "statuses" in report else []
            told += [report["status"]] if "status" in report else []
            expect(not INTERMEDIATE & set(told), f"`{mode}` must wait for the end, told {told}")


@requirement(
    "CB-016",
    MUST,
    SEND,
    "A message that lacks the value of a parameter is called back as Aborted with 405",
    source="docs: §5, sources §14.4",
    needs=[*_NEEDS, "parameters"],
    share=LISTENING,
)
def missing_value(api: Api) -> None:
    box, numbers = mailbox(api), api.numbers(2)
    values = {"who": {numbers[0]: "you"}}
    asked = {"to": numbers, "body": "Hi ${who}", "parameters": values}
    id = asking(api, box, "per_recipient_final", **asked)
    found = {str(r["recipient"]): (r["code"], r["status"]) for r in arrived(api, box, id, 2)}
    expect_equal(found.get(numbers[1]), (405, "Aborted"), "code and status without a value")
    expect(found.get(numbers[0]) != (405, "Aborted"), "who has a value mustn't get 405")


@requirement(
    "CB-017",
    SHOULD,
    SEND,
    "Callbacks are JSON, and say so",
    source="docs: sources §14.5",
    needs=_NEEDS,
    batches=4,
    share=LISTENING,
)
def media_type(api: Api) -> None:
    for box, id in _one_of_each_mode(api):
        for arrival in awaited(api, box, id, "a callback", bool):
            said = arrival.headers.get("content-type", "").partition(";")[0].strip().lower()
            expect_equal(said, "application/json", "the Content-Type of a callback")

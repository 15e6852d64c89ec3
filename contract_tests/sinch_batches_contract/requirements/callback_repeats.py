"""Callbacks: what comes again, what doesn't, and what a change of the batch does to them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from .._asking.callbacks import arrived, asking, awaited, mailbox, reports, settled
from .._asking.delivery import INTERMEDIATE, entries, recipients_of
from .._asking.due import due_soon
from .._asking.expect import expect, expect_equal, expect_status, text_in
from .._catalogue.requirement import LISTENING, requirement
from .._judgement.levels import MUST, SHOULD
from .._judgement.outcomes import NotTested
from .._material.times import now, stamp

if TYPE_CHECKING:
    from .._asking.api import Api
    from .._listener import Arrival

SEND = "send_batch"
_SOON = timedelta(seconds=3)  # long enough to change the batch before it is sent


@requirement(
    "CB-030",
    MUST,
    SEND,
    "A callback that is answered 5xx comes again, the same",
    source="docs: sources §14, sources §14.5",
    batches=2,
    share=LISTENING,
)
def again_after_5xx(api: Api) -> None:
    _expect_again(api, [500, 503])


@requirement(
    "CB-031",
    MUST,
    SEND,
    "A callback that is answered 429 comes again, the same",
    source="docs: sources §14, sources §14.5",
    share=LISTENING,
)
def again_after_429(api: Api) -> None:
    _expect_again(api, [429])


def _expect_again(api: Api, statuses: list[int]) -> None:
    boxes = [mailbox(api, [status]) for status in statuses]
    ids = [asking(api, box, "full", to=api.numbers(2)) for box in boxes]
    for box, id, status in zip(boxes, ids, statuses, strict=True):
        first, second = arrived(api, box, id, 2)[:2]
        expect(first == second, f"what comes again after {status} must be the same")


@requirement(
    "CB-032",
    MUST,
    SEND,
    "A callback that is answered 4xx, other than 429, doesn't come again",
    source="docs: sources §14, sources §14.5",
    batches=7,
    share=LISTENING,
)
def not_again_after_4xx(api: Api) -> None:
    statuses = (400, 401, 404, 410, 428, 430, 499)  # and the edges of what is 4xx and not 429
    boxes = [mailbox(api, [status] * 3) for status in statuses]
    ids = [asking(api, box, "summary") for box in boxes]
    for box, id in zip(boxes, ids, strict=True):
        arrived(api, box, id, 1)
    settled(api, *boxes)
    for box, status in zip(boxes, statuses, strict=True):
        expect_equal(len(box.arrivals), 1, f"the number of callbacks answered {status}")


@requirement(
    "CB-033",
    MUST,
    SEND,
    "A callback that is answered 2xx, whichever, doesn't come again",
    source="docs: sources §14: expects 2xx",
    batches=3,
    share=LISTENING,
)
def not_again_after_2xx(api: Api) -> None:
    boxes = [mailbox(api, [status] * 3) for status in (201, 202, 204)]
    ids = [asking(api, box, "summary") for box in boxes]
    for box, id in zip(boxes, ids, strict=True):
        arrived(api, box, id, 1)
    settled(api, *boxes)
    for box in boxes:
        expect_equal(len(box.arrivals), 1, "the number of callbacks answered 2xx")


@requirement(
    "CB-034",
    MUST,
    SEND,
    "What came again and was taken doesn't come a third time",
    source="docs: sources §14, sources §14.5",
    share=LISTENING,
)
def not_again_once_taken(api: Api) -> None:
    box = mailbox(api, [503])
    arrived(api, box, asking(api, box, "summary"), 2)
    expect_equal(len(settled(api, box)), 2, "the number of callbacks of which the second was taken")


@requirement(
    "CB-035",
    MUST,
    SEND,
    "A callback that has to come again loses none of the others",
    source="docs: sources §14; seed: Send, delivery_report: for each recipient",
    share=LISTENING,
)
def others_are_not_lost(api: Api) -> None:
    box, numbers = mailbox(api, [503]), api.numbers(4)
    id = asking(api, box, "per_recipient_final", to=numbers)

    def all_came(found: list[Arrival]) -> bool:
        return len(found) > len(numbers)

    found = reports(awaited(api, box, id, "4 callbacks and one again", all_came))
    expect_equal(
        {text_in(r, "recipient") for r in found} == set(numbers), True, "all recipients told"
    )


@requirement(
    "CB-040",
    MUST,
    "update_batch",
    "A new callback_url is called back, and the old one isn't",
    source="seed: Update, callback_url",
    needs=["scheduling"],
    share=LISTENING,
)
def updated_url(api: Api) -> None:
    before, after = mailbox(api), mailbox(api)
    id = asking(api, before, "summary", send_at=stamp(now() + _SOON))
    _update_in_time(api, id, {"callback_url": after.url})
    arrived(api, after, id, 1, _SOON)
    expect(not settled(api, before), "the old URL must not be called back")


@requirement(
    "CB-041",
    MUST,
    "update_batch",
    "A new delivery_report says what is called back",
    source="seed: Update, delivery_report",
    needs=["scheduling"],
    batches=2,
    share=LISTENING,
)
def updated_mode(api: Api) -> None:
    full, none = mailbox(api), mailbox(api)
    soon = stamp(now() + _SOON)
    first = asking(api, full, "summary", send_at=soon, to=api.numbers(2))
    second = asking(api, none, "summary", send_at=soon)
    _update_in_time(api, first, {"delivery_report": "full"})
    _update_in_time(api, second, {"delivery_report": "none"})
    named = recipients_of(arrived(api, full, first, 1, _SOON)[0])
    expect_equal(sorted(named), sorted(api.numbers(2)), "`recipients`")
    expect(not settled(api, none), "no callback may come")


def _update_in_time(api: Api, id: str, changes: dict[str, str]) -> None:
    answer = api.update(id, changes)
    if answer.status == 403:
        raise NotTested("the batch left before it could be updated: the way to the server is long")
    expect_status(answer, 200)


@requirement(
    "CB-042",
    MUST,
    "replace_batch",
    "A batch that is replaced before it is sent is called back as it is then, and once",
    source="seed: Replace",
    needs=["scheduling"],
    batches=2,
    share=LISTENING,
)
def replaced(api: Api) -> None:
    before, after, due = mailbox(api), mailbox(api), due_soon(api)
    id = asking(api, before, "full", send_at=due.send_at)
    numbers = api.numbers(2)
    document = api.text(
        to=numbers, send_at=..., body="Hi", delivery_report="full", callback_url=after.url
    )
    new = str(due.expect_changed(api.replace(id, document)).json["id"])
    named = recipients_of(arrived(api, after, new, 1)[0])
    expect_equal(sorted(named), sorted(numbers), "`recipients`")
    due.wait()
    settled(api, before, after)
    expect_equal(len(after.arrivals), 1, "the number of callbacks")
    # Who cancels it and sends a new one may report that the old one is canceled.
    of_messages = [report for report in reports(before.arrivals) if entries(report)]
    expect(not of_messages, "the old URL must not be called back")


@requirement(
    "CB-043",
    SHOULD,
    "cancel_batch",
    "Canceling a batch whose messages are final calls back nothing more",
    source="seed: Cancel: no change to the completed report; inference",
    share=LISTENING,
)
def canceled_too_late(api: Api) -> None:
    box = mailbox(api)
    id = asking(api, box, "per_recipient_final", to=api.numbers(2))
    found = arrived(api, box, id, 2)
    expect(
        all(text_in(r, "status") not in INTERMEDIATE for r in found), "the final statuses must come"
    )
    expect_status(api.cancel(id), 200)
    expect_equal(len(settled(api, box)), 2, "the number of callbacks")

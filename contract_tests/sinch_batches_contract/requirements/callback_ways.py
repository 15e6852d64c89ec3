"""Callbacks of batches that came another way than sent at once, and of several ends or many."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from .._asking.callbacks import arrived, asking, ended, ends_told, mailbox, settled
from .._asking.delivery import of_several_ends, recipients_of
from .._asking.due import SOON, due_soon
from .._asking.expect import expect, expect_equal, expect_field, expect_status, text_in
from .._catalogue.requirement import LISTENING, requirement
from .._judgement.levels import MUST
from .._judgement.outcomes import NotTested
from .callback_contents import MODES
from .groups import group_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from .._asking.api import Api
    from .._listener import Mailbox

_CHANGES = {"body": "Changed"}
_MANY = 101


def _scheduled(api: Api, box: Mailbox, mode: str) -> str:
    return asking(api, box, mode, to=api.numbers(2), send_at=due_soon(api).send_at)


def _updated(api: Api, box: Mailbox, mode: str) -> str:
    due = due_soon(api)
    id = asking(api, box, mode, to=api.numbers(2), send_at=due.send_at)
    due.expect_changed(api.update(id, _CHANGES))
    return id


def _replaced(api: Api, box: Mailbox, mode: str) -> str:
    due = due_soon(api)
    id = str(api.sent()["id"])
    asked = {"delivery_report": mode, "callback_url": box.url}
    answer = api.replace(id, api.text(to=api.numbers(2), send_at=due.send_at, **asked))
    return str(expect_status(answer, 200).json.get("id", id))


def _replaced_when_it_had_left(api: Api, box: Mailbox, mode: str) -> str:
    former = mailbox(api)
    id = asking(api, former, "summary")
    arrived(api, former, id, 1)
    asked = {"delivery_report": mode, "callback_url": box.url}
    answer = api.replace(id, api.text(to=api.numbers(2), send_at=..., **asked))
    if answer.status in (400, 403):
        raise NotTested("what has left can't be replaced on this server")
    return str(expect_status(answer, 200).json.get("id", id))


class _Way(NamedTuple):
    """How a batch comes to be sent to two numbers."""

    id: str
    operation: str
    title: str
    come: Callable[[Api, Mailbox, str], str]
    source: str
    batches: int
    needs: tuple[str, ...] = ("scheduling",)


_WAYS = (
    _Way(
        "CB-044",
        "send_batch",
        "A scheduled batch is called back once it was sent, in every mode",
        _scheduled,
        "seed: Send, delivery_report, send_at",
        5,
    ),
    _Way(
        "CB-045",
        "update_batch",
        "A batch that is updated in another field is called back all the same, in every mode",
        _updated,
        "seed: Send, delivery_report; docs: sources §9: fields that aren't given stay",
        5,
    ),
    _Way(
        "CB-046",
        "replace_batch",
        "What replaces a batch and is scheduled itself is called back as it asks, in every mode",
        _replaced,
        "seed: Replace, delivery_report, send_at",
        5,
    ),
    _Way(
        "CB-047",
        "replace_batch",
        "What replaces a batch that has left is called back as it asks, in every mode",
        _replaced_when_it_had_left,
        "seed: Replace: the same as cancelling a batch and sending a new one",
        4,
        (),
    ),
)


def _is_called_back(way: _Way, api: Api) -> None:
    boxes = {mode: mailbox(api) for mode in MODES}
    ids = {mode: way.come(api, box, mode) for mode, box in boxes.items()}
    for mode, box in boxes.items():
        for report in ends_told(api, box, ids[mode], 2, SOON):
            expect_field(report, "batch_id", ids[mode])


for _way in _WAYS:
    requirement(
        _way.id,
        MUST,
        _way.operation,
        _way.title,
        source=_way.source,
        needs=_way.needs,
        batches=_way.batches,
        share=LISTENING,
    )(partial(_is_called_back, _way))


@requirement(
    "CB-048",
    MUST,
    "send_batch",
    "A batch to a group is called back for each of its members, in every mode",
    source="seed: Send, delivery_report: for each recipient; docs: sources §4",
    needs=["groups"],
    batches=4,
    share=LISTENING,
)
def each_member(api: Api) -> None:
    boxes, to = {mode: mailbox(api) for mode in MODES}, [group_of(api)]
    ids = {mode: asking(api, box, mode, to=to) for mode, box in boxes.items()}
    members = recipients_of(arrived(api, boxes["full"], ids["full"], 1)[0])
    expect(members, "`full` must name the members of the group")
    for mode, box in boxes.items():
        found = ends_told(api, box, ids[mode], len(members))
        if mode.startswith("per_recipient"):
            expect_equal(sorted(ended(found)), sorted(members), "the recipients")
        for report in found:
            expect_field(report, "client_reference", api.reference)


@requirement(
    "CB-049",
    MUST,
    "send_batch",
    "`full` names each of 101 recipients, and `per_recipient_final` calls back for each",
    source="seed: Send, delivery_report: for each recipient; Send, to [ 1 .. 1000 ] items",
    batches=2,
    share=LISTENING,
)
def each_of_many(api: Api) -> None:
    numbers = api.numbers(_MANY)
    boxes = {mode: mailbox(api) for mode in ("full", "per_recipient_final")}
    ids = {mode: asking(api, box, mode, to=numbers) for mode, box in boxes.items()}
    found = {mode: ends_told(api, box, ids[mode], _MANY) for mode, box in boxes.items()}
    named = recipients_of(found["full"][0])
    told = [text_in(report, "recipient") for report in found["per_recipient_final"]]
    for mode, recipients in (("full", named), ("per_recipient_final", told)):
        expect(
            sorted(recipients) == sorted(numbers),
            f"`{mode}` must tell of each of {_MANY} recipients, told of {len(set(recipients))}",
        )


@requirement(
    "CB-051",
    MUST,
    "send_batch",
    "A batch whose messages end in several ways is called back as others are: of its ends, once",
    source="seed: Send, delivery_report: a single callback, only one callback per recipient",
    needs=["parameters"],
    batches=3,
    share=LISTENING,
)
def of_each_end(api: Api) -> None:
    fields, codes = of_several_ends(api)
    boxes = {mode: mailbox(api) for mode in ("summary", "full", "per_recipient_final")}
    ids = {mode: asking(api, box, mode, **fields) for mode, box in boxes.items()}
    for mode, box in boxes.items():
        ends_told(api, box, ids[mode], len(codes) + 1)
    settled(api, *boxes.values())
    for mode, box in boxes.items():
        due = len(codes) + 1 if mode == "per_recipient_final" else 1
        expect_equal(len(box.arrivals), due, f"the number of callbacks of `{mode}`")

"""What a change of a batch leaves alone: other batches, who it is, and all if it is refused."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from .._asking.expect import (
    expect,
    expect_equal,
    expect_field,
    expect_refused,
    expect_status,
    expect_unchanged,
    ids_of,
)
from .._asking.moments import let_time_pass
from .._catalogue.requirement import requirement
from .._fields import changes_one_by_one, full_batches, text_to_change
from .._judgement.levels import MUST, SHOULD, Level
from .._material.numbers import UNKNOWN_GROUP
from .._material.times import later, moment_of, stamp
from .._spec.operations import needs_of, success_of
from .._spec.page import SECTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .._asking.api import Api
    from .._line import Answer

_UPDATE, _REPLACE, _CANCEL = "update_batch", "replace_batch", "cancel_batch"
_FEEDBACK = "send_delivery_feedback"


def _ask(operation: str, api: Api, id: str, body: dict[str, Any]) -> Answer:
    match operation:
        case "update_batch":
            return api.update(id, body)
        case "replace_batch":
            return api.replace(id, body)
        case "cancel_batch":
            return api.cancel(id)
    return api.feedback(id, body)


def _right(operation: str, api: Api) -> dict[str, Any]:
    bodies = {
        _UPDATE: {"body": "Changed"},
        _REPLACE: api.text(body="Changed"),
        _FEEDBACK: {"recipients": api.numbers(1)},
    }
    return bodies.get(operation, {})


def _wrong(operation: str, api: Api) -> Iterator[dict[str, Any]]:
    """Yield bodies that have to be refused, those first that need but one recipient."""
    if operation == _REPLACE:
        yield api.text(body="Changed", to=["+1"])
        yield api.text(body="Changed", to=...)
        return
    yield {"body": "Changed", "to_add": ["+1"]}
    changes = {"body": "Changed", "to_add": api.numbers(2)[1:]}
    for wrong in ({"to_remove": ["+1"]}, {"expire_at": "never"}, {"delivery_report": "some"}):
        yield {**changes, **wrong}


def _perhaps_wrong(operation: str, api: Api) -> Iterator[dict[str, Any]]:
    """Yield bodies that may be refused, with whatever status, for what they refer to."""
    add = "to" if operation == _REPLACE else "to_add"
    for wrong in (
        {add: [*api.numbers(2)[1:], UNKNOWN_GROUP]},
        {"delivery_report": "full"},
        {"expire_at": stamp(later(9))},
    ):
        yield {**_right(operation, api), **wrong}


def _leaves_others_alone(operation: str, api: Api) -> None:
    document = api.confirmable() if operation == _FEEDBACK else api.text()
    first, second, third = api.sent(), api.sent(document), api.sent()
    answer = _ask(operation, api, second["id"], _right(operation, api))
    expect_status(answer, success_of(operation))
    for neighbour in (first, third):
        expect_unchanged(api.stored(neighbour["id"]), neighbour)


def _leaves_no_trace_if_refused(operation: str, api: Api) -> None:
    before = api.sent()
    for body in _wrong(operation, api):
        expect_refused(_ask(operation, api, before["id"], body))
        expect_unchanged(api.stored(before["id"]), before)
    for body in _perhaps_wrong(operation, api):
        if not _ask(operation, api, before["id"], body).is_success:
            expect_unchanged(api.stored(before["id"]), before)
        else:
            before = api.sent()


def _stores_nothing_if_refused(_: str, api: Api) -> None:
    wrong = ({"to": ["+1"]}, {"body": ...}, {"expire_at": "never"})
    bodies = [*(api.text(**each) for each in wrong), *_perhaps_wrong(_REPLACE, api)]
    bodies += [{name: each[name] for name in each if name != "send_at"} for each in bodies]
    answers = [api.send(body) for body in bodies]
    wanted = sorted(answer.id for answer in answers if answer.is_success)
    later_one = str(api.sent()["id"])

    def stored() -> None:
        found = ids_of(api.listed(client_reference=api.reference, page_size=100))
        expect_equal(sorted(found), sorted([*wanted, later_one]), "the ids of what was accepted")

    api.eventually(stored)


def _leaves_it_canceled_if_refused(operation: str, api: Api) -> None:
    id = str(api.sent()["id"])
    expect_status(api.cancel(id), 200)
    expect_status(_ask(operation, api, id, next(_wrong(operation, api))), 400, 403, 404)
    expect_still_canceled(api, id)


def _leaves_it_canceled_if_accepted(operation: str, api: Api) -> None:
    id = str(api.sent(text_to_change(api))["id"])
    expect_status(api.cancel(id), 200)
    for changes in changes_one_by_one(api):
        if _ask(operation, api, id, changes).is_success:
            expect_still_canceled(api, id)


def expect_still_canceled(api: Api, id: str) -> None:
    answer = expect_status(api.get(id), 200, 404)
    if answer.status == 200:
        expect_field(answer.json, "canceled", True)


def _keeps_what_a_replacement_gave(operation: str, api: Api) -> None:
    for document, other in zip(full_batches(api), full_batches(api, "other"), strict=True):
        sent = api.sent(other)
        before = expect_status(api.replace(str(sent["id"]), document), 200).json
        # Whether the default of expire_at comes back is contradiction 9.
        changes = {"from": other["from"], "expire_at": document["expire_at"]}
        answer = _ask(operation, api, str(before["id"]), changes)
        for shown in (expect_status(answer, 200).json, api.stored(str(before["id"]))):
            expect_unchanged(shown, before, but=("from", "modified_at"))


def _becomes_later(operation: str, api: Api) -> None:
    before, bodies = api.sent(text_to_change(api)), [_right(operation, api)]
    if operation == _UPDATE:
        bodies = changes_one_by_one(api)
    for body in bodies:
        before = _expect_later(operation, api, before, body)


def _expect_later(
    operation: str, api: Api, before: dict[str, Any], body: dict[str, Any]
) -> dict[str, Any]:
    let_time_pass(before)
    after: dict[str, Any] = expect_status(_ask(operation, api, before["id"], body), 200).json
    for name in ("id", "created_at", *(("canceled",) if operation != _CANCEL else ())):
        expect_equal(after.get(name), before.get(name), f"`{name}`")
    was, became = moment_of(before.get("modified_at")), moment_of(after.get("modified_at"))
    expect(
        was is not None and became is not None and became > was,
        f"`modified_at` must become later than {before.get('modified_at')}, "
        f"was {after.get('modified_at')}",
    )
    return after


_WAITING = frozenset({"scheduling"})
_REFUSAL = "docs: sources §2.1"
_IN_THE_SDKS = "sdk: sources §10"
# Each rule for the operations that it is about. A cancel can't be refused for its data. Feedback is
# answered without a batch; FB-008 is about its own, which may change by itself, as it is sent.
_TABLE: tuple[tuple[str, str, Callable[[str, Api], None], dict[str, tuple[Level, str]]], ...] = (
    (
        "others",
        "{} changes no other batch",
        _leaves_others_alone,
        {
            name: (MUST, f"seed: {SECTIONS[name]}")
            for name in (_UPDATE, _REPLACE, _CANCEL, _FEEDBACK)
        },
    ),
    (
        "refused",
        "What {} refuses changes nothing",
        _leaves_no_trace_if_refused,
        dict.fromkeys((_UPDATE, _REPLACE), (MUST, _REFUSAL)),
    ),
    (
        "refused",
        "What {} refuses is no batch",
        _stores_nothing_if_refused,
        {"send_batch": (MUST, _REFUSAL)},
    ),
    (
        "canceled-refused",
        "What {} refuses leaves a canceled batch canceled",
        _leaves_it_canceled_if_refused,
        dict.fromkeys((_UPDATE, _REPLACE), (MUST, f"{_REFUSAL}; seed: Get, canceled")),
    ),
    (
        "canceled-accepted",
        "{} that is accepted for a canceled batch leaves it canceled",
        _leaves_it_canceled_if_accepted,
        {_UPDATE: (MUST, "seed: Update: all specified parameters; seed: Get, canceled")},
    ),
    (
        "replaced",
        "{} keeps what a replacement gave the batch, and brings nothing back",
        _keeps_what_a_replacement_gave,
        {_UPDATE: (MUST, "seed: Update; seed: Replace: replace all the parameters")},
    ),
    (
        "later",
        "{} makes modified_at later; id and created_at stay, and canceled if it is no cancel",
        _becomes_later,
        {
            _UPDATE: (MUST, "seed: Update, modified_at: last updated"),
            _REPLACE: (SHOULD, _IN_THE_SDKS),
            _CANCEL: (SHOULD, _IN_THE_SDKS),
        },
    ),
)
for _name, _title, _check, _cells in _TABLE:
    for _operation, (_level, _source) in _cells.items():
        requirement(
            f"STATE-{_name}@{_operation}",
            _level,
            _operation,
            _title.format(SECTIONS[_operation]),
            source=_source,
            # Neighbours that are on their way may change by themselves.
            needs=needs_of(_operation) | (_WAITING if _name == "others" else set()),
            batches={"others": 3, "replaced": 2, "refused": 7}.get(_name, 1),
        )(partial(_check, _operation))

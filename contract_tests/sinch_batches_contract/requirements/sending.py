"""What is sent of a batch that was changed before it was due, and when."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from .._asking.delivery import (
    entries,
    recipient_report,
    recipients_of,
    sent_now,
)
from .._asking.due import due_soon, expect_left, reported
from .._asking.expect import expect, expect_equal, expect_refused, expect_status
from .._catalogue.requirement import requirement
from .._judgement.levels import MUST
from .._material.numbers import same_numbers
from .._material.times import now, stamp
from .._spec.page import SECTIONS
from .groups import group_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from .._asking.api import Api

_UPDATE, _REPLACE = "update_batch", "replace_batch"
_NEEDS = ["reports", "scheduling"]
_SOME = 3  # recipients whose own reports are looked at: a group may have thousands


def names(report: dict[str, Any]) -> list[str]:
    return sorted(same_numbers(recipients_of(report)))


def _other_recipients(api: Api) -> tuple[dict[str, Any], dict[str, Any]]:
    first, second, third = api.numbers(3)
    return {"to": [first, second]}, {"to_remove": [first], "to_add": [third]}


def _expect_other_recipients(api: Api, report: dict[str, Any], _: dict[str, Any]) -> None:
    first, *others = api.numbers(3)
    expect_equal(names(report), sorted(same_numbers(others)), "`recipients`")
    expect_status(recipient_report(api, str(report.get("batch_id")), first), 404)


def _values_beforehand(api: Api) -> tuple[dict[str, Any], dict[str, Any]]:
    first, second = api.numbers(2)
    values = {"who": {first: "me", second: "you"}}
    return {"to": [first], "body": "Hi ${who}", "parameters": values}, {"to_add": [second]}


def _expect_values(_: Api, report: dict[str, Any], __: dict[str, Any]) -> None:
    codes = [entry.code for entry in entries(report)]
    expect(405 not in codes, "who is added has the value of a parameter that was there before")


def _too_long_a_body(_: Api) -> tuple[dict[str, Any], dict[str, Any]]:
    return {"body": "Hi", "max_number_of_message_parts": 2}, {"body": "x" * 400}


def _expect_too_long(_: Api, report: dict[str, Any], __: dict[str, Any]) -> None:
    codes = [entry.code for entry in entries(report)]
    expect_equal(codes, [411], "the code of a new body of 3 parts of 2")


def _number_beside_a_group(api: Api) -> tuple[dict[str, Any], dict[str, Any]]:
    return {"to": [group_of(api)]}, {"to_add": api.numbers(1)}


def _expect_members_too(api: Api, report: dict[str, Any], unchanged: dict[str, Any]) -> None:
    wanted = {*names(unchanged), *same_numbers(api.numbers(1))}
    expect_equal(names(report), sorted(wanted), "`recipients`, the members of the group among them")


class _Effect(NamedTuple):
    """What a batch has and how it is updated, and how that shows when it was sent.

    It shows in the report, beside that of a batch that wasn't updated.
    """

    name: str
    title: str
    make: Callable[[Api], tuple[dict[str, Any], dict[str, Any]]]
    expect: Callable[[Api, dict[str, Any], dict[str, Any]], None]
    source: str
    needs: tuple[str, ...] = ()


_EFFECTS = (
    _Effect(
        "recipients",
        "An updated batch is sent to the numbers that were added, and not to removed ones",
        _other_recipients,
        _expect_other_recipients,
        "seed: Update, to_add, to_remove; docs: sources §14.1, §14.2, sources §2.3",
    ),
    _Effect(
        "body",
        "An updated batch is sent with its new body",
        _too_long_a_body,
        _expect_too_long,
        "seed: Update, body; docs: sources §6, sources §14.4",
    ),
    _Effect(
        "values",
        "Who is added to a batch gets the value of a parameter that the batch has for the number",
        _values_beforehand,
        _expect_values,
        "seed: Send, parameters; Update, to_add; docs: sources §5, sources §14.4",
        ("parameters",),
    ),
    _Effect(
        "group",
        "An updated batch is sent to the members of its group and to the number that was added",
        _number_beside_a_group,
        _expect_members_too,
        "seed: Update, to_add: phone numbers and group IDs; docs: sources §4",
        ("groups",),
    ),
)


def _is_sent_as_updated(effect: _Effect, api: Api) -> None:
    (before, changes), due = effect.make(api), due_soon(api)
    id, unchanged = (str(api.sent(send_at=due.send_at, **before)["id"]) for _ in "12")
    due.expect_changed(api.update(id, changes))
    due.wait()
    expect_left(api, id, unchanged)
    report = reported(api, id)
    effect.expect(api, report, reported(api, unchanged))
    for number in recipients_of(report)[:_SOME]:
        one = expect_status(recipient_report(api, id, number), 200).json
        expect_equal(same_numbers([one.get("recipient")]), same_numbers([number]), "`recipient`")
    expect_refused(api.update(id, {"body": "Late"}), "batch_already_dispatched", status=403)


for _effect in _EFFECTS:
    requirement(
        f"SENT-{_effect.name}@{_UPDATE}",
        MUST,
        _UPDATE,
        _effect.title,
        source=_effect.source,
        needs=[*_NEEDS, *_effect.needs],
        batches=3,
    )(partial(_is_sent_as_updated, _effect))


def _with_a_past_moment(operation: str, api: Api) -> str:
    past = stamp(now() - timedelta(hours=1))
    if operation == "send_batch":
        return str(api.sent(send_at=past)["id"])
    id = str(api.sent()["id"])
    changed = (
        api.update(id, {"send_at": past})
        if operation == _UPDATE
        else api.replace(id, api.text(send_at=past))
    )
    return str(expect_status(changed, 200).json["id"])


def _is_sent_at_once(operation: str, api: Api) -> None:
    id = _with_a_past_moment(operation, api)
    expect_left(api, id, sent_now(api))
    answer = api.update(id, {"body": "Changed"})
    expect_refused(answer, "batch_already_dispatched", status=403)


for _operation in ("send_batch", _UPDATE, _REPLACE):
    _section = SECTIONS[_operation]
    requirement(
        f"SENT-past@{_operation}",
        MUST,
        _operation,
        f"{_section} with a send_at in the past sends at once; an update is refused from then on",
        source=f"seed: {_section}, send_at: messages will be sent immediately; docs: sources §2.3",
        needs=_NEEDS,
        batches=2,
    )(partial(_is_sent_at_once, _operation))

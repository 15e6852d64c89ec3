"""Batches to a group. Groups are made by another API, so the user has to name one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from .._asking.delivery import final_report, recipients_of
from .._asking.expect import expect, expect_equal, expect_field, expect_status, objects
from .._catalogue.requirement import requirement
from .._judgement.levels import MUST, SHOULD
from .._judgement.outcomes import NotTested
from .._material.numbers import same_number, same_numbers
from .._spec.operations import needs_of
from .dry_run import bodies, details, dry_run

if TYPE_CHECKING:
    from collections.abc import Callable

    from .._asking.api import Api

_NEEDS = ["groups"]


def group_of(api: Api) -> str:
    """Return the group that may be sent to; NotTested without one."""
    if api.settings.group is None:
        raise NotTested("needs a group that exists: --group")
    return api.settings.group


def _expect_to(api: Api, batch: dict[str, Any], wanted: list[str]) -> None:
    for shown in (batch, api.stored(str(batch["id"]))):
        expect_equal(sorted(same_numbers(shown.get("to"))), sorted(same_numbers(wanted)), "`to`")


def _send(api: Api, to: list[str]) -> None:
    _expect_to(api, api.sent(to=to), to)


def _replace(api: Api, to: list[str]) -> None:
    answer = api.replace(str(api.sent()["id"]), api.text(to=to))
    _expect_to(api, expect_status(answer, 200).json, to)


def _update(api: Api, before: list[str], changes: dict[str, Any], after: list[str]) -> None:
    answer = api.update(str(api.sent(to=before)["id"]), changes)
    _expect_to(api, expect_status(answer, 200).json, after)


def _add(api: Api, to: list[str]) -> None:
    there = api.numbers(2)[1:]
    _update(api, there, {"to_add": to}, [*there, *to])


def _remove(api: Api, to: list[str]) -> None:
    left = api.numbers(2)[1:]
    _update(api, [*left, *to], {"to_remove": to}, left)


def _leave(api: Api, to: list[str]) -> None:
    _update(api, to, {"body": "Changed"}, to)


def _dry_run(api: Api, to: list[str]) -> None:
    dry_run(api, api.text(to=to))


_BOTH = "phone numbers and group IDs"
# Where the id of a group may stand.
_PLACES: tuple[tuple[str, str, str, Callable[[Api, list[str]], None], str], ...] = (
    (
        *("GRP-001", "send_batch"),
        "A batch to a group is accepted, and the id of the group comes back as it was sent",
        _send,
        f"seed: Send, to: {_BOTH}",
    ),
    (
        *("GRP-004", "replace_batch"),
        "A replacement may be to a group, whose id comes back as it was given",
        _replace,
        f"seed: Replace, to: {_BOTH}",
    ),
    (
        *("GRP-005", "update_batch"),
        "A group can be added to a batch, and its id comes back as it was given",
        _add,
        f"seed: Update, to_add: {_BOTH}",
    ),
    (
        *("GRP-006", "update_batch"),
        "A group can be removed from a batch by its id",
        _remove,
        f"seed: Update, to_remove: {_BOTH}",
    ),
    (
        *("GRP-007", "update_batch"),
        "An update of another field leaves a group among the recipients as it is",
        _leave,
        "seed: Update: updates all specified parameters; docs: sources §9",
    ),
    (
        *("GRP-008", "dry_run_batch"),
        "A dry run may be to a group",
        _dry_run,
        f"seed: Dry run, to: {_BOTH}",
    ),
)


def _alone_and_beside_a_number(act: Callable[[Api, list[str]], None], api: Api) -> None:
    group = group_of(api)
    for to in ([group], [*api.numbers(1), group]):
        act(api, to)


for _id, _operation, _title, _act, _source in _PLACES:
    requirement(
        _id,
        MUST,
        _operation,
        _title,
        source=_source,
        needs=[*_NEEDS, *needs_of(_operation)],
        batches=0 if _operation == "dry_run_batch" else 2,
    )(partial(_alone_and_beside_a_number, _act))


@requirement(
    "GRP-002",
    MUST,
    "send_delivery_feedback",
    "For a batch to a group an empty list of recipients is refused",
    source="seed: Feedback, Groups",
    needs=_NEEDS,
)
def feedback_for_a_group(api: Api) -> None:
    id = api.sent(to=[group_of(api)], feedback_enabled=True, send_at=...)["id"]
    expect_status(api.feedback(id, {"recipients": []}), 400, 403)


@requirement(
    "GRP-009",
    MUST,
    "send_delivery_feedback",
    "For a batch to a group the number of a member who got it is accepted, in any of its forms",
    source="seed: Feedback, Groups: at least one recipient is required; docs: sources §3",
    needs=[*_NEEDS, "reports"],
)
def feedback_for_a_member(api: Api) -> None:
    id = str(api.sent(api.confirmable(to=[group_of(api)]))["id"])
    for member in same_numbers(recipients_of(final_report(api, id, type="full"))[:1]):
        for written in (member, f"+{member}", f"00{member}"):
            expect_status(api.feedback(id, {"recipients": [written]}), 202)


def _member_of(api: Api) -> str:
    """Return a member of the group; NotTested where a dry run doesn't tell the members."""
    group = group_of(api)
    rows = objects(dry_run(api, api.text(to=[group]), per_recipient="true"), "per_recipient")
    told = [row["recipient"] for row in rows if row.get("recipient", group) != group]
    if not told:
        raise NotTested("no dry run tells the members of the group: see GRP-003")
    return same_number(told[0])


@requirement(
    "GRP-010",
    MUST,
    "dry_run_batch",
    "The member of a group gets the value of a parameter that is the member's own",
    source="docs: sources §5; seed: Dry run, to: phone numbers and group IDs",
    needs=[*_NEEDS, "parameters"],
    batches=0,
)
def values_of_members(api: Api) -> None:
    member = _member_of(api)
    values = {"name": {member: "you", "default": "all"}}
    rows = details(api, api.text(to=[group_of(api)], body="Hi ${name}", parameters=values))
    wanted = ["Hi you" if number == member else "Hi all" for number in rows]
    expect_equal(bodies(rows, *rows), wanted, "the bodies of the members")


@requirement(
    "GRP-012",
    MUST,
    "dry_run_batch",
    "number_of_recipients limits the details of a group's members, too",
    source="seed: Dry run, number_of_recipients: max number of recipients to include",
    needs=_NEEDS,
    batches=0,
)
def details_of_few_members(api: Api) -> None:
    query = {"per_recipient": "true", "number_of_recipients": 1}
    rows = objects(dry_run(api, api.text(to=[group_of(api)]), **query), "per_recipient")
    expect(len(rows) <= 1, f"there may be details of 1 recipient, of {len(rows)} there were")


@requirement(
    "GRP-011",
    MUST,
    "update_batch",
    "Who was named beside the group stays when the group is removed, be it a member or not",
    source=f"seed: Update, to_remove: {_BOTH}",
    needs=[*_NEEDS, "dry-run", "scheduling"],
    batches=1,
)
def members_beside_the_group(api: Api) -> None:
    group, named = group_of(api), [_member_of(api), *api.numbers(1)]
    before = api.sent(to=[group, *named])
    if set(same_numbers(before.get("to"))) != {group, *same_numbers(named)}:
        raise NotTested("the plan merges a member with its group")
    answer = api.update(str(before["id"]), {"to_remove": [group]})
    _expect_to(api, expect_status(answer, 200).json, list(dict.fromkeys(named)))


@requirement(
    "GRP-003",
    SHOULD,
    "dry_run_batch",
    "A dry run counts the members of a group, for a text as for a binary batch",
    source="inference: decision 29",
    needs=_NEEDS,
    batches=0,
)
def members_are_counted(api: Api) -> None:
    answer = dry_run(api, api.text(to=[group_of(api)]), per_recipient="true")
    members = objects(answer, "per_recipient")
    expect_field(answer, "number_of_recipients", len(members))
    told = [row.get("recipient") for row in members]
    expect(api.settings.group not in told, "the members must be told, not the group")
    if "binary" not in api.settings.without:
        answer = dry_run(api, api.binary(to=[group_of(api)]))
        for name in ("number_of_recipients", "number_of_messages"):
            expect_field(answer, name, len(members))

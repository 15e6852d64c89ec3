"""Batches to a group. Groups are made by another API, so the user has to name one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from .._asking.delivery import final_report, recipients_of
from .._asking.expect import expect, expect_equal, expect_field, expect_status, objects
from .._catalogue.requirement import requirement
from .._judgement.levels import MUST, SHOULD
from .._judgement.outcomes import NotTested
from .._material.numbers import same_numbers
from .._spec.operations import needs_of
from .dry_run import dry_run

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
    "For a batch to a group the number of a member who got it is accepted",
    source="seed: Feedback, Groups: at least one recipient is required",
    needs=[*_NEEDS, "reports"],
)
def feedback_for_a_member(api: Api) -> None:
    id = str(api.sent(api.confirmable(to=[group_of(api)]))["id"])
    members = recipients_of(final_report(api, id, type="full"))
    expect_status(api.feedback(id, {"recipients": members[:1]}), 202)


@requirement(
    "GRP-003",
    SHOULD,
    "dry_run_batch",
    "A dry run counts the members of a group",
    source="inference: decision 29",
    needs=_NEEDS,
    batches=0,
)
def members_are_counted(api: Api) -> None:
    answer = dry_run(api, api.text(to=[group_of(api)]), per_recipient="true")
    details = objects(answer, "per_recipient")
    expect_field(answer, "number_of_recipients", len(details))
    told = [row.get("recipient") for row in details]
    expect(api.settings.group not in told, "the members must be told, not the group")

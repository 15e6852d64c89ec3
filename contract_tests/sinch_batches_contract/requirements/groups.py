"""Batches to a group. Groups are made by another API, so the user has to name one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._asking.expect import expect, expect_equal, expect_field, expect_status, objects
from .._catalogue.requirement import requirement
from .._judgement.levels import MUST, SHOULD
from .._judgement.outcomes import NotTested
from .dry_run import dry_run

if TYPE_CHECKING:
    from .._asking.api import Api

_NEEDS = ["groups"]


def _group(api: Api) -> str:
    if api.settings.group is None:
        raise NotTested("needs a group that exists: --group")
    return api.settings.group


@requirement(
    "GRP-001",
    MUST,
    "send_batch",
    "A batch to a group is accepted, and the id of the group comes back as it was sent",
    source="seed: Send, to: phone numbers and group IDs",
    needs=_NEEDS,
)
def group_is_kept(api: Api) -> None:
    group = _group(api)
    expect_equal(api.sent(to=[group]).get("to"), [group], "`to`")


@requirement(
    "GRP-002",
    MUST,
    "send_delivery_feedback",
    "For a batch to a group an empty list of recipients is refused",
    source="seed: Feedback, Groups",
    needs=_NEEDS,
)
def feedback_for_a_group(api: Api) -> None:
    id = api.sent(to=[_group(api)], feedback_enabled=True, send_at=...)["id"]
    expect_status(api.feedback(id, {"recipients": []}), 400, 403)


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
    answer = dry_run(api, api.text(to=[_group(api)]), per_recipient="true")
    details = objects(answer, "per_recipient")
    expect_field(answer, "number_of_recipients", len(details))
    told = [row.get("recipient") for row in details]
    expect(api.settings.group not in told, "the members must be told, not the group")

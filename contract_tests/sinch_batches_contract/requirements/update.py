"""Update: the given fields change, all others stay."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from .._catalogue import requirement
from .._expect import (
    expect,
    expect_equal,
    expect_field,
    expect_refused,
    expect_status,
    expect_unchanged,
)
from .._levels import MUST, SHOULD
from .._material import later, moment_of, same_number, same_numbers, stamp
from .._moments import expect_moment, let_time_pass

if TYPE_CHECKING:
    from .._api import Api

UPDATE = "update_batch"
NEEDS = ["scheduling"]  # a batch that was dispatched can't be changed any more


def updated(api: Api, id: str, changes: dict[str, Any]) -> dict[str, Any]:
    """Return the batch as the update answers it, which must be how Get shows it."""
    batch = expect_status(api.update(id, changes), 200).json
    expect_unchanged(api.stored(id), batch)
    return batch


@requirement(
    "UPD-001",
    MUST,
    UPDATE,
    "The given field changes and every other field stays",
    source="seed: Update",
    needs=NEEDS,
    batches=2,
)
def only_the_given_field(api: Api) -> None:
    _expect_changed_alone(api, {"body": "Changed: ü ${x}", "send_at": stamp(later(days=2))})


@requirement(
    "UPD-031",
    SHOULD,
    UPDATE,
    "Fields that the API page doesn't list for updates change, too, and every other field stays",
    source="sdk: sources §9",
    needs=NEEDS,
    batches=5,
)
def only_the_given_other_field(api: Api) -> None:
    changes: dict[str, Any] = {
        "client_reference": api.reference + "-changed",
        "feedback_enabled": True,
        "flash_message": True,
        "truncate_concat": True,
        "max_number_of_message_parts": 7,
    }
    _expect_changed_alone(api, changes)


def _expect_changed_alone(api: Api, changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        before = api.sent(expire_at=stamp(later(days=3)))
        after = updated(api, before["id"], {name: value})
        expect_field(after, name, value)
        follows = ("expire_at",) if name == "send_at" else ()
        expect_unchanged(after, before, but=(name, "modified_at", *follows))


@requirement(
    "UPD-002",
    MUST,
    UPDATE,
    "The sender can be changed",
    source="seed: Update, from",
    needs=NEEDS,
)
def sender_changes(api: Api) -> None:
    before = api.sent(from_=api.sender)
    sender = api.settings.sender or "15551230009"
    after = updated(api, before["id"], {"from": sender})
    expect_equal(same_number(after.get("from")), same_number(sender), "`from`")
    expect_unchanged(after, before, but=("from", "modified_at"))


@requirement(
    "UPD-003",
    MUST,
    UPDATE,
    "callback_url and delivery_report can be changed",
    source="seed: Update, callback_url, delivery_report",
    needs=[*NEEDS, "callbacks"],
)
def report_changes(api: Api) -> None:
    before = api.sent()
    changes = {"callback_url": "https://example.com/new", "delivery_report": "full"}
    after = updated(api, before["id"], changes)
    for name, value in changes.items():
        expect_field(after, name, value)
    expect_unchanged(after, before, but=(*changes, "modified_at"))


@requirement(
    "UPD-004",
    MUST,
    UPDATE,
    "expire_at can be changed",
    source="seed: Update, expire_at",
    needs=NEEDS,
)
def expiry_changes(api: Api) -> None:
    send_at = later()
    id = api.sent(send_at=stamp(send_at))["id"]
    expire_at = send_at + timedelta(hours=7)
    expect_moment(updated(api, id, {"expire_at": stamp(expire_at)}), "expire_at", expire_at)


@requirement(
    "UPD-005",
    MUST,
    UPDATE,
    "to_add adds recipients and to_remove removes them; the others stay",
    source="seed: Update, to_add, to_remove",
    needs=NEEDS,
)
def recipients_change(api: Api) -> None:
    first, second, third, fourth = api.numbers(4)
    id = api.sent(to=[first, second])["id"]
    added = updated(api, id, {"to_add": [third, fourth]})
    expect_equal(sorted(same_numbers(added.get("to"))), sorted(api.numbers(4)), "`to`")
    removed = updated(api, id, {"to_remove": [first, fourth]})
    expect_equal(sorted(same_numbers(removed.get("to"))), sorted([second, third]), "`to`")
    both = updated(api, id, {"to_add": [first], "to_remove": [second]})
    expect_equal(sorted(same_numbers(both.get("to"))), sorted([first, third]), "`to`")


@requirement(
    "UPD-006",
    MUST,
    UPDATE,
    "Recipients are removed in whatever form their number is written",
    source="docs: sources §3",
    needs=NEEDS,
)
def recipients_in_other_forms(api: Api) -> None:
    first, second = api.numbers(2)
    id = api.sent(to=[first, second])["id"]
    after = updated(api, id, {"to_remove": ["+" + second.removeprefix("+")]})
    expect_equal(same_numbers(after.get("to")), same_numbers([first]), "`to`")


@requirement(
    "UPD-007",
    MUST,
    UPDATE,
    "modified_at becomes later; id, created_at and canceled stay",
    source="seed: Update, modified_at: last updated",
    needs=NEEDS,
)
def time_of_change(api: Api) -> None:
    before = api.sent()
    let_time_pass(before)
    after = updated(api, before["id"], {"body": "Changed"})
    for name in ("id", "created_at", "canceled"):
        expect_equal(after.get(name), before.get(name), f"`{name}`")
    times = moment_of(before.get("modified_at")), moment_of(after.get("modified_at"))
    expect(
        times[0] is not None and times[1] is not None and times[1] > times[0],
        f"`modified_at` must become later than {before.get('modified_at')}, "
        f"was {after.get('modified_at')}",
    )


@requirement(
    "UPD-009",
    MUST,
    UPDATE,
    "A refused update changes nothing",
    source="docs: sources §2.1",
    needs=NEEDS,
)
def refused_changes_nothing(api: Api) -> None:
    before = api.sent()
    extra = api.numbers(2)[1]
    for wrong in ({"to_remove": ["+1"]}, {"expire_at": "never"}, {"delivery_report": "some"}):
        changes = {"body": "Changed", "to_add": [extra], **wrong}
        expect_refused(api.update(before["id"], changes))
        expect_unchanged(api.stored(before["id"]), before)


@requirement(
    "UPD-010",
    MUST,
    UPDATE,
    "An update changes no other batch",
    source="seed: Update: that matches the provided batch ID",
    needs=NEEDS,
    batches=3,
)
def no_other_batch(api: Api) -> None:
    first, second, third = api.sent(), api.sent(), api.sent()
    updated(api, second["id"], {"body": "Changed"})
    for neighbour in (first, third):
        expect_unchanged(api.stored(neighbour["id"]), neighbour)


@requirement(
    "UPD-011",
    SHOULD,
    UPDATE,
    "New parameters replace the old ones as a whole",
    source="sdk: sources §9",
    needs=[*NEEDS, "parameters"],
)
def parameters_change(api: Api) -> None:
    id = api.sent(parameters={"a": {"default": "1"}, "b": {"default": "2"}})["id"]
    wanted = {"c": {"default": "3"}}
    expect_field(updated(api, id, {"parameters": wanted}), "parameters", wanted)

"""Update: the given fields change, all others stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._asking.expect import (
    expect,
    expect_equal,
    expect_field,
    expect_refused,
    expect_status,
    expect_unchanged,
)
from .._asking.moments import let_time_pass
from .._catalogue.requirement import requirement
from .._judgement.levels import MUST
from .._material.numbers import same_numbers
from .._material.times import later, moment_of, stamp

if TYPE_CHECKING:
    from .._asking.api import Api

UPDATE = "update_batch"
NEEDS = ["scheduling"]  # a batch that was dispatched can't be changed any more


def updated(api: Api, id: str, changes: dict[str, Any]) -> dict[str, Any]:
    """Return the batch as the update answers it, which must be how Get shows it."""
    batch = expect_status(api.update(id, changes), 200).json
    expect_unchanged(api.stored(id), batch)
    return batch


def _expect_changed_alone(api: Api, changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        before = api.sent(expire_at=stamp(later(days=3)))
        after = updated(api, before["id"], {name: value})
        expect_field(after, name, value)
        follows = ("expire_at",) if name == "send_at" else ()
        expect_unchanged(after, before, but=(name, "modified_at", *follows))


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

"""Update: the given fields change, all others stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._asking.expect import (
    expect_equal,
    expect_status,
    expect_unchanged,
)
from .._catalogue.requirement import requirement
from .._judgement.levels import MUST
from .._judgement.outcomes import NotTested
from .._material.numbers import same_numbers

if TYPE_CHECKING:
    from .._asking.api import Api

UPDATE = "update_batch"
NEEDS = ["scheduling"]  # a batch that was dispatched can't be changed any more


def updated(api: Api, id: str, changes: dict[str, Any]) -> dict[str, Any]:
    """Return the batch as the update answers it, which must be how Get shows it."""
    batch = expect_status(api.update(id, changes), 200).json
    expect_unchanged(api.stored(id), batch)
    return batch


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
    "UPD-036",
    MUST,
    UPDATE,
    "Numbers that begin or end as another one does are others: none goes or comes in its place",
    source="seed: Update, to_add, to_remove",
    needs=NEEDS,
)
def numbers_alike(api: Api) -> None:
    if api.settings.recipients:
        raise NotTested("needs other numbers than those that may be sent to: see --recipient")
    number = api.numbers(1)[0]
    alike = [f"{number}0", f"1{number}"]
    id = api.sent(to=[number, *alike])["id"]
    for changes, wanted in (
        ({"to_remove": [number]}, alike),
        ({"to_add": [number]}, [*alike, number]),
        ({"to_remove": alike}, [number]),
    ):
        found = same_numbers(updated(api, id, changes).get("to"))
        expect_equal(sorted(found), sorted(wanted), f"`to` after {changes}")

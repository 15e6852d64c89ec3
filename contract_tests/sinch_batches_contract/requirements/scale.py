"""Scale: as many recipients as the API allows, none lost and none twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._asking.expect import expect, expect_equal, expect_field, expect_status, objects
from .._catalogue.requirement import requirement
from .._judgement.levels import MUST
from .._judgement.outcomes import NotTested
from .._kinds import KINDS
from .._material.numbers import same_numbers
from .._settings.settings import Budget
from .groups import group_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from .._asking.api import Api

_SIZES = (1, 2, 31, 100, 101, 1000)
_LARGE = 101


def _unless_quick(api: Api, what: str) -> None:
    if api.settings.budget is Budget.QUICK:
        raise NotTested(f"the budget quick leaves out {what}")


def _expect_all(api: Api, batch: dict[str, Any], wanted: list[str]) -> None:
    for shown in (batch, api.stored(str(batch["id"]))):
        kept = sorted(same_numbers(shown.get("to")))
        expect(kept == sorted(wanted), f"{len(wanted)} recipients must come back, {len(kept)} did")


def _send(api: Api, numbers: list[str]) -> None:
    _expect_all(api, api.sent(to=numbers), numbers)


def _replace(api: Api, numbers: list[str]) -> None:
    answer = api.replace(str(api.sent()["id"]), api.text(to=numbers))
    _expect_all(api, expect_status(answer, 200).json, numbers)


def _add(api: Api, numbers: list[str]) -> None:
    first, *others = numbers if len(numbers) > 1 else api.numbers(2)
    id = str(api.sent(to=[first])["id"])
    batch = expect_status(api.update(id, {"to_add": others}), 200).json
    _expect_all(api, batch, [first, *others])


def _remove(api: Api, numbers: list[str]) -> None:
    first, *others = numbers if len(numbers) > 1 else api.numbers(2)
    id = str(api.sent(to=[first, *others])["id"])
    _expect_all(api, expect_status(api.update(id, {"to_remove": others}), 200).json, [first])


def _dry_run(api: Api, numbers: list[str]) -> None:
    count = len(numbers)
    query = {"per_recipient": "true", "number_of_recipients": count}
    answer = expect_status(api.dry_run(api.text(to=numbers), query), 200).json
    expect_field(answer, "number_of_recipients", count)
    expect_field(answer, "number_of_messages", count)
    expect_equal(len(objects(answer, "per_recipient")), count, "the number of details")


def _feedback(api: Api, numbers: list[str]) -> None:
    id = str(api.sent(api.confirmable(to=numbers))["id"])
    expect_status(api.feedback(id, {"recipients": numbers}), 202)


_ACTIONS: dict[str, tuple[Callable[[Api, list[str]], None], str, list[str]]] = {
    "send_batch.to": (_send, "seed: Send, to [ 1 .. 1000 ] items", []),
    "replace_batch.to": (_replace, "seed: Replace, to [ 1 .. 1000 ] items", []),
    "update_batch.to_add": (_add, "seed: Update, to_add [ 1 .. 1000 ] items", ["scheduling"]),
    "update_batch.to_remove": (
        _remove,
        "seed: Update, to_remove [ 1 .. 1000 ] items",
        ["scheduling"],
    ),
    "dry_run_batch.to": (_dry_run, "seed: Dry run, to [ 1 .. 1000 ] items", ["dry-run"]),
    "send_delivery_feedback.recipients": (_feedback, "seed: Feedback, recipients", ["feedback"]),
}


def _enter(place: str, size: int) -> None:
    act, source, needs = _ACTIONS[place]
    operation, _, field = place.partition(".")
    told = "1 recipient goes" if size == 1 else f"{size} recipients go"

    @requirement(
        f"SCALE-{size}@{place}",
        MUST,
        operation,
        f"{told} through `{field}`, all of them",
        source=source,
        needs=needs,
        batches=0 if operation == "dry_run_batch" else 1,
    )
    def goes_through(api: Api) -> None:
        if size > _LARGE:
            _unless_quick(api, f"{size} recipients")
        act(api, api.numbers(size))


for _place in _ACTIONS:
    for _size in _SIZES:
        _enter(_place, _size)


@requirement(
    "SCALE-1000-with-a-group@dry_run_batch.to",
    MUST,
    "dry_run_batch",
    "A group is one of the 1000 entries of `to`, however many members it has",
    source="seed: Dry run, to [ 1 .. 1000 ] items: phone numbers and group IDs",
    needs=["dry-run", "groups"],
    batches=0,
)
def a_group_among_them(api: Api) -> None:
    expect_status(api.dry_run(api.text(to=[*api.numbers(999), group_of(api)])), 200)


@requirement(
    "SCALE-1000-own-values@send_batch.parameters",
    MUST,
    "send_batch",
    "A text may have a value of its own, of 160 characters, for each of 1000 recipients",
    source="seed: Send, parameters; to [ 1 .. 1000 ] items; docs: sources §5",
    needs=["parameters"],
)
def own_values(api: Api) -> None:
    _unless_quick(api, "1000 recipients")
    numbers = api.numbers(1000)
    values = {number: number.ljust(160, "x") for number in numbers}
    batch = api.sent(to=numbers, body="${own}", parameters={"own": values})
    shown = KINDS["parameters"].read(api.stored(str(batch["id"])).get("parameters"))
    kept = (shown or {}).get("own", {})
    expect(kept == values, f"1000 values must come back, {len(kept)} did, or others")

"""Update: resets, limits and states."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from .._asking.delivery import batch_report, entries
from .._asking.expect import (
    expect,
    expect_equal,
    expect_field,
    expect_refused,
    expect_status,
    expect_unchanged,
)
from .._asking.moments import expect_moment
from .._catalogue.requirement import requirement
from .._fields import changes_one_by_one, text_to_change
from .._judgement.levels import MUST, SHOULD
from .._judgement.outcomes import NotTested
from .._material.numbers import same_numbers
from .._material.times import later, now, stamp
from .update import NEEDS, UPDATE, updated

if TYPE_CHECKING:
    from .._asking.api import Api


@requirement(
    "UPD-018",
    MUST,
    UPDATE,
    "A batch that was dispatched is answered 403 batch_already_dispatched, whatever is to change",
    source="docs: sources §2.3, §2.1",
    batches=2,
)
def after_dispatch(api: Api) -> None:
    _expect_unchangeable(api, ...)
    if "scheduling" not in api.settings.without:
        _expect_unchangeable(api, stamp(now() - timedelta(hours=1)))


def _expect_unchangeable(api: Api, send_at: Any) -> None:
    full = text_to_change(api)
    fields = {name: full[name] for name in ("to", "callback_url") if name in full}
    id = str(api.sent(send_at=send_at, **fields)["id"])
    _expect_dispatched(api, id)
    before = api.stored(id)
    for changes in changes_one_by_one(api):
        expect_refused(api.update(id, changes), "batch_already_dispatched", status=403)
        # That it was sent may count as an update of it.
        expect_unchanged(api.stored(id), before, but=("modified_at",))


def _expect_dispatched(api: Api, id: str) -> None:
    end = time.monotonic() + api.settings.patience
    while True:
        has_arrived = _has_arrived(api, id)
        answer = api.update(id, {"body": "Changed"})
        if answer.status != 200 or has_arrived:
            break
        if time.monotonic() > end:
            raise NotTested(f"the batch wasn't dispatched within {api.settings.patience} s")
        time.sleep(0.1)
    expect_refused(answer, "batch_already_dispatched", status=403)


def _has_arrived(api: Api, id: str) -> bool:
    if "reports" in api.settings.without:
        return False
    answer = batch_report(api, id)
    found = entries(answer.json) if answer.is_success else []
    return any(entry.status == "Delivered" and entry.count for entry in found)


@requirement(
    "UPD-019",
    SHOULD,
    UPDATE,
    "A canceled batch is answered 403 batch_already_dispatched",
    source="inference: decision 39",
)
def after_cancel(api: Api) -> None:
    id = api.sent()["id"]
    expect_status(api.cancel(id), 200)
    expect_refused(api.update(id, {"body": "Changed"}), "batch_already_dispatched", status=403)
    expect_field(api.stored(id), "canceled", True)


@requirement(
    "UPD-020",
    SHOULD,
    UPDATE,
    "An empty update is accepted and keeps every field",
    source="inference: decision 37",
    needs=NEEDS,
)
def empty_update(api: Api) -> None:
    before = api.sent()
    expect_unchanged(updated(api, before["id"], {}), before, but=("modified_at",))


@requirement(
    "UPD-022",
    SHOULD,
    UPDATE,
    "Adding what is there and removing what isn't are no errors",
    source="docs: sources §9 (groups)",
    needs=NEEDS,
)
def idle_changes(api: Api) -> None:
    first, second = api.numbers(2)
    id = api.sent(to=[first])["id"]
    after = updated(api, id, {"to_add": [first], "to_remove": [second]})
    expect_equal(same_numbers(after.get("to")), same_numbers([first]), "`to`")


@requirement(
    "UPD-023",
    SHOULD,
    UPDATE,
    "A number in to_add and to_remove is removed in the end",
    source="docs: sources §9 (groups)",
    needs=NEEDS,
)
def added_and_removed(api: Api) -> None:
    first, second = api.numbers(2)
    id = api.sent(to=[first])["id"]
    after = updated(api, id, {"to_add": [second], "to_remove": [second]})
    expect_equal(same_numbers(after.get("to")), same_numbers([first]), "`to`")


@requirement(
    "UPD-024",
    SHOULD,
    UPDATE,
    "A batch can't lose its last recipient",
    source="inference: decision 36",
    needs=NEEDS,
)
def last_recipient(api: Api) -> None:
    before = api.sent()
    expect_refused(api.update(before["id"], {"to_remove": before["to"]}))
    expect_unchanged(api.stored(before["id"]), before)


@requirement(
    "UPD-035",
    MUST,
    UPDATE,
    "A batch never has fewer than one or more than 1000 recipients, whatever is removed or added",
    source="seed: Get, to [ 1 .. 1000 ] items",
    needs=NEEDS,
    batches=2,
)
def never_beyond_its_limits(api: Api) -> None:
    batch = api.sent()
    api.update(batch["id"], {"to_remove": batch["to"]})
    _expect_recipients_within_limits(api, batch["id"])
    if api.settings.recipients:
        return
    numbers = api.numbers(1001)
    id = str(api.sent(to=numbers[:999])["id"])
    api.update(id, {"to_add": numbers[999:]})
    _expect_recipients_within_limits(api, id)


def _expect_recipients_within_limits(api: Api, id: str) -> None:
    answer = expect_status(api.get(id), 200, 404)
    if answer.status == 200:
        count = len(answer.json.get("to") or ())
        expect(1 <= count <= 1000, f"`to` must hold 1 to 1000 recipients, {count} were there")


@requirement(
    "UPD-025",
    SHOULD,
    UPDATE,
    "A batch can't grow beyond 1000 recipients",
    source="inference: decision 36",
    needs=NEEDS,
)
def too_many_recipients(api: Api) -> None:
    numbers = api.numbers(1001)
    id = api.sent(to=numbers[:1000])["id"]
    expect_refused(api.update(id, {"to_add": numbers[1000:]}))


@requirement(
    "UPD-029",
    SHOULD,
    UPDATE,
    "A batch that isn't scheduled is dispatched within some seconds",
    source="inference: decision 39",
)
def dispatched_soon(api: Api) -> None:
    id = api.sent(send_at=...)["id"]

    def refused() -> None:
        expect_status(api.update(id, {"body": "Changed"}), 403)

    api.eventually(refused)


@requirement(
    "UPD-021",
    SHOULD,
    UPDATE,
    "The type of a batch can't be changed",
    source="inference: decision 38",
    needs=[*NEEDS, "binary"],
)
def type_is_fixed(api: Api) -> None:
    id = api.sent()["id"]
    changes = {"type": "mt_binary", "body": "AAECAw==", "udh": "050003cc0201"}
    expect_refused(api.update(id, changes))


@requirement(
    "UPD-034",
    SHOULD,
    UPDATE,
    "An update that doesn't name expire_at keeps the one that was given",
    source="inference: decision 41; contradiction 9",
    needs=NEEDS,
)
def expiry_stays(api: Api) -> None:
    expire_at = later(days=2)
    id = api.sent(expire_at=stamp(expire_at))["id"]
    expect_moment(updated(api, id, {"body": "Changed"}), "expire_at", expire_at)

"""Update: resets, limits and states."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING

from .._catalogue import requirement
from .._expect import (
    expect_equal,
    expect_field,
    expect_refused,
    expect_status,
    expect_unchanged,
)
from .._levels import MUST, SHOULD
from .._material import later, same_numbers, stamp
from .._moments import THREE_DAYS, expect_moment
from .._outcomes import NotTested
from .update import NEEDS, UPDATE, updated

if TYPE_CHECKING:
    from .._api import Api


@requirement(
    "UPD-015",
    MUST,
    UPDATE,
    "An expire_at that isn't after the stored send_at is refused",
    source="seed: Update, expire_at: Must be after send_at",
    needs=NEEDS,
)
def expiry_before_stored_send_at(api: Api) -> None:
    send_at = later(days=2)
    id = api.sent(send_at=stamp(send_at))["id"]
    for lead in (timedelta(), timedelta(hours=1)):
        expect_refused(api.update(id, {"expire_at": stamp(send_at - lead)}))


@requirement(
    "UPD-016",
    MUST,
    UPDATE,
    "send_at and expire_at of one update must be in order",
    source="seed: Update, send_at: Must be before expire_at",
    needs=NEEDS,
)
def times_out_of_order(api: Api) -> None:
    id, send_at = api.sent()["id"], later(days=2)
    changes = {"send_at": stamp(send_at), "expire_at": stamp(send_at - timedelta(seconds=1))}
    expect_refused(api.update(id, changes))


@requirement(
    "UPD-018",
    MUST,
    UPDATE,
    "A batch that was dispatched is answered 403 batch_already_dispatched",
    source="docs: sources §2.3",
)
def after_dispatch(api: Api) -> None:
    id = api.sent(send_at=...)["id"]
    end = time.monotonic() + api.settings.patience
    answer = api.update(id, {"body": "Changed"})
    while answer.status == 200:
        if time.monotonic() > end:
            raise NotTested(f"the batch wasn't dispatched within {api.settings.patience} s")
        time.sleep(0.1)
        answer = api.update(id, {"body": "Changed"})
    expect_refused(answer, "batch_already_dispatched", status=403)


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
    "UPD-026",
    SHOULD,
    UPDATE,
    "Added recipients come after the recipients that are there",
    source="sdk: sources §9",
    needs=NEEDS,
)
def order_of_added(api: Api) -> None:
    first, second, third = api.numbers(3)
    id = api.sent(to=[third])["id"]
    after = updated(api, id, {"to_add": [second, first]})
    expect_equal(same_numbers(after.get("to")), same_numbers([third, second, first]), "`to`")


@requirement(
    "UPD-027",
    SHOULD,
    UPDATE,
    "A new send_at moves the default expire_at along",
    source="inference: decision 41",
    needs=NEEDS,
)
def default_expiry_follows(api: Api) -> None:
    id, send_at = api.sent()["id"], later(days=3)
    after = updated(api, id, {"send_at": stamp(send_at)})
    expect_moment(after, "expire_at", send_at + THREE_DAYS)


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
    "UPD-030",
    MUST,
    UPDATE,
    "A report without any callback URL is answered 403 missing_callback_url",
    source="docs: sources §2.4",
    needs=[*NEEDS, "callbacks"],
)
def report_without_url(api: Api) -> None:
    answer = api.update(api.sent()["id"], {"delivery_report": "full"})
    if answer.status == 200 and "default-callback" not in api.settings.without:
        raise NotTested("the plan seems to have a callback URL (--without default-callback)")
    expect_refused(answer, "missing_callback_url", status=403)

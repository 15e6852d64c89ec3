"""Update: null resets a field."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from .._catalogue import requirement
from .._expect import (
    expect,
    expect_equal,
    expect_status,
)
from .._levels import SHOULD
from .._material import later, moment_of, now, stamp
from .._moments import THREE_DAYS, expect_moment
from .update import NEEDS, UPDATE, updated

if TYPE_CHECKING:
    from .._api import Api


@requirement(
    "UPD-012",
    SHOULD,
    UPDATE,
    "null resets delivery_report, callback_url and client_reference",
    source="docs: sources §3; sdk: sources §9",
    needs=[*NEEDS, "callbacks"],
)
def null_resets(api: Api) -> None:
    url = "https://example.com/callback"
    id = api.sent(delivery_report="full", callback_url=url)["id"]
    after = updated(
        api, id, {"delivery_report": None, "callback_url": None, "client_reference": None}
    )
    expect_equal(after.get("delivery_report", "none"), "none", "`delivery_report`")
    expect(after.get("callback_url") != url, "`callback_url` must be reset")
    expect("client_reference" not in after, "`client_reference` must be gone")


@requirement(
    "UPD-013",
    SHOULD,
    UPDATE,
    "null removes the parameters",
    source="sdk: sources §9",
    needs=[*NEEDS, "parameters"],
)
def null_removes_parameters(api: Api) -> None:
    id = api.sent(parameters={"a": {"default": "1"}})["id"]
    expect("parameters" not in updated(api, id, {"parameters": None}), "`parameters` must be gone")


@requirement(
    "UPD-014",
    SHOULD,
    UPDATE,
    "null resets expire_at to 3 days after send_at",
    source="sdk: sources §9",
    needs=NEEDS,
)
def null_resets_expiry(api: Api) -> None:
    send_at = later()
    batch = api.sent(send_at=stamp(send_at), expire_at=stamp(send_at + timedelta(hours=1)))
    expect_moment(updated(api, batch["id"], {"expire_at": None}), "expire_at", send_at + THREE_DAYS)


@requirement(
    "UPD-028",
    SHOULD,
    UPDATE,
    "null for send_at sends the batch at once",
    source="sdk: sources §9",
    needs=NEEDS,
)
def null_sends_at_once(api: Api) -> None:
    id = api.sent()["id"]
    after: dict[str, Any] = expect_status(api.update(id, {"send_at": None}), 200).json
    moment = moment_of(after.get("send_at"))
    expect(moment is None or moment <= now(), "`send_at` must not be in the future any more")

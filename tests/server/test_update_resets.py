"""What null resets in an update, and what becomes of the expiry (sources §9; decisions 40, 41)."""

from __future__ import annotations

from typing import Any

import pytest

from sinch_batches_server import Plan

from .conftest import LATER, Api, Refused, changed, serving

URL = "http://127.0.0.1:9/"


@pytest.mark.parametrize(
    ("field", "after"),
    [
        ("delivery_report", "none"),
        ("callback_url", None),
        ("parameters", None),
        ("client_reference", None),
    ],
)
def test_null_resets(api: Api, batch: dict[str, Any], field: str, after: str | None) -> None:
    fields = {"delivery_report": "none"} | {field: None}
    assert api.update(batch["id"], **fields).get(field) == after


def test_null_for_send_at_sends_at_once(api: Api, refused: Refused, batch: dict[str, Any]) -> None:
    after = api.update(batch["id"], send_at=None)
    assert "send_at" not in after
    assert after["expire_at"] == "2019-08-27T14:16:22.345Z"
    answer = api.post({}, f"/{batch['id']}")
    refused(answer, "batch_already_dispatched", status=403)


def test_null_for_expire_at_is_3_days_after_send_at_again(api: Api) -> None:
    batch = api.scheduled(expire_at="2019-08-26")
    assert api.update(batch["id"], expire_at=None)["expire_at"] == "2019-08-28T14:15:22.345Z"


@pytest.mark.parametrize(
    "field", ["from", "body", "to_add", "to_remove", "feedback_enabled", "from_ton", "type"]
)
def test_null_for_other_fields_is_the_same_as_absent(
    api: Api, batch: dict[str, Any], field: str
) -> None:
    assert changed(batch, api.update(batch["id"], **{field: None})) == {"modified_at": LATER}


def test_null_for_the_callback_url_falls_back_to_the_plans(refused: Refused) -> None:
    report = {"delivery_report": "full", "callback_url": "https://example.com/"}
    with serving(Plan("p", ("t",), default_callback_url=URL)) as api:
        batch = api.scheduled(**report)
        assert "callback_url" not in api.update(batch["id"], callback_url=None)
    with serving(Plan("p", ("t",))) as api:
        batch = api.scheduled(**report)
        answer = api.post({"callback_url": None}, f"/{batch['id']}")
        refused(answer, "missing_callback_url", status=403)


@pytest.mark.parametrize(
    ("expire_at", "send_at", "after"),
    [
        # Asked for and still fitting: it stays.
        ("2019-08-27T00:00:00.000Z", "2019-08-26", "2019-08-27T00:00:00.000Z"),
        # No longer after send_at, or more than 3 days after it: the default.
        ("2019-08-27T00:00:00.000Z", "2019-08-27", "2019-08-30T00:00:00.000Z"),
        ("2019-08-28T00:00:00.000Z", "2019-08-24T20:00", "2019-08-27T20:00:00.000Z"),
        # Never asked for: the default follows.
        (None, "2019-08-26", "2019-08-29T00:00:00.000Z"),
    ],
)
def test_a_new_send_at_keeps_an_expiry_that_was_asked_for_if_it_fits(
    api: Api, expire_at: str | None, send_at: str, after: str
) -> None:
    batch = api.scheduled(expire_at=expire_at)
    assert api.update(batch["id"], send_at=send_at)["expire_at"] == after

"""Replacing and canceling (seed: Replace, Cancel; sources §10; decisions 42 to 44)."""

from __future__ import annotations

import pytest

from .conftest import BINARY, TEXT, Api, Refused


def test_replacing_keeps_id_and_creation_and_falls_back_to_defaults_for_the_rest(api: Api) -> None:
    before = api.scheduled(
        client_reference="old", feedback_enabled=True, flash_message=True, from_ton=1, from_npi=1
    )
    api.clock.advance(hours=1)
    after = api.accepted(
        api.call("PUT", f"/{before['id']}", json={"to": ["+1 555 123 9999"], "body": "New"})
    )
    assert after == {
        "id": before["id"],
        "to": ["15551239999"],
        "canceled": False,
        "body": "New",
        "type": "mt_text",
        "created_at": before["created_at"],
        "modified_at": "2019-08-24T15:15:22.345Z",
        "delivery_report": "none",
        "expire_at": "2019-08-27T15:15:22.345Z",
        "feedback_enabled": False,
        "flash_message": False,
    }
    assert api.get(before["id"]) == after


def test_a_batch_may_be_replaced_by_one_of_the_other_type(api: Api) -> None:
    batch = api.send()
    path = f"/{batch['id']}"
    assert api.accepted(api.call("PUT", path, json=BINARY))["type"] == "mt_binary"
    assert "udh" not in api.accepted(api.call("PUT", path, json=TEXT))


def test_a_dispatched_or_canceled_batch_may_be_replaced_and_is_scheduled_anew(api: Api) -> None:
    batch = api.send()
    api.call("DELETE", f"/{batch['id']}")
    after = api.accepted(api.call("PUT", f"/{batch['id']}", json=TEXT | {"send_at": "2019-08-25"}))
    assert after["canceled"] is False
    assert api.update(batch["id"], body="changeable again")["body"] == "changeable again"


def test_replacing_is_checked_like_sending(api: Api, refused: Refused) -> None:
    path = f"/{api.send()['id']}"
    refused(api.call("PUT", path, json={"body": ""}), "syntax_constraint_violation", "'to'")
    answer = api.call("PUT", path, json=TEXT | {"to": ["unknown-group"]})
    refused(answer, "unknown_group", status=403)
    answer = api.call("PUT", path, json=TEXT | {"delivery_report": "full"})
    refused(answer, "missing_callback_url", status=403)
    answer = api.call("PUT", path, json=TEXT | {"type": "mt_media"})
    refused(answer, "syntax_invalid_json", "'type'")


@pytest.mark.parametrize("send_at", [None, "2019-08-25"])
def test_canceling_at_any_time_leaves_the_batch_readable_as_canceled(
    api: Api, send_at: str | None
) -> None:
    before = api.send(send_at=send_at)
    api.clock.advance(minutes=1)
    after = api.accepted(api.call("DELETE", f"/{before['id']}"))
    assert after == before | {"canceled": True, "modified_at": "2019-08-24T14:16:22.345Z"}
    assert api.get(before["id"]) == after


def test_canceling_again_changes_nothing(api: Api) -> None:
    path = f"/{api.send()['id']}"
    first = api.accepted(api.call("DELETE", path))
    api.clock.advance(minutes=1)
    assert api.accepted(api.call("DELETE", path)) == first


def test_a_body_with_delete_is_ignored(api: Api) -> None:
    path = f"/{api.send()['id']}"
    assert api.raw(b"{", path, "DELETE").status_code == 200

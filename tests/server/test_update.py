"""Updates (seed: Update; sources §9; decisions 36 to 41)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sinch_batches_server._store.sqlite import SqliteStore

from .conftest import BINARY, GROUP, LATER, PLAN, Api, Refused, changed, serving


def test_an_empty_update_changes_modified_at_alone(api: Api, batch: dict[str, Any]) -> None:
    assert changed(batch, api.update(batch["id"])) == {"modified_at": LATER}


@pytest.mark.parametrize(
    "fields",
    [
        {"from": "Sinch"},
        {"body": "Bye"},
        {"parameters": {"b": {"15551231234": "2"}}},
        {"delivery_report": "full"},
        {"callback_url": "https://example.com/"},
        {"client_reference": ""},
        {"feedback_enabled": True},
        {"flash_message": True},
        {"truncate_concat": True},
        {"max_number_of_message_parts": 2},
        {"from_ton": 1, "from_npi": 2},
        {"send_at": "2019-08-25T14:15:22.344Z", "expire_at": "2019-08-25T14:15:22.345Z"},
    ],
)
def test_a_given_field_is_changed_and_the_others_stay(
    api: Api, batch: dict[str, Any], fields: dict[str, Any]
) -> None:
    after = api.update(batch["id"], **fields)
    assert changed(batch, after) == fields | {"modified_at": LATER}
    assert api.get(batch["id"]) == after


def test_recipients_are_added_at_the_end_then_removed(api: Api, batch: dict[str, Any]) -> None:
    after = api.update(
        batch["id"],
        to_add=["+1 555 123 9999", GROUP, "15551231234", "15551238888"],
        to_remove=["0015551238888", "15551231234", "15550000000"],
    )
    assert after["to"] == ["15551239999", GROUP]


def test_an_update_that_leaves_no_recipient_breaks_a_constraint(
    api: Api, refused: Refused, batch: dict[str, Any]
) -> None:
    answer = api.post({"to_remove": ["15551231234"]}, f"/{batch['id']}")
    refused(answer, "syntax_constraint_violation", "'to'", "0 entries")
    assert api.get(batch["id"]) == batch


def test_an_update_that_leaves_more_than_1000_recipients_breaks_a_constraint(
    api: Api, refused: Refused, batch: dict[str, Any]
) -> None:
    more = [str(15550000000 + number) for number in range(1000)]
    answer = api.post({"to_add": more}, f"/{batch['id']}")
    refused(answer, "syntax_constraint_violation", "'to'", "1001 entries")
    fits = api.update(batch["id"], to_add=more, to_remove=["15551231234"])
    assert len(fits["to"]) == 1000


@pytest.mark.parametrize("field", ["to_add", "to_remove"])
@pytest.mark.parametrize(
    ("value", "code"),
    [
        ([], "syntax_constraint_violation"),
        (["15551231234"] * 1001, "syntax_constraint_violation"),
        (["+1"], "syntax_invalid_parameter_format"),
        ([1], "syntax_invalid_json"),
        ("15551231234", "syntax_invalid_json"),
    ],
)
def test_bad_lists_of_recipients_are_refused(
    api: Api, refused: Refused, batch: dict[str, Any], field: str, value: object, code: str
) -> None:
    refused(api.post({field: value}, f"/{batch['id']}"), code, f"'{field}")


def test_an_unknown_group_to_add_is_403(api: Api, refused: Refused, batch: dict[str, Any]) -> None:
    answer = api.post({"to_add": ["unknown-group"]}, f"/{batch['id']}")
    refused(answer, "unknown_group", "unknown-group", status=403)


def test_a_group_that_was_deleted_since_does_not_stop_an_update(tmp_path: Path) -> None:
    path = tmp_path / "batches.db"
    with serving(store=SqliteStore(path)) as api:
        batch = api.scheduled(to=[GROUP, "15551231234"])
    with serving(replace(PLAN, groups={}), store=SqliteStore(path)) as api:
        assert api.update(batch["id"], body="New")["to"] == [GROUP, "15551231234"]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("from", "!", "syntax_invalid_parameter_format"),
        ("from", 1, "syntax_invalid_json"),
        ("body", "x" * 2001, "syntax_constraint_violation"),
        ("parameters", {"a b": {}}, "syntax_invalid_parameter_format"),
        ("parameters", {"x" * 17: {}}, "syntax_constraint_violation"),
        ("parameters", "x", "syntax_invalid_json"),
        ("delivery_report", "some", "syntax_invalid_parameter_format"),
        ("delivery_report", 1, "syntax_invalid_json"),
        ("send_at", "soon", "syntax_invalid_parameter_format"),
        ("send_at", 1, "syntax_invalid_json"),
        ("expire_at", "2019-08-24T14:16:22.345Z", "syntax_constraint_violation"),
        ("expire_at", "2019-08-25T14:15:22.345Z", "syntax_constraint_violation"),
        ("expire_at", "2019-08-28T14:15:22.346Z", "syntax_constraint_violation"),
        ("callback_url", "x", "syntax_invalid_parameter_format"),
        ("callback_url", "http://x/" + "x" * 2040, "syntax_constraint_violation"),
        ("client_reference", "x" * 2049, "syntax_constraint_violation"),
        ("feedback_enabled", "yes", "syntax_invalid_json"),
        ("from_ton", 7, "syntax_constraint_violation"),
        ("max_number_of_message_parts", 0, "syntax_constraint_violation"),
        ("type", "mt_media", "syntax_invalid_json"),
    ],
)
def test_a_bad_value_is_refused_and_nothing_changes(
    api: Api, refused: Refused, batch: dict[str, Any], field: str, value: object, code: str
) -> None:
    refused(api.post({field: value}, f"/{batch['id']}"), code, f"'{field}")
    assert api.get(batch["id"]) == batch


def test_ton_without_npi_is_refused_unless_the_batch_has_the_other(
    api: Api, refused: Refused, batch: dict[str, Any]
) -> None:
    path = f"/{batch['id']}"
    refused(api.post({"from_ton": 1}, path), "syntax_constraint_violation", "'from_npi'")
    api.update(batch["id"], from_ton=1, from_npi=1)
    assert api.update(batch["id"], from_ton=2)["from_ton"] == 2


def test_another_type_breaks_a_constraint(
    api: Api, refused: Refused, batch: dict[str, Any]
) -> None:
    answer = api.post({"type": "mt_binary", "body": "AA==", "udh": "00"}, f"/{batch['id']}")
    refused(answer, "syntax_constraint_violation", "'type'", "mt_text")
    assert api.update(batch["id"], type="mt_text")["type"] == "mt_text"


def test_without_type_the_stored_type_holds(api: Api, refused: Refused) -> None:
    binary = api.accepted(api.post(BINARY | {"send_at": "2019-08-25"}), 201)
    path = f"/{binary['id']}"
    refused(api.post({"body": "Hello!"}, path), "syntax_invalid_parameter_format", "'body'")
    after = api.update(binary["id"], body="BAUGBw==", udh="00", parameters={"ignored": {}})
    assert (after["body"], after["udh"], "parameters" in after) == ("BAUGBw==", "00", False)
    too_long = {"type": None, "body": "A" * 188}
    refused(api.post(too_long, path), "syntax_constraint_violation", "142 bytes")


def test_without_type_and_batch_the_update_is_taken_for_a_text(api: Api, refused: Refused) -> None:
    assert api.post({"body": "Hello!"}, "/unknown").status_code == 404
    answer = api.post({"type": "mt_binary", "body": "Hello!"}, "/unknown")
    refused(answer, "syntax_invalid_parameter_format", "'body'")


def test_a_dispatched_or_canceled_batch_cannot_be_updated(api: Api, refused: Refused) -> None:
    canceled = api.scheduled()
    api.call("DELETE", f"/{canceled['id']}")
    for batch in (api.send(), canceled):
        answer = api.post({}, f"/{batch['id']}")
        refused(answer, "batch_already_dispatched", batch["id"], status=403)


def test_an_update_needs_a_sender_if_the_plan_lost_its_default_originator(
    tmp_path: Path, refused: Refused
) -> None:
    path = tmp_path / "batches.db"
    with serving(store=SqliteStore(path)) as api:
        batch = api.scheduled(**{"from": None})
    with serving(replace(PLAN, default_originator=None), store=SqliteStore(path)) as api:
        answer = api.post({"body": "New"}, f"/{batch['id']}")
        refused(answer, "syntax_constraint_violation", "'from' is required")
        assert api.update(batch["id"], **{"from": "44345"})["from"] == "44345"

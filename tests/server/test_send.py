"""What a new batch is made of (seed: Send; sources §6, §12; decisions 6 to 21)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ulid import ULID

from sinch_batches_server import Plan
from sinch_batches_server._http import spec

from .conftest import BINARY, NOW, TEXT, Api, Refused, serving

ALWAYS = {
    "id",
    "type",
    "to",
    "body",
    "canceled",
    "delivery_report",
    "created_at",
    "modified_at",
    "expire_at",
    "feedback_enabled",
    "flash_message",
}


def test_a_new_text_has_all_defaults_and_nothing_that_was_not_set(api: Api) -> None:
    batch = api.accepted(api.post({"to": ["15551231234"], "body": "Hi"}), 201)
    assert set(batch) == ALWAYS
    del batch["id"]
    assert batch == {
        "type": "mt_text",
        "to": ["15551231234"],
        "body": "Hi",
        "canceled": False,
        "delivery_report": "none",
        "created_at": "2019-08-24T14:15:22.345Z",
        "modified_at": "2019-08-24T14:15:22.345Z",
        "expire_at": "2019-08-27T14:15:22.345Z",
        "feedback_enabled": False,
        "flash_message": False,
    }


def test_a_binary_batch_has_its_udh_besides(api: Api) -> None:
    batch = api.accepted(api.post(BINARY), 201)
    assert set(batch) == ALWAYS | {"udh"}
    assert (batch["type"], batch["body"], batch["udh"]) == (
        "mt_binary",
        "AAECAw==",
        "060504158115a0",
    )


def test_every_field_that_is_set_is_echoed(api: Api) -> None:
    fields = {
        "from": "Sinch",
        "parameters": {"name": {"+15551231234": "Joe", "default": "you"}, "unused": {}},
        "delivery_report": "per_recipient_final",
        "send_at": "2019-08-25T00:00:00.000Z",
        "expire_at": "2019-08-26T00:00:00.000Z",
        "callback_url": "https://example.com:8443/callback?a=b#c",
        "client_reference": "",
        "feedback_enabled": True,
        "flash_message": True,
        "truncate_concat": False,
        "max_number_of_message_parts": 3,
        "from_ton": 1,
        "from_npi": 1,
    }
    batch = api.send(**fields)
    assert {key: batch[key] for key in fields} == fields
    assert api.get(batch["id"]) == batch


def test_the_time_of_the_id_is_that_of_the_creation_and_later_ones_are_greater(api: Api) -> None:
    ids = [api.send()["id"] for _ in range(5)]
    assert {ULID.from_str(batch_id).milliseconds for batch_id in ids} == {NOW}
    assert ids == sorted(set(ids))


@pytest.mark.parametrize(
    ("schema", "document"), [("TextSubmission", TEXT), ("BinarySubmission", BINARY)]
)
@pytest.mark.parametrize("path", ["", "/dry_run"])
def test_null_for_a_field_that_is_not_required_is_the_same_as_absent(
    api: Api, path: str, schema: str, document: dict[str, Any]
) -> None:
    required = spec.document()["components"]["schemas"][schema]["required"]
    for field in spec.fields(schema).keys() - set(required):
        absent = {key: value for key, value in document.items() if key != field}
        without, null = (api.post(sent, path).json() for sent in (absent, absent | {field: None}))
        assert "code" not in without
        assert null | {"id": ""} == without | {"id": ""}, field


@pytest.mark.parametrize(
    "document",
    [{"body": ""}, {"to": ["15551231234"]}, {}, TEXT | {"to": None}, BINARY | {"udh": None}],
)
@pytest.mark.parametrize("path", ["", "/dry_run"])
def test_a_required_field_that_is_missing_or_null_breaks_a_constraint(
    api: Api, refused: Refused, path: str, document: object
) -> None:
    refused(api.post(document, path), "syntax_constraint_violation", "is required")


@pytest.mark.parametrize("kind", ["mt_media", "text", "", 1, [], {}, True])
@pytest.mark.parametrize("path", ["", "/dry_run"])
def test_an_unknown_type_is_syntax_invalid_json(
    api: Api, refused: Refused, path: str, kind: object
) -> None:
    refused(api.post(TEXT | {"type": kind}, path), "syntax_invalid_json", "'type'", "mt_text")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("body", 1),
        ("body", ["x"]),
        ("from", 15551230000),
        ("delivery_report", 1),
        ("send_at", 1566656122),
        ("callback_url", 1),
        ("client_reference", 1),
        ("feedback_enabled", "true"),
        ("flash_message", 1),
        ("truncate_concat", "yes"),
        ("max_number_of_message_parts", "3"),
        ("max_number_of_message_parts", 1.5),
        ("max_number_of_message_parts", True),
        ("from_ton", "1"),
        ("parameters", []),
        ("parameters", {"name": "Joe"}),
        ("parameters", {"name": {"default": 1}}),
        ("parameters", {"name": {"default": None}}),
    ],
)
def test_a_value_of_another_json_type_is_syntax_invalid_json(
    api: Api, refused: Refused, field: str, value: object
) -> None:
    refused(api.post(TEXT | {field: value}), "syntax_invalid_json", f"'{field}")


def test_a_number_out_of_range_for_json_is_syntax_invalid_json(api: Api, refused: Refused) -> None:
    body = json.dumps(TEXT)[:-1] + ', "max_number_of_message_parts": 1e400}'
    refused(api.raw(body), "syntax_invalid_json", "'max_number_of_message_parts'")


def test_a_whole_number_written_with_a_fraction_is_echoed_without(api: Api) -> None:
    body = json.dumps(TEXT)[:-1] + ', "max_number_of_message_parts": 3.0}'
    assert '"max_number_of_message_parts":3,' in api.raw(body).text.replace("}", ",")


@pytest.mark.parametrize("value", [1, 2**31 - 1])
def test_message_parts_may_be_limited_to_1_or_more(api: Api, value: int) -> None:
    assert api.send(max_number_of_message_parts=value)["max_number_of_message_parts"] == value


@pytest.mark.parametrize("value", [0, -1, 2**31, 10**100])
def test_other_limits_of_message_parts_break_a_constraint(
    api: Api, refused: Refused, value: int
) -> None:
    answer = api.post(TEXT | {"max_number_of_message_parts": value})
    refused(answer, "syntax_constraint_violation", "'max_number_of_message_parts'")


def test_an_unknown_report_type_is_malformed(api: Api, refused: Refused) -> None:
    answer = api.post(TEXT | {"delivery_report": "report"})
    refused(answer, "syntax_invalid_parameter_format", "'delivery_report'", "'report'", "summary")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.com",
        "/path",
        "ftp://example.com",
        "http://",
        "http://a b",
        "http://[",
        "string",
        "http://example.com:port",
        "http://example.com:70000",
        "http://exam\tple.com",
    ],
)
def test_a_callback_url_that_is_no_url_is_malformed(api: Api, refused: Refused, url: str) -> None:
    answer = api.post(TEXT | {"callback_url": url})
    refused(answer, "syntax_invalid_parameter_format", "'callback_url'")


@pytest.mark.parametrize("field", ["callback_url", "client_reference"])
def test_a_callback_url_or_reference_has_at_most_2048_characters(
    api: Api, refused: Refused, field: str
) -> None:
    longest = "http://example.com/".ljust(2048, "x")
    assert api.send(**{field: longest})[field] == longest
    refused(api.post(TEXT | {field: longest + "x"}), "syntax_constraint_violation", f"'{field}'")


@pytest.mark.parametrize("mode", ["summary", "full", "per_recipient", "per_recipient_final"])
@pytest.mark.parametrize("path", ["", "/dry_run"])
def test_a_report_without_any_callback_url_is_403(
    api: Api, refused: Refused, path: str, mode: str
) -> None:
    answer = api.post(TEXT | {"delivery_report": mode}, path)
    refused(answer, "missing_callback_url", "without any callback URL", status=403)


def test_the_plans_callback_url_will_do_for_a_report_and_is_not_echoed() -> None:
    with serving(Plan("p", ("t",), default_callback_url="http://127.0.0.1:9/")) as api:
        assert "callback_url" not in api.send(
            delivery_report="summary", send_at="2019-08-25T00:00Z"
        )


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, "'null'"), (True, "'true'"), ({"\u00e9": 1.5}, "'{\"\u00e9\": 1.5}'")],
)
def test_a_value_is_shown_as_json_in_an_error_text(api: Api, value: object, shown: str) -> None:
    assert f"value {shown}:" in api.post(TEXT | {"to": [value]}).json()["text"]


def test_a_long_value_is_cut_in_an_error_text(api: Api) -> None:
    assert len(api.post(TEXT | {"client_reference": "x" * 9000}).json()["text"]) < 300


def test_any_unicode_text_comes_back_as_it_was(api: Api) -> None:
    body = 'Hej \u00e5\u00e4\u00f6 \U0001f383 \u0000 "\\ \u2028 \ufeff'
    for raw in (
        json.dumps(TEXT | {"body": body}),
        json.dumps(TEXT | {"body": body}, ensure_ascii=False),
    ):
        batch = api.accepted(api.raw(raw.encode()), 201)
        assert api.get(batch["id"])["body"] == body

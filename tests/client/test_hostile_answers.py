"""What real answers hold beside the expected: nothing of it raises from a page."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from sinch_batches import (
    BatchesClient,
    BinaryBatch,
    OpaqueBatch,
    TextBatch,
    TextSubmission,
    UnexpectedAnswer,
    decode_batch,
)

from .scripted import Scripted, stored

BINARY = stored(type="mt_binary", body="AAECAw==", udh="060504")


@pytest.mark.parametrize(
    "fields",
    [
        {"callback_url": "not a url"},
        {"parameters": {}},
        {"parameters": {"name": {}}},
        {"expire_at": "2019-08-24T14:15:22.000Z"},
        {"tags": ["new", {"field": None}]},
        {"delivery_report": "per_moon"},
        {"send_at": None, "client_reference": None},
        {"created_at": "2019-08-24T14:15:22Z"},
        {"created_at": "2019-08-24T14:15:22.1234567+05:30"},
    ],
    ids=str,
)
def test_an_odd_text_is_still_typed(fields: dict[str, Any]) -> None:
    assert isinstance(decode_batch(stored(**fields)), TextBatch)


@pytest.mark.parametrize(
    "change",
    [{"udh": None}, {"udh": "zz"}, {"body": "no base64!"}, {"body": "AAECAw==\n"}],
    ids=str,
)
def test_an_odd_binary_is_still_typed(change: dict[str, Any]) -> None:
    assert isinstance(decode_batch({**BINARY, **change}), BinaryBatch)


def test_base64_with_a_newline_is_read_and_what_isnt_base64_raises_only_when_read() -> None:
    newline, broken = (
        decode_batch({**BINARY, "body": "AAECAw==\n"}),
        decode_batch({**BINARY, "body": "*", "udh": "zz"}),
    )
    assert isinstance(newline, BinaryBatch)
    assert newline.body_bytes == b"\0\1\2\3"
    assert isinstance(broken, BinaryBatch)
    with pytest.raises(ValueError, match="base64"):
        _ = broken.body_bytes
    with pytest.raises(ValueError, match="hex"):
        _ = broken.udh_bytes


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"type": "mt_media"}, "type 'mt_media' is unknown"),
        ({"type": 7}, "type 7 is unknown"),
        ({"type": ""}, "type '' is unknown"),
        ({"type": ["mt_text"]}, "type .* is unknown"),
        ({"id": None}, "id is missing"),
        ({"id": 5}, "id: must be str, is int 5"),
        ({"created_at": None}, "created_at is missing"),
        ({"created_at": "yesterday"}, "created_at: must be datetime, is str 'yesterday'"),
        ({"created_at": 1566656122}, "created_at: must be datetime, is int 1566656122"),
        ({"to": "15551231234"}, "to: must be list of str, is str '15551231234'"),
        ({"to": [15551231234]}, "to: item 0: must be str, is int 15551231234"),
        ({"to": [None]}, "to: item 0: must be str, is NoneType"),
        ({"body": {"url": "https://example.com"}}, "body: must be str, is dict {'url': "),
        ({"canceled": "false"}, "canceled: must be bool, is str 'false'"),
        ({"from_ton": True}, "from_ton: must be int, is bool"),
        (
            {"max_number_of_message_parts": 1.5},
            "max_.*: must be int, is float 1.5",
        ),
        ({"delivery_report": 3}, "delivery_report: must be one of full, .*, is int 3"),
        ({"parameters": ["name"]}, r"parameters: must be Parameters, is list \['name'\]"),
        ({"parameters": {"name": "Joe"}}, "parameters: name: must be dict, is str 'Joe'"),
        (
            {"parameters": {"name": {"default": 5}}},
            "parameters: name: default: .* str, is int 5",
        ),
    ],
    ids=str,
)
def test_what_doesnt_fit_is_opaque_with_its_fields_and_the_reason(
    change: dict[str, Any], reason: str
) -> None:
    raw = stored(**change)
    batch = decode_batch(raw)
    assert isinstance(batch, OpaqueBatch)
    assert batch.raw == raw
    assert re.match(reason, batch.reason), batch.reason
    assert batch.id == (raw["id"] if isinstance(raw["id"], str) else "")


def test_the_reason_is_found_among_any_number_of_fields() -> None:
    many = {f"x{number}": number for number in range(50_000)}
    values = {name: {"default": "x"} for name in many}
    for reason, odd in {
        "parameters: must be Parameters, is str 'x'": {**many, "parameters": "x"},
        "parameters: last: must be dict, is int 5": {"parameters": {**values, "last": 5}},
    }.items():  # quadratic time would be minutes
        batch = decode_batch(stored(**odd))  # type: ignore[arg-type]
        assert isinstance(batch, OpaqueBatch)
        assert batch.reason == reason


@pytest.mark.parametrize("raw", [None, 5, "x", [], [{}], True], ids=str)
def test_what_is_no_object_is_opaque(raw: object) -> None:
    assert isinstance(decode_batch(raw), OpaqueBatch)


def test_without_a_type_it_is_text_and_says_so() -> None:
    raw = stored()
    del raw["type"]
    batch = decode_batch(raw)
    assert isinstance(batch, TextBatch)
    assert batch.type_ == "mt_text"


def test_times_without_an_offset_are_in_utc() -> None:
    batch = decode_batch(stored(send_at="2019-08-24T14:15:22", expire_at="2019-08-27"))
    assert isinstance(batch, TextBatch)
    assert batch.send_at == datetime(2019, 8, 24, 14, 15, 22, tzinfo=UTC)
    assert batch.expire_at == datetime(2019, 8, 27, tzinfo=UTC)


def test_unknown_fields_are_kept() -> None:
    batch = decode_batch(stored(tags=["a"]))
    assert isinstance(batch, TextBatch)
    assert batch["tags"] == ["a"]


def test_one_odd_batch_hides_no_other(client: BatchesClient, api: Scripted) -> None:
    odd = [stored(type="mt_media"), 5, {}, stored(id="A"), BINARY]
    api.will(httpx.Response(200, json={"page": 0, "page_size": 5, "count": 5, "batches": odd}))
    kinds = [type(batch) for batch in client.list()]
    assert kinds == [OpaqueBatch, OpaqueBatch, OpaqueBatch, TextBatch, BinaryBatch]


@pytest.mark.parametrize(
    "content",
    [b"", b"<html>", b"{}", b"[]", b'{"batches": 5}', b'{"batches": []}', b"\xff", b"[" * 100_000],
    ids=lambda content: content[:20],
)
def test_a_page_that_is_none_is_one_clear_error(
    client: BatchesClient, api: Scripted, content: bytes
) -> None:
    api.will(httpx.Response(200, content=content))
    with pytest.raises(UnexpectedAnswer, match="200 the answer can't be read") as caught:
        client.list_page()
    assert caught.value.status_code == 200


@pytest.mark.parametrize("content", [b"", b"<html>", b"[" * 100_000], ids=lambda c: c[:9])
def test_a_success_without_a_batch_isnt_taken_for_one(
    client: BatchesClient, api: Scripted, content: bytes
) -> None:
    api.will(httpx.Response(201, content=content))
    with pytest.raises(UnexpectedAnswer, match="201 the answer can't be read: it is no JSON"):
        client.send(TextSubmission(to=["15551231234"], body="Hi"))
    assert len(api.requests) == 1


def test_match_tells_the_three_kinds_apart() -> None:
    def kind(raw: object) -> str:
        match decode_batch(raw):
            case TextBatch(body=body):
                return f"text {body}"
            case BinaryBatch(udh=udh):
                return f"binary {udh}"
            case OpaqueBatch(reason=reason):
                return f"opaque {reason}"

    said = [kind(raw) for raw in (stored(), BINARY, {})]
    assert said == ["text Hi", "binary 060504", "opaque id is missing"]


def test_each_field_of_an_answer_is_read_under_the_name_that_the_model_writes() -> None:
    everything = stored(
        **{"from": "15551230000"},
        parameters={"name": {"default": "there"}},
        send_at="2019-08-24T14:15:22+00:00",
        expire_at="2019-08-24T14:15:22+00:00",
        created_at="2019-08-24T14:15:22+00:00",
        modified_at="2019-08-24T14:15:22+00:00",
        callback_url="https://example.com",
        client_reference="mine",
        feedback_enabled=True,
        flash_message=True,
        truncate_concat=True,
        max_number_of_message_parts=3,
        from_ton=1,
        from_npi=1,
    )
    batch = decode_batch(everything)
    assert isinstance(batch, TextBatch)
    assert json.loads(json.dumps(batch.to_dict())) == everything
    assert not batch.additional_properties

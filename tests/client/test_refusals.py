"""What is refused before the wire, each time with field, value and rule."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from sinch_batches import (
    BatchesClient,
    BinarySubmission,
    BinaryUpdate,
    InvalidRequest,
    TextSubmission,
    TextUpdate,
)

from .scripted import Scripted

TEXT = TextSubmission(to=["15551231234"], body="Hi")
NAIVE = datetime(2030, 1, 1)
BY_ID: list[Callable[[BatchesClient, Any], object]] = [
    lambda client, id_: client.get(id_),
    lambda client, id_: client.update(id_, TextUpdate()),
    lambda client, id_: client.replace(id_, TEXT),
    lambda client, id_: client.cancel(id_),
    lambda client, id_: client.send_delivery_feedback(id_, []),
]


@pytest.mark.parametrize("call", BY_ID)
@pytest.mark.parametrize(
    "batch_id",
    ["", ".", "..", "/", "a/b", "?", "a?b", "#", "%2e%2e", "dry_run", "a b", "a\n", "ä", None, 5],
)
def test_an_id_that_would_hit_another_operation_is_refused(
    client: BatchesClient,
    api: Scripted,
    call: Callable[[BatchesClient, Any], object],
    batch_id: Any,
) -> None:
    with pytest.raises(InvalidRequest, match=r"batch_id .*: must be an id") as caught:
        call(client, batch_id)
    assert (caught.value.field, caught.value.value) == ("batch_id", batch_id)
    assert not api.requests


@pytest.mark.parametrize("plan", ["", "..", "a/b", "%2e"])
def test_a_service_plan_id_that_would_change_the_path_is_refused(plan: str) -> None:
    with pytest.raises(InvalidRequest, match="service_plan_id"):
        BatchesClient(plan, "t0ken", region="eu")


@pytest.mark.parametrize(
    ("call", "field"),
    [
        (lambda c: c.send(TextSubmission(to=["1"], body="", send_at=NAIVE)), "send_at"),
        (lambda c: c.dry_run(TextSubmission(to=["1"], body="", expire_at=NAIVE)), "expire_at"),
        (lambda c: c.replace("A", TextSubmission(to=["1"], body="", send_at=NAIVE)), "send_at"),
        (lambda c: c.update("A", TextUpdate(expire_at=NAIVE)), "expire_at"),
        (lambda c: c.list_page(start_date=NAIVE), "start_date"),
        (lambda c: list(c.list(end_date=NAIVE)), "end_date"),
        (lambda c: c.send_once(TextSubmission(to=["1"], body="", send_at=NAIVE)), "send_at"),
    ],
)
def test_a_time_without_an_offset_is_refused(
    client: BatchesClient, api: Scripted, call: Callable[[BatchesClient], object], field: str
) -> None:
    with pytest.raises(InvalidRequest, match=f"{field} '2030-01-01T00:00:00': must have a time"):
        call(client)
    assert not api.requests


@pytest.mark.parametrize(
    ("message", "rule"),
    [
        (BinarySubmission(to=["1"], body=b"x" * 138, udh=b"abc"), "'141 bytes': must be at most"),
        (BinaryUpdate(body=b"x" * 141), "'141 bytes': must be at most 140"),
        (BinarySubmission(to=["1"], body="no base64!", udh=b"abc"), "body 'no base64!': must be"),
        (BinarySubmission(to=["1"], body="é", udh=b"abc"), "body 'é': must be bytes"),
        (BinarySubmission(to=["1"], body=b"", udh="xyz"), "udh 'xyz': must be bytes, or hex"),
    ],
)
def test_binary_content_that_cant_be_sent_is_refused(
    client: BatchesClient, api: Scripted, message: Any, rule: str
) -> None:
    with pytest.raises(InvalidRequest, match=rule):
        client.update("A", message) if isinstance(message, BinaryUpdate) else client.send(message)
    assert not api.requests


def test_140_bytes_go_out_in_base64_and_hexadecimal(client: BatchesClient, api: Scripted) -> None:
    api.will(httpx.Response(201, json={}))
    message = BinarySubmission(to=["1"], body=b"\xff" * 137, udh=b"\x01\x02\xff")
    client.send(message)
    sent = api.requests[0].content
    assert b'"udh":"0102ff"' in sent
    assert b'"body":"////' in sent
    message.body = b"\0"  # type: ignore[assignment]  # the converter takes it
    assert message.body == "AA=="


def test_half_a_character_is_refused(client: BatchesClient, api: Scripted) -> None:
    with pytest.raises(InvalidRequest, match=r"text '\\ud83c': is half a character"):
        client.send(TextSubmission(to=["1"], body="Hi \ud83c"))
    with pytest.raises(InvalidRequest, match=r"text '\\ud83c': is half a character"):
        client.list_page(client_reference="\ud83c")
    assert not api.requests


def test_fewer_than_no_retries_are_refused() -> None:
    with pytest.raises(InvalidRequest, match="retries -1: must be 0 or more"):
        BatchesClient("plan", "t0ken", region="eu", retries=-1)


def test_an_unknown_keyword_is_refused_by_name(client: BatchesClient, api: Scripted) -> None:
    with pytest.raises(TypeError, match="too"):
        TextSubmission(too=["1"], body="")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="form"):
        client.list_page(form="1")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="timout"):
        BatchesClient("plan", "t0ken", region="eu", timout=3)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="http_client has a timeout"):
        BatchesClient("plan", "t0ken", region="eu", http_client=httpx.Client(), timeout=3)
    assert not api.requests


@pytest.mark.parametrize("wrong", [TextUpdate(), {"to": ["1"]}, None])
def test_what_is_no_submission_is_refused(client: BatchesClient, api: Scripted, wrong: Any) -> None:
    with pytest.raises(InvalidRequest, match=r"message .*must be a TextSubmission or BinarySub"):
        client.send(wrong)
    with pytest.raises(InvalidRequest, match="message"):
        client.send_once(wrong)
    with pytest.raises(InvalidRequest, match="message"):
        next(client.send_to_many([], wrong))
    assert not api.requests


def test_one_number_isnt_taken_for_a_list_of_them(client: BatchesClient, api: Scripted) -> None:
    with pytest.raises(
        InvalidRequest, match="recipients '15551231234': must be list of str, is str"
    ):
        client.send_delivery_feedback("A", "15551231234")
    with pytest.raises(InvalidRequest, match="recipients '15551231234': must be an iterable of"):
        next(client.send_to_many("15551231234", TEXT))
    with pytest.raises(InvalidRequest, match="already_sent 'a-1': must be an iterable of"):
        next(client.send_to_many(["15551231234"], TEXT, already_sent="a-1"))
    with pytest.raises(InvalidRequest, match="at_once 0: must be 1 to 1000"):
        next(client.send_to_many(["15551231234"], TEXT, at_once=0))
    with pytest.raises(InvalidRequest, match="size 1001: must be 1 to 1000"):
        next(client.send_to_many(["15551231234"], TEXT, size=1001))
    assert not api.requests


@pytest.mark.parametrize(
    "base_url",
    [
        "",
        "example.com",
        "ftp://example.com",
        "https://",
        "https://example.com?a=b",
        "https://example.com#a",
        "http://[::1",
        "https://example.com:port",
        "https://sms..example.com",
        f"https://{'a' * 64}.example.com",
    ],
)
def test_a_base_url_that_is_none_is_refused(base_url: str) -> None:
    with pytest.raises(InvalidRequest, match="base_url"):
        BatchesClient("plan", "t0ken", base_url=base_url)


def test_a_password_in_the_base_url_is_refused_and_not_shown() -> None:
    with pytest.raises(InvalidRequest, match="neither user nor password") as caught:
        BatchesClient("plan", "t0ken", base_url="https://me:s3cret@example.com")
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("token", ["", "a b", "t0ken\n", "tökén"])
def test_a_token_that_no_header_can_hold_is_refused_and_not_shown(token: str) -> None:
    with pytest.raises(InvalidRequest, match=r"api_token '\(hidden\)'"):
        BatchesClient("plan", token, region="eu")


@pytest.mark.parametrize("lacking", ["SINCH_SERVICE_PLAN_ID", "SINCH_SMS_API_TOKEN"])
def test_what_lacks_in_the_environment_is_named(
    monkeypatch: pytest.MonkeyPatch, lacking: str
) -> None:
    monkeypatch.setenv("SINCH_SERVICE_PLAN_ID", "plan")
    monkeypatch.setenv("SINCH_SMS_API_TOKEN", "t0ken")
    monkeypatch.setenv(lacking, "")
    with pytest.raises(InvalidRequest, match=f"{lacking} None: must be set"):
        BatchesClient.from_env()


def test_aware_times_go_out_with_their_offset(client: BatchesClient, api: Scripted) -> None:
    api.will(httpx.Response(201, json={}))
    client.send(TextSubmission(to=["1"], body="", send_at=datetime(2030, 1, 1, tzinfo=UTC)))
    assert b'"send_at":"2030-01-01T00:00:00+00:00"' in api.requests[0].content

"""Delivery reports that arrive at a callback URL (sources §14.5)."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from tests.document import read_spec

from sinch_batches import (
    BatchDeliveryReport,
    DeliveryStatus,
    InboundBinary,
    InboundText,
    InvalidRequest,
    OpaqueReport,
    RecipientDeliveryReport,
    SeenNonces,
    UnreadableReport,
    parse_callback,
    parse_delivery_report,
    verify_signature,
)

EXAMPLES = read_spec()["components"]["examples"]
SUMMARY, FULL, RECIPIENT = (
    EXAMPLES[name]["value"]
    for name in ("SummaryDeliveryReport", "FullDeliveryReport", "RecipientDeliveryReport")
)
BODY, SECRET = b'{"type": "x"}', "s3cret"


def test_a_summary_counts_by_status() -> None:
    report = parse_delivery_report(json.dumps(SUMMARY))
    assert isinstance(report, BatchDeliveryReport)
    (count,) = report.statuses
    assert (count.status, count.code, count.count) == (DeliveryStatus.DELIVERED, 0, 2)
    assert not count.recipients


def test_a_full_report_names_recipients() -> None:
    report = parse_delivery_report(json.dumps(FULL).encode())
    assert isinstance(report, BatchDeliveryReport)
    assert [each.recipients for each in report.statuses] == [["15551231234"], ["15551256344"]]
    assert report.client_reference == "myReference"


@pytest.mark.parametrize("more", [{}, {"operator": "35000", "encoding": "GSM"}, {"new": [1]}])
def test_a_report_of_one_recipient_has_its_times(more: dict[str, object]) -> None:
    report = parse_delivery_report(json.dumps({**RECIPIENT, **more}))
    assert isinstance(report, RecipientDeliveryReport)
    assert report.at == datetime(2019, 8, 24, 14, 15, 30, tzinfo=UTC)
    assert report.status is DeliveryStatus.DELIVERED


def test_a_status_that_is_new_is_kept() -> None:
    report = parse_delivery_report(json.dumps({**RECIPIENT, "status": "Teleported"}))
    assert report.status == "Teleported"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "type None is unknown"),
        (b"<html>", "type None is unknown"),
        (b"[]", "type None is unknown"),
        (b'{"type": "delivery_report_rcs"}', "type 'delivery_report_rcs' is unknown"),
        (b'{"type": "delivery_report_mms"}', "batch_id is missing"),
        (json.dumps(EXAMPLES["InboundText"]["value"]).encode(), "type 'mo_text' is none"),
        (b'{"type": ["x"]}', "is unknown"),
        (b'{"type": "delivery_report_sms"}', "batch_id is missing"),
        (json.dumps({**RECIPIENT, "code": "zero"}).encode(), "code: must be int, is str"),
        (json.dumps({**FULL, "statuses": [{}]}).encode(), "statuses: code is missing"),
        (b"[" * 100_000, "is unknown"),
    ],
    ids=lambda value: value[:40],
)
def test_what_is_no_report_says_why(body: bytes, reason: str) -> None:
    with pytest.raises(UnreadableReport, match=reason):
        parse_delivery_report(body)


def test_numbers_that_come_as_text_are_read() -> None:
    count = {"code": "405", "status": "Aborted", "count": "2"}
    report = parse_callback(json.dumps({**FULL, "total_message_count": "2", "statuses": [count]}))
    assert isinstance(report, BatchDeliveryReport)
    assert (report.total_message_count, report.statuses[0].code) == (2, 405)


@pytest.mark.parametrize("kind", ["delivery_report_sms", "delivery_report_mms"])
def test_a_callback_is_what_its_type_says(kind: str) -> None:
    assert isinstance(parse_callback(json.dumps({**SUMMARY, "type": kind})), BatchDeliveryReport)
    one = {**RECIPIENT, "type": f"recipient_{kind}"}
    assert isinstance(parse_callback(json.dumps(one)), RecipientDeliveryReport)


def test_an_inbound_message_is_handed_over() -> None:
    text, binary = (
        parse_callback(json.dumps(EXAMPLES[name]["value"]))
        for name in ("InboundText", "InboundBinary")
    )
    assert isinstance(text, InboundText)
    assert (text.body, text.from_) == ("STOP", "15551231234")
    assert isinstance(binary, InboundBinary)
    assert binary.body_bytes == b"\0\1\2\3"


@pytest.mark.parametrize(
    ("body", "type_", "reason"),
    [
        (b'{"type": "mo_media", "id": "x", "body": {"media": []}}', "mo_media", "is unknown"),
        (b'{"type": "mo_text", "from": "1"}', "mo_text", "id is missing"),
        (b'{"type": 5}', None, "type None is unknown"),
        (b"", None, "type None is unknown"),
        (b"\xff", None, "type None is unknown"),
    ],
)
def test_what_fits_no_type_is_opaque_and_says_why(
    body: bytes, type_: str | None, reason: str
) -> None:
    found = parse_callback(body)
    assert isinstance(found, OpaqueReport)
    assert found.type == type_
    assert reason in found.reason
    assert len(repr(found)) < 700


def signed(
    body: bytes = BODY, secret: str = SECRET, timestamp: str = "1700000000"
) -> dict[str, str]:
    mac = hmac.new(secret.encode(), body + f".n0nce.{timestamp}".encode(), hashlib.sha256)
    return {
        "X-Sinch-Webhook-Signature": b64encode(mac.digest()).decode(),
        "X-Sinch-Webhook-Signature-Nonce": "n0nce",
        "X-Sinch-Webhook-Signature-Timestamp": timestamp,
        "X-Sinch-Webhook-Signature-Algorithm": "HmacSHA256",
    }


def test_the_right_signature_is_taken_whatever_the_case_of_the_headers() -> None:
    assert verify_signature(BODY, signed(), SECRET)
    assert verify_signature(BODY, {key.lower(): value for key, value in signed().items()}, SECRET)


@pytest.mark.parametrize("header", list(signed())[:3])
@pytest.mark.parametrize("value", [None, "", "x", "ä", "\ud800"])
def test_a_header_that_lacks_or_was_changed_breaks_it(header: str, value: str | None) -> None:
    headers = {**signed(), header: value}
    given = {key: value for key, value in headers.items() if value is not None}
    assert not verify_signature(BODY, given, SECRET)


def test_another_body_or_secret_breaks_it() -> None:
    assert not verify_signature(BODY + b" ", signed(), SECRET)
    assert not verify_signature(BODY, signed(), "other")


def test_an_empty_secret_by_which_anybody_could_sign_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="secret '': must be a str, and not empty"):
        verify_signature(BODY, signed(secret=""), "")


def test_a_body_of_text_and_the_headers_of_wsgi_are_taken() -> None:
    environ = {"HTTP_" + key.upper().replace("-", "_"): value for key, value in signed().items()}
    assert verify_signature(BODY, environ, SECRET)
    assert verify_signature(BODY.decode(), signed(), SECRET)  # type: ignore[arg-type]
    assert not verify_signature(BODY + b" ", environ, SECRET)


@pytest.mark.parametrize(
    ("algorithm", "right"),
    [("HmacSHA256", True), ("HMAC-SHA256", True), ("", True), ("HmacSHA1", False), ("none", False)],
)
def test_a_signature_by_another_algorithm_is_refused(algorithm: str, right: bool) -> None:
    headers = {**signed(), "X-Sinch-Webhook-Signature-Algorithm": algorithm}
    assert verify_signature(BODY, headers, SECRET) is right


@pytest.mark.parametrize("unit", [1, 1000])
@pytest.mark.parametrize(("age", "right"), [(0, True), (299, True), (302, False), (-302, False)])
def test_an_old_callback_is_refused_within_a_tolerance(age: int, right: bool, unit: int) -> None:
    headers = signed(timestamp=str(int(time.time() - age) * unit))
    assert verify_signature(BODY, headers, SECRET)
    assert verify_signature(BODY, headers, SECRET, tolerance=300) is right


@pytest.mark.parametrize("timestamp", ["soon", "-1", "\u0661", "1" * 5000, "1700000000.0"])
def test_a_time_that_cannot_be_read_is_too_old(timestamp: str) -> None:
    headers = signed(timestamp=timestamp)
    assert verify_signature(BODY, headers, SECRET)
    assert not verify_signature(BODY, headers, SECRET, tolerance=10**12)


def test_a_callback_that_comes_again_is_refused_until_it_is_forgotten() -> None:
    seen = SeenNonces()
    assert not verify_signature(
        BODY, {**signed(), "X-Sinch-Webhook-Signature": ""}, SECRET, seen=seen
    )
    assert verify_signature(BODY, signed(), SECRET, seen=seen)
    assert not verify_signature(BODY, signed(), SECRET, seen=seen)
    seen.forget("n0nce")
    assert verify_signature(BODY, signed(), SECRET, seen=seen)


def test_nonces_are_remembered_up_to_a_number() -> None:
    seen = SeenNonces(most=2)
    assert [seen(nonce) for nonce in "abacab"] == [False, False, True, False, False, False]
    with pytest.raises(InvalidRequest, match="most"):
        SeenNonces(most=0)


def test_threads_that_bring_the_same_nonce_find_one_that_is_new() -> None:
    seen = SeenNonces()
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(seen, ["same"] * 1000)).count(False) == 1

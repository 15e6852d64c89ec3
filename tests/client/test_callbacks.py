"""Delivery reports that arrive at a callback URL."""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import b64encode
from datetime import UTC, datetime

import pytest
import yaml

from sinch_batches import (
    BatchDeliveryReport,
    DeliveryStatus,
    InvalidRequest,
    RecipientDeliveryReport,
    UnreadableReport,
    parse_delivery_report,
    verify_signature,
)
from sinch_batches_client import spec_path

EXAMPLES = yaml.safe_load(spec_path().read_text())["components"]["examples"]
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
        (b'{"type": "delivery_report_mms"}', "type 'delivery_report_mms' is unknown"),
        (b'{"type": ["x"]}', "is unknown"),
        (b'{"type": "delivery_report_sms"}', "batch_id is missing"),
        (json.dumps({**RECIPIENT, "code": "0"}).encode(), "code: must be int, is str"),
        (json.dumps({**FULL, "statuses": [{}]}).encode(), "statuses: code is missing"),
        (b"[" * 100_000, "is unknown"),
    ],
    ids=lambda value: value[:40],
)
def test_what_is_no_report_says_why(body: bytes, reason: str) -> None:
    with pytest.raises(UnreadableReport, match=reason):
        parse_delivery_report(body)


def signed(body: bytes = BODY, secret: str = SECRET) -> dict[str, str]:
    mac = hmac.new(secret.encode(), body + b".n0nce.1700000000", hashlib.sha256)
    return {
        "X-Sinch-Webhook-Signature": b64encode(mac.digest()).decode(),
        "X-Sinch-Webhook-Signature-Nonce": "n0nce",
        "X-Sinch-Webhook-Signature-Timestamp": "1700000000",
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

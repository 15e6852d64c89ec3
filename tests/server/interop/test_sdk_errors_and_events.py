"""What the official SDK makes of this server's refusals, and of its callbacks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sinch.domains.sms.api.v1.exceptions import SmsException  # type: ignore[import-untyped]
from sinch.domains.sms.sinch_events.v1.sms_sinch_event import (  # type: ignore[import-untyped]
    SmsSinchEvent,
)

from sinch_batches_server._delivery.posting import signature_headers

TWO = ["+12017777777", "+12015555555"]
BARE = ["12017777777", "12015555555"]
SENDER = "+12015550000"


def test_a_number_that_is_none_is_refused_with_code_and_text(batches: Any) -> None:
    with pytest.raises(SmsException) as refused:
        batches.send_sms(to=["+1"], from_=SENDER, body="Hi")
    assert refused.value.response_status_code == 400
    assert refused.value.http_response.body["code"] == "syntax_invalid_parameter_format"
    assert "'to[0]'" in refused.value.http_response.body["text"]


def test_an_unknown_group_is_refused_with_403(batches: Any) -> None:
    with pytest.raises(SmsException) as refused:
        batches.send_sms(to=["01W4FFL35P4NC4K35SMSGROUP9"], from_=SENDER, body="Hi")
    assert refused.value.response_status_code == 403
    assert refused.value.http_response.body["code"] == "unknown_group"


def test_updating_a_batch_that_was_sent_is_refused_with_403(batches: Any) -> None:
    sent = batches.send_sms(to=TWO, from_=SENDER, body="Hi")
    with pytest.raises(SmsException) as refused:
        batches.update_sms(batch_id=sent.id, body="Hello")
    assert refused.value.http_response.body["code"] == "batch_already_dispatched"


def test_an_unknown_batch_is_answered_with_404(batches: Any) -> None:
    for call in (batches.get, batches.cancel):
        with pytest.raises(SmsException) as refused:
            call(batch_id="01FC66621XXXXX119Z8PMV1QPQ")
        assert refused.value.response_status_code == 404


def test_a_wrong_token_is_answered_with_401(client: Callable[[str], Any]) -> None:
    with pytest.raises(SmsException) as refused:
        client("another-token").sms.batches.list()
    assert refused.value.response_status_code == 401


def test_the_sdk_verifies_the_signature_of_a_callback() -> None:
    body = b'{"type":"delivery_report_sms","batch_id":"b","total_message_count":0,"statuses":[]}'
    headers = signature_headers(body, "s3cret", "nonce", "1750000000")
    assert SmsSinchEvent("s3cret").validate_authentication_header(headers, body)
    assert not SmsSinchEvent("other").validate_authentication_header(headers, body)


def test_the_sdk_reads_both_kinds_of_callbacks() -> None:
    batch = {
        "type": "delivery_report_sms",
        "batch_id": "b",
        "total_message_count": 1,
        "statuses": [{"code": 0, "status": "Delivered", "count": 1, "recipients": BARE[:1]}],
    }
    recipient = {
        "type": "recipient_delivery_report_sms",
        "batch_id": "b",
        "recipient": BARE[0],
        "code": 405,
        "status": "Aborted",
        "at": "2025-06-15T15:06:40.000Z",
    }
    assert SmsSinchEvent().parse_event(batch).statuses[0].recipients == BARE[:1]
    assert SmsSinchEvent().parse_event(recipient).code == 405

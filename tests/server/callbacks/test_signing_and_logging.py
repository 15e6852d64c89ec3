"""Reports are signed if the plan has a secret (sources §14); and what logs don't tell of them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

    from .conftest import Server, ServerFactory


def test_a_signed_report_carries_the_hmac_of_body_nonce_and_timestamp(
    start: ServerFactory,
) -> None:
    server = start(callback_secret="s3cret")
    server.send()
    received = server.receiver.next()
    headers = {name.lower(): value for name, value in received.headers.items()}
    nonce = headers["x-sinch-webhook-signature-nonce"]
    timestamp = headers["x-sinch-webhook-signature-timestamp"]
    signed = received.body + f".{nonce}.{timestamp}".encode()
    digest = hmac.new(b"s3cret", signed, hashlib.sha256).digest()
    assert headers["x-sinch-webhook-signature"] == base64.b64encode(digest).decode()
    assert headers["x-sinch-webhook-signature-algorithm"] == "HmacSHA256"
    assert timestamp == str(server.clock.now // 1000)


def test_each_attempt_has_a_nonce_of_its_own(start: ServerFactory) -> None:
    server = start(callback_secret="s3cret")
    server.receiver.statuses = [503]
    server.send()
    first, second = server.receiver.next(), server.receiver.next()
    name = "x-sinch-webhook-signature-nonce"
    assert first.headers[name] != second.headers[name]


def test_without_a_secret_a_report_is_not_signed(server: Server) -> None:
    server.send()
    assert not [name for name in server.receiver.next().headers if "signature" in name.lower()]


def test_logs_show_no_secret_path_query_or_number(
    start: ServerFactory, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server = start(callback_secret="s3cret-of-the-plan")
    server.receiver.statuses = [503, 404]
    url = f"http://user:s3cret-word@127.0.0.1:{server.receiver.port}/s3cret-path?key=s3cret-key"
    server.send(callback_url=url)
    received = [server.receiver.next() for _ in range(2)][-1]
    assert received.headers["Authorization"].startswith("Basic ")
    server.send(callback_url="http://user:s3cret-word@192.0.2.1/s3cret-path")
    server.marker()
    assert "given up" in caplog.text
    assert "not sent" in caplog.text
    for hidden in ("s3cret", "15551231234", "?key", "Bearer t"):
        assert hidden not in caplog.text

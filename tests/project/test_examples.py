"""The examples that need no client run: the receivers of callbacks, and the run in CI."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import itertools
import json
import logging
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from examples import receive_with_django, receive_with_fastapi, receive_with_flask
from tests.document import read_spec

SECRET = "s3cret"
SPEC = read_spec()
EXAMPLES = SPEC["components"]["examples"]
REPORT, FULL, RECIPIENT, STOP, BINARY = (
    EXAMPLES[name]["value"]
    for name in (
        "SummaryDeliveryReport",
        "FullDeliveryReport",
        "RecipientDeliveryReport",
        "InboundText",
        "InboundBinary",
    )
)
RECEIVERS: dict[str, httpx.ASGITransport | httpx.WSGITransport] = {
    "receive_with_fastapi": httpx.ASGITransport(receive_with_fastapi.app),
    "receive_with_flask": httpx.WSGITransport(receive_with_flask.app),
    "receive_with_django": httpx.WSGITransport(receive_with_django.application),
}
count = itertools.count()


def signed(body: bytes, secret: str = SECRET, age: int = 0) -> dict[str, str]:
    nonce, moment = f"nonce-{next(count)}", str(int(time.time()) - age)
    mac = hmac.digest(secret.encode(), body + f".{nonce}.{moment}".encode(), hashlib.sha256)
    return {
        "x-sinch-webhook-signature": base64.b64encode(mac).decode(),
        "x-sinch-webhook-signature-nonce": nonce,
        "x-sinch-webhook-signature-timestamp": moment,
    }


@pytest.fixture(params=RECEIVERS)
def receiver(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def post(receiver: str, body: bytes, headers: dict[str, str] | None = None) -> int:
    transport = RECEIVERS[receiver]
    given = {"Content-Type": "application/json", **(headers or signed(body))}
    if isinstance(transport, httpx.WSGITransport):
        with httpx.Client(transport=transport, base_url="http://receiver") as client:
            return client.post("/callback", content=body, headers=given).status_code

    async def exchange() -> int:
        async with httpx.AsyncClient(transport=transport, base_url="http://receiver") as client:
            return (await client.post("/callback", content=body, headers=given)).status_code

    return asyncio.run(exchange())


@pytest.fixture(autouse=True)
def _secret(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setenv("SINCH_CALLBACK_SECRET", SECRET)
    caplog.set_level(logging.INFO)


@pytest.mark.parametrize(
    ("callback", "said"),
    [
        (REPORT, "batch 01FC66621XXXXX119Z8PMV1QPQ: 2 Delivered (0)"),
        (FULL, "batch 01FC66621XXXXX119Z8PMV1QPQ: 1 Aborted (405)"),
        (RECIPIENT, "batch 01FC66621XXXXX119Z8PMV1QPQ: one recipient Delivered (0)"),
        (STOP, "15551231234 wants no more messages"),
        (BINARY, "15551231234 wrote something"),
        ({"type": "mo_media"}, "a callback of type mo_media that can't be read"),
    ],
)
def test_a_receiver_takes_reports_and_messages_on_one_url(
    receiver: str, callback: dict[str, object], said: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert post(receiver, json.dumps(callback).encode()) == 204
    assert [line for line in caplog.messages if line.startswith(said)]


def test_a_receiver_refuses_what_is_forged_old_or_was_here_before(receiver: str) -> None:
    body = json.dumps(REPORT).encode()
    assert post(receiver, body, signed(body, "another")) == 403
    assert post(receiver, body, {"x-sinch-webhook-signature": "x"}) == 403
    assert post(receiver, body, signed(body, age=3 * 24 * 3600)) == 403
    headers = signed(body)
    assert [post(receiver, body, headers) for _ in range(2)] == [204, 403]


def test_a_receiver_takes_what_comes_again_after_it_failed(
    receiver: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = json.dumps(REPORT).encode()
    headers = signed(body)
    with monkeypatch.context() as broken:
        broken.setattr(f"examples.{receiver}.handle", lambda _: 1 / 0)
        try:
            assert post(receiver, body, headers) == 500
        except ZeroDivisionError:
            assert receiver == "receive_with_fastapi"  # the transport of tests lets it through
    assert post(receiver, body, headers) == 204


SUITE = """#!/bin/sh
echo "$@" > "$SEEN"
exit 1
"""


def test_the_run_in_ci_starts_and_stops_the_server_and_ends_as_the_suite_did(
    tmp_path: Path,
) -> None:
    suite = tmp_path / "sinch-batches"
    suite.write_text(SUITE)
    suite.chmod(0o755)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    server = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", str(port)]
    example = Path(__file__).resolve().parents[2] / "examples/conformance_in_ci.py"
    ended = subprocess.run(
        [sys.executable, example, url, tmp_path / "reports", *server],
        env=os.environ
        | {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "SEEN": str(tmp_path / "seen")},
        check=False,
    )
    assert ended.returncode == 1
    assert f"conformance --base-url {url}" in (tmp_path / "seen").read_text()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=1)

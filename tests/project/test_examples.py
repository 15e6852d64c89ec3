"""The examples that need no client run: the receiver of callbacks, and the run in CI."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import logging
import os
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from examples.callback_receiver import app

SECRET = "s3cret"
REPORT = {
    "type": "delivery_report_sms",
    "batch_id": "01FC66621XXXXX119Z8PMV1QPQ",
    "total_message_count": 1,
    "statuses": [{"code": 0, "status": "Delivered", "count": 1}],
}


def signed(body: bytes, secret: str) -> dict[str, str]:
    mac = hmac.digest(secret.encode(), body + b".nonce.1566656122", hashlib.sha256)
    return {
        "x-sinch-webhook-signature": base64.b64encode(mac).decode(),
        "x-sinch-webhook-signature-nonce": "nonce",
        "x-sinch-webhook-signature-timestamp": "1566656122",
    }


def post(body: bytes, secret: str) -> httpx.Response:
    async def exchange() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://receiver") as client:
            return await client.post("/callback", content=body, headers=signed(body, secret))

    return asyncio.run(exchange())


@pytest.fixture(autouse=True)
def _secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SINCH_CALLBACK_SECRET", SECRET)


def test_the_receiver_takes_a_signed_report(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    assert post(json.dumps(REPORT).encode(), SECRET).status_code == 204
    assert "batch 01FC66621XXXXX119Z8PMV1QPQ: 1 Delivered (0)" in caplog.messages


@pytest.mark.parametrize(
    ("body", "secret", "status"), [(b"{}", "another", 403), (b"no json", SECRET, 400)]
)
def test_the_receiver_refuses_what_is_forged_or_no_report(
    body: bytes, secret: str, status: int
) -> None:
    assert post(body, secret).status_code == status


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

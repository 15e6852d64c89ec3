"""The official SDK for node, unchanged, against this server's delivery reports."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from sinch_batches_server.testing import RunningServer

SDK = Path(__file__).resolve().parents[3] / "build/node-sdk"


@pytest.mark.skipif(
    not (SDK / "node_modules/@sinch/sms").exists() or shutil.which("node") is None,
    reason="needs node, and 'make node-sdk'",
)
def test_the_sdk_reads_all_reports(server: RunningServer) -> None:
    script = Path(__file__).with_name("reports.mjs")
    access = (server.base_url, server.service_plan_id, server.api_token)
    done = subprocess.run(
        ["node", script, SDK, *access], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    counts = [{"code": 0, "status": "Delivered", "count": 1}]
    counts += [{"code": 405, "status": "Aborted", "count": 1}]
    assert told["summary"]["statuses"] == counts
    assert told["read"] == told["summary"]
    assert told["summary"]["batch_id"] == told["one"]["batch_id"] == told["batch_id"]
    assert [entry["recipients"] for entry in told["full"]["statuses"]] == [
        ["12017777777"],
        ["12015555555"],
    ]
    assert told["filtered"]["statuses"] == counts[1:]
    assert (told["one"]["recipient"], told["one"]["code"]) == ("12017777777", 0)
    assert sorted(told["listed"]) == ["12015555555", "12017777777"]
    assert told["aborted"] == [405]
    assert told["unknown"] == 404

"""Locust's own command with a plain locustfile, and everybody else without Locust."""

from __future__ import annotations

import csv
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from sinch_batches_server.testing import RunningServer

from .conftest import COMMAND, surroundings
from .mortal import until_sent
from .test_command import listed
from .test_faults import HASTY

ROOT = Path(__file__).parents[2]
LOCUST = [sys.executable, "-m", "locust"]
PLAIN = [*LOCUST, "--locustfile", str(ROOT / "examples/locustfile.py")]
HEADLESS = [*PLAIN, "--headless"]

SHORT = ("--users", "3", "--spawn-rate", "9", "--run-time", "5s", "--stop-timeout", "20")


def test_a_plain_locustfile_gives_a_verdict_and_what_locust_gives(
    reference: RunningServer, tmp_path: Path
) -> None:
    stats = tmp_path / "load"  # Locust adds the rest of the names
    done = subprocess.run(
        [*HEADLESS, *SHORT, "--host", reference.base_url, "--csv", str(stats)],
        capture_output=True,
        text=True,
        env=surroundings(),
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "conformant" in done.stdout.splitlines()
    told = re.search(r"^(\d+) requests in", done.stdout, re.MULTILINE)
    counted = rows(tmp_path / "load_stats.csv")
    assert told
    # Locust writes once a second: those of the last one may be missing.
    assert 0 < int(counted["Aggregated"]["Request Count"]) <= int(told[1])
    assert int(counted["send_batch"]["Request Count"]) > 0
    assert all(batch["canceled"] for batch in listed(reference))


def rows(file: Path) -> dict[str, dict[str, str]]:
    """Return the rows of one of Locust's CSV files, by the name of the request."""
    with file.open(newline="") as lines:
        return {row["Name"]: row for row in csv.DictReader(lines)}


def test_the_web_page_starts_and_stops_a_run_that_gets_a_verdict(
    reference: RunningServer, tmp_path: Path
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    page = ["--web-host", "127.0.0.1", "--web-port", str(port)]
    with subprocess.Popen(
        [*PLAIN, *page, "--host", reference.base_url],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=surroundings(),
        cwd=tmp_path,
    ) as run:
        try:
            connecting = httpx.HTTPTransport(retries=8)  # a moment longer before each
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", transport=connecting) as web:
                assert web.get("/").headers["content-type"].startswith("text/html")
                asked = {"user_count": 3, "spawn_rate": 9, "host": reference.base_url}
                assert web.post("/swarm", data=asked).json()["success"]
                until_sent(reference.base_url, 5)
                assert web.get("/stats/requests").json()["state"] == "running"
                assert web.post("/stop", timeout=60).json()["success"]
                assert "send_batch" in web.get("/stats/requests/csv").text
        finally:
            run.terminate()
        out, _ = run.communicate(timeout=60)

    assert run.returncode == 0, out
    assert "by 3 users in 1 process" in out
    assert "conformant" in out.splitlines()
    assert all(batch["canceled"] for batch in listed(reference))


def test_a_plain_locustfile_refuses_other_hosts_too(tmp_path: Path) -> None:
    done = subprocess.run(
        [*HEADLESS, "--host", "http://sms.example.com"],
        timeout=200,
        capture_output=True,
        text=True,
        env=surroundings(),
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode != 0
    assert "sms.example.com isn't this machine" in done.stdout + done.stderr


def test_an_interrupt_ends_a_run_in_good_order(reference: RunningServer) -> None:
    run = subprocess.Popen(
        [COMMAND, "load", "--base-url", reference.base_url, "--users", "4", "--profile", HASTY],
        env=surroundings(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    until_sent(reference.base_url, 30)
    run.send_signal(signal.SIGINT)
    out, err = run.communicate(timeout=200)

    assert run.returncode == 2, out + err
    assert "INCOMPLETE: interrupted" in out
    assert out.splitlines()[-1] == "no verdict"
    assert all(batch["canceled"] for batch in listed(reference))


@pytest.mark.parametrize(
    "module",
    [
        "sinch_batches_contract._load.cli",
        "sinch_batches_contract._command.listing",
        "sinch_batches_cli",
    ],
)
def test_nobody_else_is_patched_by_gevent(module: str) -> None:
    code = f"import sys, {module}; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout.split()
    assert module in loaded
    assert {"gevent", "locust"} & set(loaded) == set()

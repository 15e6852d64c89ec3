"""Locust's own command with a plain locustfile, and everybody else without Locust."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sinch_batches_server.testing import RunningServer

from .conftest import COMMAND, surroundings
from .mortal import until_sent
from .test_command import listed
from .test_faults import HASTY

ROOT = Path(__file__).parents[2]
LOCUST = [sys.executable, "-m", "locust"]
PLAIN = [*LOCUST, "--locustfile", str(ROOT / "examples/locustfile.py"), "--headless"]

SHORT = ("--users", "3", "--spawn-rate", "9", "--run-time", "8s", "--stop-timeout", "20")


def test_a_plain_locustfile_gives_a_verdict_and_what_locust_gives(
    reference: RunningServer, tmp_path: Path
) -> None:
    stats = tmp_path / "stats"  # Locust adds the suffix
    done = subprocess.run(
        [*PLAIN, *SHORT, "--host", reference.base_url, "--json-file", str(stats)],
        capture_output=True,
        text=True,
        env=surroundings(),
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "conformant" in done.stdout.splitlines()
    assert "send_batch" in {
        entry["name"] for entry in json.loads(stats.with_suffix(".json").read_text())
    }
    assert all(batch["canceled"] for batch in listed(reference))


def test_a_plain_locustfile_refuses_other_hosts_too(tmp_path: Path) -> None:
    done = subprocess.run(
        [*PLAIN, "--host", "http://sms.example.com"],
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

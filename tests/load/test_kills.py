"""What is killed in the middle of a run: the server, or a part of the load."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import pytest

from sinch_batches_server.testing import RunningServer

from .conftest import COMMAND, PLAN, TOKEN, Load, Run, surroundings
from .test_faults import HASTY

ROOT = Path(__file__).parents[2]
MANY = ("--users", "8", "--spawn-rate", "100", "--patience", "1", "--profile", HASTY)


class Mortal:
    """A server on a database, which can be killed and started again on the same port."""

    def __init__(self, folder: Path, *options: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self._command = [sys.executable, "-m", "tests.load.server", *options]
        self._command += ["--database", str(folder / "batches.sqlite"), "--port", str(self._port)]
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        self._process = subprocess.Popen(self._command, cwd=ROOT)
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self._port)) == 0:
                    return
            assert self._process.poll() is None
            time.sleep(0.1)
        raise AssertionError("the server doesn't start")

    def kill(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def restart_after(self, batches: int) -> None:
        until_sent(self.url, batches)
        self.kill()
        self.start()


@contextmanager
def mortal(folder: Path, *options: str) -> Iterator[Mortal]:
    server = Mortal(folder, *options)
    server.start()
    try:
        yield server
    finally:
        server.kill()


def until_sent(base_url: str, batches: int) -> None:
    """Wait until so many batches are there."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with httpx.Client(base_url=base_url, headers=headers, timeout=60) as client:
        for _ in range(1000):
            if client.get(f"/xms/v1/{PLAN}/batches?page_size=1").json()["count"] >= batches:
                return
            time.sleep(0.05)
    raise AssertionError(f"{batches} batches are never sent")


def killed_meanwhile(server: Mortal, load: Load) -> Run:
    killer = threading.Thread(target=server.restart_after, args=[100])
    killer.start()
    run = load(server.url, *MANY, "--operations-per-user", "60")
    killer.join()
    return run


@pytest.mark.parametrize(
    ("options", "status", "broken", "also"),
    [((), 0, set(), {"LOAD-009"}), (("--early",), 1, {"LOAD-001"}, {"LOAD-005", "LOAD-009"})],
    ids=["kept before it is acknowledged", "acknowledged before it is kept"],
)
def test_a_server_that_is_killed_may_fail_requests_but_lose_nothing(
    options: tuple[str, ...],
    status: int,
    broken: set[str],
    also: set[str],
    load: Load,
    tmp_path: Path,
) -> None:
    with mortal(tmp_path, *options) as server:
        run = killed_meanwhile(server, load)

    assert any("no answer" in error["cause"] for error in run.report["errors"]), run.out + run.err
    assert run.broken() - also == broken, run.out
    assert run.exit_code == status


def test_a_worker_that_is_killed_is_told_and_the_server_is_not_blamed(
    reference: RunningServer, tmp_path: Path
) -> None:
    report = tmp_path / "report.json"
    command = [COMMAND, "load", "--base-url", reference.base_url, "--report-json", str(report)]
    run = subprocess.Popen(
        [*command, *MANY, "--operations-per-user", "150", "--workers", "2"],
        env=surroundings(),
        stdout=subprocess.PIPE,
        text=True,
    )
    until_sent(reference.base_url, 100)
    children = psutil.Process(run.pid).children()
    next(child for child in children if "--worker" in child.cmdline()).kill()
    out, _ = run.communicate(timeout=200)

    assert run.returncode == 2, out
    assert re.search(r"worker [01] was lost: (\d+|an unknown number of) batches", out)
    assert "That says nothing of the server" in out
    assert "--clean-up contract-load-" in out
    assert not re.search("^failed", out, re.MULTILINE)

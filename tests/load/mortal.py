"""A server on a database that is killed in the middle of a run, and started again."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from .conftest import PLAN, TOKEN, Load, Run

ROOT = Path(__file__).parents[2]


class Mortal:
    """A server on a database, which can be killed and started again on the same port."""

    def __init__(self, folder: Path, *options: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self._command = [sys.executable, "-m", "tests.load.faulty", *options]
        self._command += ["--service-plan-id", PLAN, "--api-token", TOKEN]
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


def killed_meanwhile(server: Mortal, load: Load, *arguments: str) -> Run:
    killer = threading.Thread(target=server.restart_after, args=[100])
    killer.start()
    run = load(server.url, *arguments)
    killer.join()
    return run

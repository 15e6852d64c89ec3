"""cosmic-ray's own workers and distributor: each worker mutates a copy of the tests."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

_CONFIG = """[cosmic-ray]
module-path = "tests/suite/other_server"
timeout = 150
test-command = "{python} -m tests.mutants.judge {seed}"

[cosmic-ray.distributor]
name = "http"

[cosmic-ray.distributor.http]
worker-urls = {urls}
"""


def execute(session: Path, seed: int, number: int, seconds: float | None) -> None:
    """Judge what is waiting in the session, with so many workers, for so long at most."""
    with _workers(number) as urls:
        config = session.with_suffix(".toml")
        config.write_text(_CONFIG.format(python=sys.executable, seed=seed, urls=list(urls)))
        with contextlib.suppress(subprocess.TimeoutExpired):
            command = ["cosmic-ray", "exec", str(config), str(session)]
            subprocess.run(command, check=True, timeout=seconds)


@contextlib.contextmanager
def _workers(number: int) -> Iterator[Sequence[str]]:
    with contextlib.ExitStack() as stack:
        ports = [_free_port() for _ in range(number)]
        for port in ports:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            shutil.copytree("tests", folder / "tests", ignore=shutil.ignore_patterns("__pycache__"))
            stack.enter_context(_worker(folder, port))
        yield [f"http://127.0.0.1:{port}/" for port in ports]


@contextlib.contextmanager
def _worker(folder: Path, port: int) -> Iterator[None]:
    worker = subprocess.Popen(
        ["cosmic-ray", "http-worker", "--port", str(port)], cwd=folder, stdout=subprocess.DEVNULL
    )
    try:
        _wait_for(port)
        yield
    finally:
        # It is heard when the mutant at hand is judged, which has a time limit.
        worker.terminate()
        worker.wait()


def _wait_for(port: int) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise RuntimeError("a worker of cosmic-ray didn't start")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port

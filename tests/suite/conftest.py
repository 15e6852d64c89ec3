"""Servers to judge, and the command that judges them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from sinch_batches_server._settings import DEMO_ORIGINATOR, Plan, Settings
from sinch_batches_server.testing import RunningServer, running_server

from .serving import TOKEN, in_a_thread

COMMAND = (sys.executable, "-m", "sinch_batches_contract")
# Of the tables, which read all answers alike, some operations.
SOME_OF_EACH = ("--budget", "quick", "--skip", "*@[!gs]*", "--skip", "PROP-[!s]*")


@dataclass(frozen=True)
class Run:
    """What a run of the command left behind."""

    exit_code: int
    out: str
    err: str


Judge = Callable[..., Run]
_ROOT = Path(__file__).parents[2]


def run_suite(folder: Path, *arguments: str, **environment: str) -> Run:
    """Run `sinch-batches conformance` with these arguments in a folder."""
    return _run(folder, (*COMMAND, *arguments), environment)


def run_plain_pytest(*arguments: str, **environment: str) -> Run:
    """Run `pytest contract_tests` with these arguments in the checkout."""
    command = (sys.executable, "-m", "pytest", "contract_tests", "-q", "-p", "no:cacheprovider")
    return _run(_ROOT, (*command, *arguments), environment)


def _run(folder: Path, command: tuple[str, ...], environment: dict[str, str]) -> Run:
    surroundings = {k: v for k, v in os.environ.items() if not k.startswith(("SINCH_", "PYTEST_"))}
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        cwd=folder,
        env={**surroundings, **environment},
    )
    return Run(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def judge(tmp_path: Path) -> Judge:
    """Run `sinch-batches conformance` with these arguments, in an empty folder."""
    return partial(run_suite, tmp_path)


@contextmanager
def faulty_server(fault: str) -> Iterator[str]:
    """Run the reference server with one fault in it; yield its base URL."""
    plan = ("--service-plan-id", "plan", "--api-token", TOKEN)
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.server", "--fault", fault, *plan],
        stdout=subprocess.PIPE,
        text=True,
        cwd=_ROOT,
    )
    try:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
    finally:
        server.terminate()
        server.wait()
        if server.stdout is not None:
            server.stdout.close()


@pytest.fixture
def reference() -> Iterator[RunningServer]:
    """Run the reference server with one plan."""
    plan = Plan("plan", (TOKEN,), default_originator=DEMO_ORIGINATOR)
    with running_server(Settings.of(plan)) as server:
        yield server


@pytest.fixture
def target(reference: RunningServer) -> tuple[str, ...]:
    """The arguments that name the reference server."""
    return target_arguments(reference.base_url)


def target_arguments(base_url: str) -> tuple[str, ...]:
    return ("--base-url", base_url, "--service-plan-id", "plan", "--api-token", TOKEN)


@contextmanager
def answering(status: int, body: bytes) -> Iterator[str]:
    """Run a server that answers every request with the same status and body."""

    class Same(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def _answer(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    for method in ("GET", "POST", "PUT", "DELETE", "PATCH"):
        setattr(Same, f"do_{method}", Same._answer)
    with in_a_thread(ThreadingHTTPServer(("127.0.0.1", 0), Same)) as url:
        yield url

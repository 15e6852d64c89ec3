"""The commands against the reference server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest

from sinch_batches_server import Plan, Settings
from sinch_batches_server.testing import running_server


class Said(NamedTuple):
    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Said]


@pytest.fixture
def server() -> Iterator[str]:
    """The base URL of a server with one plan, which is new for each test."""
    with running_server(Settings({"plan": Plan("plan", ("t0ken",))})) as running:
        yield running.base_url


@pytest.fixture
def run(server: str) -> Run:
    """Runs a command in a process of its own, with what is given on standard input."""

    def start(*arguments: str, stdin: str = "", **settings: str) -> Said:
        surroundings = {
            **os.environ,
            "SINCH_SERVICE_PLAN_ID": "plan",
            "SINCH_SMS_API_TOKEN": "t0ken",
            "SINCH_SMS_BASE_URL": server,
            **settings,
        }
        ended = subprocess.run(
            [sys.executable, "-W", "error", "-m", "sinch_batches", *arguments],
            env=surroundings,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )
        return Said(ended.returncode, ended.stdout, ended.stderr)

    return start

"""The command in a process of its own, against a reference server that each test has for itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from sinch_batches_server._settings import DEMO_ORIGINATOR, Plan, Settings
from sinch_batches_server.testing import RunningServer, running_server

PLAN, TOKEN = "plan", "a-very-secret-token"
SECOND_PLAN, SECOND_TOKEN = "second", "another-secret-token"
COMMAND = str(Path(sys.executable).with_name("sinch-batches"))


@dataclass(frozen=True)
class Run:
    """What a run of the command left behind."""

    exit_code: int
    out: str
    err: str
    report: dict[str, Any] = field(repr=False)

    def outcomes(self) -> dict[str, str]:
        """What came of each invariant, by id."""
        return {rule["id"]: rule["outcome"] for rule in self.report["invariants"]}

    def broken(self) -> set[str]:
        """The ids of the invariants that were broken."""
        return {rule["id"] for rule in self.report["invariants"] if rule["broken"]}


Load = Callable[..., Run]


def run_load(folder: Path, base_url: str, *arguments: str, **environment: str) -> Run:
    """Run `sinch-batches load` with these arguments in a folder."""
    return run_load_within(300, folder, base_url, *arguments, **environment)


def run_load_within(
    seconds: float, folder: Path, base_url: str, *arguments: str, **environment: str
) -> Run:
    """Run it for so many seconds at most: the load, and the check of all batches."""
    report = folder / "report.json"
    done = subprocess.run(
        [COMMAND, "load", "--base-url", base_url, "--report-json", str(report), *arguments],
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
        cwd=folder,
        env=surroundings(**environment),
    )
    found = report.read_text() if report.exists() else ""
    return Run(done.returncode, done.stdout, done.stderr, json.loads(found or "{}"))


def surroundings(**more: str) -> dict[str, str]:
    own = {k: v for k, v in os.environ.items() if not k.startswith(("SINCH_", "LOCUST_"))}
    access = {
        "SINCH_SERVICE_PLAN_ID": PLAN,
        "SINCH_SMS_API_TOKEN": TOKEN,
        "SINCH_SMS_SECOND_API_TOKEN": SECOND_TOKEN,
    }
    return own | access | more


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Run the command in an empty folder."""
    return partial(run_load, tmp_path)


def two_plans() -> Settings:
    return Settings.of(
        Plan(PLAN, (TOKEN,), DEMO_ORIGINATOR), Plan(SECOND_PLAN, (SECOND_TOKEN,), DEMO_ORIGINATOR)
    )


@pytest.fixture
def reference() -> Iterator[RunningServer]:
    """A reference server with two plans."""
    with running_server(two_plans()) as server:
        yield server

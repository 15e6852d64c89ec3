"""What is killed in the middle of a run: the server, or a part of the load."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import psutil
import pytest

from sinch_batches_server.testing import RunningServer

from .conftest import COMMAND, Load, surroundings
from .faults import EARLY
from .mortal import killed_meanwhile, mortal, until_sent
from .test_faults import HASTY

MANY = ("--users", "8", "--spawn-rate", "100", "--patience", "1", "--profile", HASTY)


@pytest.mark.parametrize(
    ("options", "status", "broken", "also"),
    [((), 0, set(), {"LOAD-009"}), (("--fault", EARLY), 1, {"LOAD-001"}, {"LOAD-005", "LOAD-009"})],
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
        run = killed_meanwhile(server, load, *MANY, "--operations-per-user", "60")

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

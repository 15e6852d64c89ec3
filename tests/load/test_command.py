"""The command on a server that is right: what it says, what it leaves, and what it refuses."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import httpx
import pytest

from sinch_batches_server.testing import RunningServer

from .conftest import COMMAND, PLAN, SECOND_PLAN, SECOND_TOKEN, TOKEN, Load

BRIEF = ("--users", "6", "--spawn-rate", "50", "--operations-per-user", "12", "--seed", "7")
ALWAYS_TESTED = {f"LOAD-00{number}" for number in (1, 2, 3, 4, 5, 6, 8, 9)}


def listed(server: RunningServer, plan: str = PLAN, token: str = TOKEN) -> list[dict[str, object]]:
    answer = httpx.get(
        f"{server.base_url}/xms/v1/{plan}/batches?page_size=100",
        headers={"Authorization": f"Bearer {token}"},
    )
    batches: list[dict[str, object]] = answer.json()["batches"]
    return batches


def test_a_right_server_conforms_nothing_stays_scheduled_and_no_token_is_told(
    load: Load, reference: RunningServer, tmp_path: Path
) -> None:
    page = tmp_path / "report.html"
    more = ("--second-service-plan-id", SECOND_PLAN, "--report-html", str(page))
    run = load(reference.base_url, *BRIEF, *more)

    assert run.exit_code == 0, run.out + run.err
    assert run.out.splitlines()[-1] == "conformant"
    assert {rule for rule, what in run.outcomes().items() if what == "passed"} >= ALWAYS_TESTED
    for plan, token in ((PLAN, TOKEN), (SECOND_PLAN, SECOND_TOKEN)):
        batches = listed(reference, plan, token)
        assert batches
        assert all(batch["canceled"] for batch in batches)
    told = run.out + run.err + page.read_text() + (tmp_path / "report.json").read_text()
    assert TOKEN not in told
    assert SECOND_TOKEN not in told


def test_the_same_users_come_to_the_same_totals_in_one_process_and_in_three(
    load: Load, reference: RunningServer
) -> None:
    alone = load(reference.base_url, *BRIEF).report
    shared = load(reference.base_url, *BRIEF, "--workers", "2").report

    assert alone["processes"] == 1
    assert shared["processes"] == len(shared["workers"]) == 2
    assert shared["operations_done"] == alone["operations_done"] == 6 * 12
    assert shared["batches"] == alone["batches"]
    assert shared["checked"] == alone["checked"]


def test_only_this_machine_is_loaded_unless_it_is_said_that_another_may(load: Load) -> None:
    run = load("http://sms.example.com", *BRIEF)

    assert run.exit_code == 2
    assert "sms.example.com isn't this machine" in run.err
    assert "--i-may-load-this-host" in run.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--profile", "none-such"), "ready ones: steady, burst, campaign"),
        (("--users", "0"), "not a whole number above 0"),
        (("--duration", "soon"), "'soon' is not a time, as 90s, 5m or 1h30m"),
        (("--report-html", "."), "--report-html .: Is a directory"),
    ],
)
def test_what_cannot_be_used_is_told_in_a_line_before_anything_is_loaded(
    load: Load, reference: RunningServer, arguments: tuple[str, ...], said: str
) -> None:
    run = load(reference.base_url, *BRIEF, *arguments)

    assert run.exit_code == 2
    assert said in run.err
    assert len(run.err.splitlines()) == 1
    assert listed(reference) == []


def test_what_reads_the_output_and_what_lies_beside_it_do_not_change_the_verdict(
    reference: RunningServer, tmp_path: Path
) -> None:
    (tmp_path / "queue.py").write_text("raise RuntimeError('not meant')")
    arguments = ("load", "--base-url", reference.base_url, "--report-json", "report.json", *BRIEF)
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {COMMAND} {' '.join(arguments)} | head -1"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=os.environ | {"SINCH_SERVICE_PLAN_ID": PLAN, "SINCH_SMS_API_TOKEN": TOKEN},
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert json.loads((tmp_path / "report.json").read_text())["exit_code"] == 0

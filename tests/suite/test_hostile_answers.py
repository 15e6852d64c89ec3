"""Answers that no correct server gives: a finding in a line, in bounded memory, no traceback."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from sinch_batches_contract._asking.expect import expect_status
from sinch_batches_contract._judgement.outcomes import Violation
from sinch_batches_contract._line import Line, Wire
from sinch_batches_contract._settings.settings import Settings

from .conftest import COMMAND, SOME_OF_EACH, Judge, Run, target_arguments
from .hostile import FINITE, TRICKLING, UNBOUNDED, saying
from .mangling import Mangling
from .serving import TOKEN, reference_app, serving

HALF_A_GIGABYTE = 512 * 1024 * 1024
SOME = ("--only", "SEND-001", "--only", "LIST-002", "--budget", "quick")
SEEN = ("isn't the gzip that it claims", "must be answered 201, was 302", "nested")


def judged_in_little_memory(folder: Path, url: str, *arguments: str) -> Run:
    limit = (resource.RLIMIT_AS, (HALF_A_GIGABYTE, HALF_A_GIGABYTE))
    done = subprocess.run(
        [*COMMAND, *target_arguments(url), *SOME, *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=folder,
        # The limit is one of addresses, of which each thread would reserve 64 MB unused.
        env=os.environ | {"MALLOC_ARENA_MAX": "2"},
        preexec_fn=partial(resource.setrlimit, *limit),
    )
    return Run(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("finding", FINITE)
def test_an_answer_that_cannot_be_read_is_a_violation_that_says_why(finding: str) -> None:
    with saying(FINITE[finding]) as url:
        settings = Settings(base_url=url, service_plan_id="plan", api_token=TOKEN)
        line = Line(settings)
        with pytest.raises(Violation, match=re.escape(finding)) as told:
            _ = expect_status(Wire(line, settings, "1").ask("POST", "/", token=TOKEN), 201).json
        line.close()
    assert len(str(told.value)) < 1000


@pytest.mark.parametrize("finding", SEEN)
def test_an_answer_that_cannot_be_read_is_a_finding_in_a_line(tmp_path: Path, finding: str) -> None:
    with saying(FINITE[finding]) as url:
        run = judged_in_little_memory(tmp_path, url)

    assert run.exit_code == 1
    assert any(finding in line for line in run.out.splitlines())
    assert "Traceback" not in run.out + run.err
    assert "ERROR" not in run.out


@pytest.mark.parametrize("endless", UNBOUNDED.values())
def test_an_answer_without_an_end_is_bounded_before_it_is_held(
    tmp_path: Path, endless: Callable[[], object]
) -> None:
    with saying(endless) as url:
        run = judged_in_little_memory(tmp_path, url)

    assert "is longer than 8388608 bytes" in run.out
    assert run.exit_code == 1
    assert "Traceback" not in run.out + run.err
    assert "ERROR" not in run.out


def test_a_whole_answer_has_a_deadline_and_not_only_each_piece_of_it(tmp_path: Path) -> None:
    with saying(TRICKLING) as url:
        run = judged_in_little_memory(tmp_path, url, "--timeout", "0.5")

    assert run.exit_code == 2
    assert "got no answer: ReadTimeout" in run.err


def test_no_kind_of_value_in_any_field_makes_the_suite_trip(judge: Judge, tmp_path: Path) -> None:
    with serving(Mangling(reference_app(), seed=5)) as port:
        run = judge(
            *target_arguments(f"http://127.0.0.1:{port}"),
            *(*SOME_OF_EACH, "--workers", "2", "--report-json", "r.json"),
        )

    told = json.loads((tmp_path / "r.json").read_text())
    assert [r["detail"] for r in told["requirements"] if r["outcome"] == "error"] == []
    assert told["summary"]["failed"] > 20
    assert run.exit_code == 1
    assert "NoneType" not in run.out


def test_a_check_that_trips_is_a_fault_of_the_suite_and_no_verdict(
    judge: Judge, target: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        "from sinch_batches_contract.requirements import checks\n"
        "entry = next(r for r in checks() if r.id == 'GET-004')\n"
        "object.__setattr__(entry, 'check', lambda api: len(None))\n"
    )
    run = judge(*target, "--only", "GET-00*", PYTHONPATH=str(tmp_path))

    assert "ERROR GET-004: a fault of the suite, not of the server: TypeError in" in run.out
    assert run.exit_code == 2
    assert run.out.splitlines()[-1] == "no verdict"

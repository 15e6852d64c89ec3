"""The options of a run: what is judged, how strictly, how fast."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from sinch_batches_contract._run._selection import everything
from sinch_batches_contract._settings.known_failing import read_known_failing
from sinch_batches_server.testing import RunningServer

from .conftest import Judge, answering, faulty_server, run_plain_pytest, target_arguments
from .serving import TOKEN

Target = tuple[str, ...]


def outcomes(report: Path) -> dict[str, str]:
    requirements: list[dict[str, Any]] = json.loads(report.read_text())["requirements"]
    return {entry["id"]: entry["outcome"] for entry in requirements}


def test_a_broken_should_is_a_warning_unless_it_is_asked_for(judge: Judge) -> None:
    with faulty_server("to-sorted") as url:
        arguments = (*target_arguments(url), "--only", "RULE-order-of-recipients@send_batch")
        as_usual = judge(*arguments)
        strict = judge(*arguments, "--level", "should")

    assert as_usual.exit_code == 0
    assert "1. WARNING get_batch: `to` is wrong" in as_usual.out
    assert "RULE-order-of-recipients@send_batch [SHOULD]" in as_usual.out
    assert strict.exit_code == 1
    assert "FAILED RULE-order-of-recipients@send_batch: get_batch: `to` is wrong" in strict.out


def test_known_failures_still_run_and_must_still_fail(judge: Judge, tmp_path: Path) -> None:
    known = tmp_path / "known.txt"
    known.write_text("# ours\nBOUND-send_batch-text-body-maxLength  # TICKET-1\n\nSEND-001\n")
    with faulty_server("body-1600") as url:
        run = judge(
            *target_arguments(url),
            *("--only", "BOUND-send_batch-text-body-maxLength", "--only", "SEND-0*"),
            *("--known-failing", str(known), "--report-json", "r.json"),
        )

    assert outcomes(tmp_path / "r.json") == {
        "SEND-001": "failed",
        "SEND-009": "passed",
        "SEND-010": "passed",
        "SEND-018": "passed",
        "SEND-019": "passed",
        "BOUND-send_batch-text-body-maxLength": "known_failing",
    }
    assert "passes by surprise" in run.out
    assert run.exit_code == 1


def test_every_requirement_may_be_known_to_fail(tmp_path: Path) -> None:
    known = tmp_path / "known.txt"
    ids = [requirement.id for requirement in everything()]
    known.write_text("\n".join(ids))
    assert list(read_known_failing(known)) == ids


def test_a_run_with_known_failures_only_is_conformant(judge: Judge, tmp_path: Path) -> None:
    known = tmp_path / "known.txt"
    known.write_text("BOUND-*-body-maxLength\n".replace("*", "send_batch-text"))
    with faulty_server("body-1600") as url:
        run = judge(
            *target_arguments(url),
            *("--only", "BOUND-send_batch-text-body-*", "--known-failing", str(known)),
        )
    assert run.exit_code == 0, run.out


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("two words\n", "line 1: 'two words' is not the id"),
        ("SEND-001\nSEND-001\n", "line 2: SEND-001 is listed twice"),
        ("SEND-999\n", "no requirement fits 'SEND-999'"),
        ("SEND-*\n", "no requirement fits 'SEND-*'"),
    ],
)
def test_a_wrong_list_of_known_failures_is_refused(
    judge: Judge, tmp_path: Path, text: str, complaint: str
) -> None:
    (tmp_path / "known.txt").write_text(text)
    run = judge(*target_arguments("http://127.0.0.1:1"), "--known-failing", "known.txt")
    assert run.exit_code == 2
    assert complaint in run.err


def test_without_a_capability_its_checks_do_not_apply(
    judge: Judge, target: Target, tmp_path: Path
) -> None:
    capabilities = ("binary", "parameters", "callbacks", "scheduling", "groups", "feedback")
    chosen = [word for name in (*capabilities, "dry-run") for word in ("--without", name)]
    families = (
        *("SEND", "LIST", "STATE", "REP", "FB", "DRY"),
        *("BASE64", "PARAMETERS", "RULE", "STORY"),
    )
    chosen += [word for family in families for word in ("--only", f"{family}-*")]
    run = judge(*target, *chosen, "--budget", "quick", "--report-json", "r.json")

    assert run.exit_code == 0, run.out
    found = outcomes(tmp_path / "r.json")
    for name in (
        "BASE64-text@send_batch.body",
        "PARAMETERS-case@send_batch.parameters",
        "STATE-others@update_batch",
        "RULE-unknown-group@send_batch",
        "FB-001",
        "DRY-001",
    ):
        assert found[name] == "not_applicable", name
    assert found["SEND-001"] == found["LIST-002"] == found["REP-003"] == "passed"


def test_without_a_second_plan_isolation_is_not_tested_and_alone_gives_no_verdict(
    judge: Judge, target: Target, tmp_path: Path
) -> None:
    run = judge(*target, "--only", "ISO-*", "--report-json", "r.json")
    assert set(outcomes(tmp_path / "r.json").values()) == {"not_tested"}
    assert run.exit_code == 2
    assert "nothing could be judged" in run.out


def test_only_the_numbers_that_are_allowed_are_sent_to(
    judge: Judge, target: Target, tmp_path: Path
) -> None:
    run = judge(
        *target,
        *("--only", "SEND-*", "--only", "UPD-*", "--only", "PROP-send*", "--only", "BOUND-*-to*"),
        *("--only", "SCALE-*", "--only", "*@send_batch.to"),
        *("--recipient", "12015550142", "--budget", "quick", "--report-json", "r.json"),
    )

    assert run.exit_code == 0, run.out
    told = json.loads((tmp_path / "r.json").read_text())
    by_id = {entry["id"]: entry for entry in told["requirements"]}
    assert by_id["SEND-001"]["outcome"] == "passed"
    assert by_id["SCALE-2@send_batch.to"]["outcome"] == "not_tested"
    assert "1 are allowed" in by_id["SCALE-2@send_batch.to"]["detail"]


def test_fail_fast_stops_at_the_first_violation(judge: Judge) -> None:
    with answering(500, b"") as url:
        run = judge(*target_arguments(url), "--fail-fast", "--only", "SEND-*")
    assert run.exit_code == 1
    assert run.out.splitlines()[-1].startswith("not conformant: the first violation was found")


def test_the_pace_is_kept_over_all_workers(judge: Judge, target: Target, tmp_path: Path) -> None:
    started = time.monotonic()
    judge(
        *target,
        *("--only", "CAN-00*", "--only", "GET-00*", "--workers", "2"),
        *("--max-requests-per-second", "20", "--report-json", "r.json"),
    )
    took = time.monotonic() - started
    requests = json.loads((tmp_path / "r.json").read_text())["requests"]
    # Each worker may ask once before the pace begins to count.
    assert requests > 20
    assert (requests - 2) / took <= 20


def test_a_seed_repeats_a_run(judge: Judge, tmp_path: Path) -> None:
    details = []
    with faulty_server("update-no-body") as url:
        for name in ("first.json", "second.json"):
            judge(
                *target_arguments(url),
                *("--only", "STORY-001", "--seed", "11", "--report-json", name),
            )
            told = json.loads((tmp_path / name).read_text())["requirements"][0]
            details.append([line.split("'20")[0] for line in told["detail"].splitlines()])
    assert details[0] == details[1]


@pytest.mark.parametrize("seed", ["5", "7"])
def test_a_broken_history_is_told_as_the_shortest_story(judge: Judge, seed: str) -> None:
    with faulty_server("update-no-body") as url:
        run = judge(*target_arguments(url), "--only", "STORY-001", "--seed", seed)

    assert run.exit_code == 1
    assert "breaks FIELD-changed-alone@update_batch.body" in run.out
    story = run.out.split("The shortest story that shows it:")[1].splitlines()
    steps = [line.strip() for line in story if line.strip()[:2] in ("1.", "2.", "3.", "4.")]
    assert len(steps) == 2
    assert steps[0].startswith("1. send batch 1, a text")
    assert steps[1].startswith("2. update batch 1: body")


def test_what_is_scheduled_is_canceled_at_the_end(
    judge: Judge, reference: RunningServer, target: Target
) -> None:
    judge(*target, "--only", "SEND-*", "--only", "REP-*", "--only", "STORY-001")

    headers = {"authorization": f"Bearer {TOKEN}"}
    url = f"{reference.base_url}/xms/v1/plan/batches?page_size=100&page="
    with httpx.Client(headers=headers) as client:
        first = client.get(f"{url}0").json()
        pages = range(first["count"] // 100 + 1)
        batches = [
            batch for page in pages for batch in client.get(f"{url}{page}").json()["batches"]
        ]
    now = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime())
    assert [b["id"] for b in batches if b.get("send_at", "") > now and not b["canceled"]] == []
    assert len(batches) > 20


def test_plain_pytest_from_a_checkout_does_the_same(reference: RunningServer) -> None:
    run = run_plain_pytest(
        *("--base-url", reference.base_url, "--service-plan-id", "plan", "--only", "SEND-00*"),
        SINCH_SMS_API_TOKEN=TOKEN,
    )
    assert run.exit_code == 0, run.out + run.err
    assert "2 passed" in run.out
    assert "send_batch" in run.out


def test_plain_pytest_tells_an_unreachable_server_in_a_line() -> None:
    run = run_plain_pytest(*target_arguments("http://127.0.0.1:1"))
    assert run.exit_code == 2
    assert "server unreachable" in run.out + run.err
    assert "Traceback" not in run.out + run.err

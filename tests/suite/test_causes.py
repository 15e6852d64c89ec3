"""What is wrong is told once, first, and in few lines, whatever the number of findings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from .conftest import Judge, Run, answering, target_arguments
from .serving import answering_instead, in_a_thread, reference_app, serving

FIRST_SCREEN = 40
WHOLE = 150

# Without the tables of kinds and places, and what is random: many findings, and no other cause.
SHORT = ("--budget", "quick", "--skip", "*@*", "--skip", "PROP-*", "--skip", "STORY-*")


def expect_readable(run: Run, *causes: str) -> None:
    lines = run.out.splitlines()
    assert len(lines) <= WHOLE
    first = "\n".join(lines[:FIRST_SCREEN])
    for cause in causes:
        assert cause in first, first
    assert run.exit_code == 1


@pytest.mark.parametrize(
    ("wrong", "chosen", "cause"),
    [
        ({201: 200}, "*", "send_batch: must be answered 201, was 200"),
        ({202: 200}, "*feedback*", "send_delivery_feedback: must be answered 202, was 200"),
    ],
)
def test_a_wrong_status_of_success_is_one_violation(
    judge: Judge, tmp_path: Path, wrong: dict[int, int], chosen: str, cause: str
) -> None:
    with serving(answering_instead(wrong, reference_app())) as port:
        run = judge(
            *target_arguments(f"http://127.0.0.1:{port}"),
            *("--only", chosen, *SHORT, "--workers", "2", "--report-json", "r.json"),
        )

    told = json.loads((tmp_path / "r.json").read_text())
    assert [found["cause"] for found in told["causes"]] == [cause]
    assert told["summary"]["failed"] == 1
    expect_readable(run, f"1. FAILED {cause} (1 requirement)")


def test_an_answer_that_says_nothing_has_few_causes(judge: Judge) -> None:
    with answering(200, b"{}") as url:
        run = judge(*target_arguments(url), *SHORT)

    expect_readable(run, "send_batch: `id` is missing", "send_batch: must be answered 201, was 200")


def test_a_refusal_of_everything_has_few_causes(judge: Judge) -> None:
    with answering(400, b'{"code": "no", "text": "no"}') as url:
        run = judge(*target_arguments(url), *SHORT)

    expect_readable(run, "send_batch: must be answered 201, was 400")


@contextmanager
def beginners_server() -> Iterator[str]:
    """Run a server that stores whatever it is sent, under numbers, and checks nothing."""
    stored: dict[str, dict[str, Any]] = {}
    numbers = count(1)

    class Crud(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            text = self.rfile.read(int(self.headers.get("content-length", 0)))
            try:
                sent = json.loads(text or b"{}")
            except ValueError:
                sent = {}
            id_ = self.path.partition("?")[0].partition("/batches/")[2]
            if self.command == "POST" and not id_:
                id_ = str(next(numbers))
                stored[id_] = {"id": id_, **sent}
                self._say(201, stored[id_])
            elif not id_:
                self._say(200, {"batches": list(stored.values())[:30]})
            elif id_ not in stored:
                self._say(404, {"error": "not found"})
            elif self.command == "DELETE":
                self._say(200, stored.pop(id_))
            else:
                stored[id_] |= sent
                self._say(200, stored[id_])

        def _say(self, status: int, document: Any) -> None:
            body = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    for method in ("GET", "POST", "PUT", "DELETE"):
        setattr(Crud, f"do_{method}", Crud._answer)
    with in_a_thread(ThreadingHTTPServer(("127.0.0.1", 0), Crud)) as url:
        yield url


def test_what_a_beginner_left_out_is_on_the_first_screen(judge: Judge) -> None:
    with beginners_server() as url:
        run = judge(*target_arguments(url), *SHORT, "--workers", "2")

    expect_readable(
        run,
        "send_batch: must be answered 400, was 201",
        "replace_batch: must be answered 400, was 200",
        "dry_run_batch: must be answered 200, was 404",
    )


def test_a_case_whose_control_fails_is_not_the_servers_second_fault(
    judge: Judge, tmp_path: Path
) -> None:
    with beginners_server() as url:
        judge(*target_arguments(url), "--only", "BOUND-dry_run*", "--report-json", "r.json")

    told = json.loads((tmp_path / "r.json").read_text())
    failed = [r["id"] for r in told["requirements"] if r["outcome"] == "failed"]
    assert failed == ["BOUND-dry_run_batch-text-control", "BOUND-dry_run_batch-binary-control"]
    others = [r for r in told["requirements"] if r["id"] not in failed and r["level"] == "MUST"]
    assert {r["outcome"] for r in others} == {"not_tested"}
    assert all("see BOUND-dry_run_batch-" in r["detail"] for r in others)


def test_every_report_carries_the_causes(judge: Judge, tmp_path: Path) -> None:
    with answering(400, b"") as url:
        judge(
            *target_arguments(url),
            *("--only", "SEND-00*", "--only", "READBACK-send*", "--report-json", "r.json"),
            *("--report-junit", "r.xml", "--report-html", "r.html"),
        )

    cause = "send_batch: must be answered 201, was 400"
    told = json.loads((tmp_path / "r.json").read_text())["causes"]
    assert [found["cause"] for found in told] == [cause]
    assert told[0]["count"] == len(told[0]["ids"]) > 1
    assert f'<failure message="{cause}">' in (tmp_path / "r.xml").read_text()
    assert cause in (tmp_path / "r.html").read_text()

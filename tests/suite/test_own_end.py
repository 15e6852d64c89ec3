"""What happens on our own end, of the line or of the pipe, changes no verdict."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import pytest
from hypothesis import strategies

from sinch_batches_contract._judgement.outcomes import UnreliableTarget
from sinch_batches_contract._line import Line
from sinch_batches_contract._line._body import Unreadable, read_body
from sinch_batches_contract._properties._search import search, walk
from sinch_batches_contract._run import _team
from sinch_batches_contract._settings.settings import Budget, Settings
from sinch_batches_server.testing import RunningServer

from .conftest import COMMAND, Judge, target_arguments
from .serving import altering, reference_app, serving


@pytest.mark.parametrize("reader", ["head -1", "true"])
def test_a_reader_that_has_seen_enough_does_not_change_the_verdict(
    reference: RunningServer, tmp_path: Path, reader: str
) -> None:
    run = " ".join((*COMMAND, *target_arguments(reference.base_url), "--only", "SEND-001"))
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {run} | {reader}"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_under_the_output_does_not_change_the_verdict(
    reference: RunningServer, tmp_path: Path
) -> None:
    with Path("/dev/full").open("w") as full:
        arguments = (*COMMAND, *target_arguments(reference.base_url), "--only", "SEND-001")
        done = subprocess.run(arguments, stdout=full, stderr=subprocess.PIPE, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (500, b"\x1b[2J\x1b[8m", r"\u001b[2J"),
        (500, "…\u202e".encode(), r"\u2026\u202e"),
        (200, rb'{"id": "\ud800"}', r"\ud800"),
    ],
)
def test_no_text_of_a_server_steers_the_terminal_or_keeps_a_report_from_being_written(
    judge: Judge, tmp_path: Path, status: int, body: bytes, told: str
) -> None:
    def spoilt(scope: Any, message: Any) -> Any:
        if scope["method"] != "GET" or not scope["path"].partition("/batches/")[2]:
            return message
        if message["type"] == "http.response.start":
            return {
                **message,
                "status": status,
                "headers": [(b"content-type", b"application/json")],
            }
        return {**message, "body": body}

    with serving(altering(reference_app(), spoilt)) as port:
        run = judge(
            *target_arguments(f"http://127.0.0.1:{port}"),
            *("--only", "GET-004", "--report-json", "r.json", "--report-html", "r.html"),
            PYTHONIOENCODING="latin-1",
        )

    assert (run.exit_code, run.err) == (1, "")
    assert told in run.out
    assert json.loads((tmp_path / "r.json").read_text())["exit_code"] == 1


def test_no_module_of_the_folder_gets_in_front_of_our_own(
    reference: RunningServer, tmp_path: Path
) -> None:
    for name in ("queue", "calendar", "httpx"):
        (tmp_path / f"{name}.py").write_text("raise RuntimeError('not meant')")
    script = Path(sys.executable).with_name("sinch-batches")
    done = subprocess.run(
        [script, "conformance", *target_arguments(reference.base_url), "--only", "SEND-001"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("way", [search, walk])
def test_an_example_that_never_gets_an_answer_is_not_passed_over(way: Callable[..., None]) -> None:
    """A server may die of one value: that is no pass, however many other values are right."""

    def attempt(example: int) -> None:
        if example == 0:
            raise UnreliableTarget("got no answer")

    api = MagicMock()
    api.settings.seed, api.settings.budget = 1, Budget.STANDARD
    examples = {search: lambda: strategies.integers(0, 1), walk: lambda: list(range(100))}
    with pytest.raises(UnreliableTarget, match="no answer"):
        way(api, "any", examples[way], attempt)


def test_what_follows_the_end_of_a_packed_body_is_refused_and_not_gathered() -> None:
    import gzip

    def pieces() -> Any:
        yield gzip.compress(b"{}")
        for _ in range(3):
            yield b"\0" * 65536
        raise AssertionError("it goes on reading")

    with pytest.raises(Unreadable, match="follows its end"):
        read_body(pieces(), "gzip")


def test_a_run_that_may_take_some_seconds_takes_no_more_though_nobody_answers(
    judge: Judge,
) -> None:
    async def silent(_: Any, receive: Any, __: Any) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    with serving(silent) as port:
        run = judge(*target_arguments(f"http://127.0.0.1:{port}"), "--max-seconds", "1")
    assert run.exit_code == 2
    assert "unreachable: as long as --max-seconds allows" in run.err


SETTINGS = Settings("http://127.0.0.1:1", "plan", "token")
HALF_A_WORD = "import os; print('{\"half', end='', flush=True); os.abort()"
DEAF = "import time; time.sleep(600)"


@pytest.mark.parametrize("worker", [HALF_A_WORD, DEAF])
def test_a_worker_that_dies_or_does_not_listen_is_told_and_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, worker: str
) -> None:
    monkeypatch.setattr(_team, "_COMMAND", (sys.executable, "-c", worker))
    monkeypatch.setattr(_team, "_GRACE", 0.5)
    team = _team.Team(SETTINGS, ())
    if worker is DEAF:
        team.stop("the run is over")
    said = []
    while not team.is_done:
        said.append(team.next_message())

    assert [message for message in said if message and "ended with status -" in message["broken"]]


def test_a_pause_before_a_request_ends_with_the_run() -> None:
    line = Line(SETTINGS)
    resting = threading.Thread(target=line.rest, args=(600,), daemon=True)
    resting.start()
    line.end = "the run is over"
    resting.join(60)
    assert not resting.is_alive()
    line.close()


def test_what_the_output_cannot_write_is_written_in_another_way() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("sinch-batches"), "explain", "TEXT-emoji@send_batch.body"],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert r"\U0001f600" in done.stdout

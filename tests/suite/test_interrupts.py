"""A run that ends before its time: nothing stays scheduled, and the last line says so."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from sinch_batches_contract._command import interrupts
from sinch_batches_server.testing import RunningServer

from .conftest import COMMAND, Judge, target_arguments
from .serving import TOKEN

# `make interrupts` makes more.
INTERRUPTS = int(os.environ.get("INTERRUPTS", "1"))


@pytest.fixture(autouse=True)
def _sigint_is_heard() -> Iterator[None]:
    """Undo that it is ignored, as it is for whoever runs the tests in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def still_scheduled(base_url: str) -> list[dict[str, Any]]:
    """Return the batches that the server is going to send."""
    url = f"{base_url}/xms/v1/plan/batches?page_size=100&page="
    now = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime())
    found: list[dict[str, Any]] = []
    with httpx.Client(headers={"authorization": f"Bearer {TOKEN}"}) as client:
        for page in range(1000):
            batches = client.get(f"{url}{page}").json()["batches"]
            if not batches:
                return found
            found += [b for b in batches if b.get("send_at", "") > now and not b["canceled"]]
    raise AssertionError("the list has no end")


# Tells from when on a run takes signals. Before, Python itself is starting, and ends by them.
SIGNALS_TOLD = """
import pathlib, signal
taking = signal.signal
def told(number, handler):
    before = taking(number, handler)
    if number == signal.SIGTERM:
        pathlib.Path(__file__).with_name("taken").touch()
    return before
signal.signal = told
"""


def started(folder: Path, base_url: str, *arguments: str) -> subprocess.Popen[str]:
    """Start a run, and return when it takes signals."""
    (folder / "sitecustomize.py").write_text(SIGNALS_TOLD)
    run = subprocess.Popen(
        [*COMMAND, *target_arguments(base_url), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
    )
    while not (folder / "taken").exists() and run.poll() is None:
        time.sleep(0.01)
    return run


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("number", range(3, 3 + INTERRUPTS))  # the first two come late
def test_an_interrupt_at_any_moment_leaves_nothing_scheduled(
    reference: RunningServer, tmp_path: Path, number: int, workers: str
) -> None:
    chance = random.Random(f"{number} {workers}")
    run = started(tmp_path, reference.base_url, "--workers", workers, "--report-json", "r.json")
    time.sleep(chance.uniform(0, 6))
    run.send_signal(chance.choice([signal.SIGINT, signal.SIGTERM]))
    out, err = run.communicate(timeout=60)

    assert still_scheduled(reference.base_url) == []
    assert run.returncode == 2, out + err
    assert "Traceback" not in out + err
    if err.endswith("interrupted before anything was judged\n"):
        assert not (tmp_path / "r.json").exists()
        return
    assert out.splitlines()[-1].startswith("no verdict: interrupted; ")
    told = json.loads((tmp_path / "r.json").read_text())
    assert len(told["requirements"]) > told["judged"]


def test_an_interrupt_that_comes_amid_a_run_waits_until_the_run_can_bear_it() -> None:
    with interrupts.taken():
        interrupts.wait_for_a_good_moment()
        interrupts.good_moment()
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            interrupts.good_moment()
        interrupts.good_moment()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_an_interrupt_that_python_drops_comes_at_the_next_good_moment() -> None:
    with interrupts.taken():
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)
        interrupts.wait_for_a_good_moment()
        with pytest.raises(KeyboardInterrupt):
            interrupts.good_moment()


def test_an_interrupt_amid_code_that_is_made_of_text_is_an_interrupt_like_others(
    judge: Judge, tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "from sinch_batches_contract._command import cli\n"
        "cli.import_module = lambda *_: exec('raise KeyboardInterrupt')\n"
    )
    run = judge(*target_arguments("http://127.0.0.1:1"), PYTHONPATH=str(tmp_path))

    assert "interrupted before anything was judged" in run.err
    assert run.exit_code == 2


def test_what_a_killed_run_cannot_say_its_workers_cancel(
    reference: RunningServer, tmp_path: Path
) -> None:
    run = started(tmp_path, reference.base_url, "--workers", "2")
    time.sleep(3)
    run.kill()
    run.communicate(timeout=60)

    end = time.monotonic() + 30
    while still_scheduled(reference.base_url) and time.monotonic() < end:
        time.sleep(0.2)
    assert still_scheduled(reference.base_url) == []


def test_a_target_that_dies_is_no_fault_of_the_server(tmp_path: Path) -> None:
    server = subprocess.Popen(
        [
            *(str(Path(sys.executable).with_name("sinch-batches")), "serve", "--port", "0"),
            *("--service-plan-id", "plan", "--api-token", TOKEN),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert server.stdout is not None
    url = server.stdout.readline().strip()
    run = started(tmp_path, url, "--report-json", "r.json")
    while run.poll() is None and not still_scheduled(url):
        time.sleep(0.2)
    server.kill()
    server.communicate()
    out, err = run.communicate(timeout=120)

    told = json.loads((tmp_path / "r.json").read_text())
    assert told["summary"]["failed"] == 0, out
    assert run.returncode == 2, out + err
    assert "no verdict: nobody answers since " in out.splitlines()[-1]
    assert f"{told['judged']} of {len(told['requirements'])} judged" in out.splitlines()[-1]

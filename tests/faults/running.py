"""Runs the suite against a server of its own, and notes what it said and when."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]

PLANS = {"first-plan": "token-of-the-first-plan", "second-plan": "token-of-the-second-plan"}
REFERENCE = ("tests.faults.server",)
OTHER = ("tests.suite.other_server",)

_WAYS = {"check": "requirement", "story": "model"}
_BROKEN = re.compile(r"(?:FAILED|WARNING) (\S+)")
_NAMED = re.compile(r" {4}breaks (.+)")


@dataclass(frozen=True)
class Sign:
    """A broken requirement, the way of testing that found it, and how long after the start."""

    requirement: str
    way: str
    seconds: float


@dataclass(frozen=True)
class Verdict:
    """What a run of the suite came to: `exit_code` 0 is green."""

    exit_code: int
    seconds: float
    signs: tuple[Sign, ...]
    passed: int
    output: str


@contextmanager
def running(*command: str) -> Iterator[str]:
    """Run a server module and give its base URL; end the process afterwards."""
    pairs = [
        word
        for plan, token in PLANS.items()
        for word in ("--service-plan-id", plan, "--api-token", token)
    ]
    with tempfile.TemporaryFile("w+") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", *command, "--port", "0", *pairs],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        assert server.stdout is not None
        try:
            url = server.stdout.readline().strip()
            if not url:
                log.seek(0)
                raise RuntimeError(f"{' '.join(command)} didn't start:\n{log.read()}")
            yield url
        finally:
            server.terminate()
            server.wait()
            server.stdout.close()


def judge(url: str, arguments: Sequence[str]) -> Verdict:
    """Run the suite against the server with these arguments of its command."""
    first, second = PLANS.items()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = ["sinch-batches", "conformance", "--base-url", url]
        command += ["--service-plan-id", first[0], "--second-service-plan-id", second[0]]
        started = time.monotonic()
        suite = subprocess.Popen(
            [*command, "--report-json", str(report), *arguments],
            cwd=folder,
            env=os.environ
            | {"SINCH_SMS_API_TOKEN": first[1], "SINCH_SMS_SECOND_API_TOKEN": second[1]}
            | {"PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert suite.stdout is not None
        lines = [(time.monotonic() - started, line) for line in suite.stdout]
        suite.stdout.close()
        exit_code = suite.wait()
        seconds = time.monotonic() - started
        records = json.loads(report.read_text())["requirements"] if report.exists() else []
    return Verdict(
        exit_code,
        seconds,
        tuple(_signs(lines, records)),
        sum(record["outcome"] == "passed" for record in records),
        "".join(line for _, line in lines),
    )


def _signs(lines: list[tuple[float, str]], records: list[dict[str, Any]]) -> Iterator[Sign]:
    ways = {record["id"]: _WAYS.get(record["way"], record["way"]) for record in records}
    broken = ""
    for seconds, line in lines:
        if found := _BROKEN.match(line):
            broken = found[1]
            yield Sign(broken, ways.get(broken, "?"), seconds)
        elif found := _NAMED.match(line):
            for name in found[1].split(", "):
                yield Sign(name, ways.get(broken, "?"), seconds)

"""Runs the suite against a server of its own, and notes what it said and when."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .server import FIRST_RETRY, GROUP, MEMBERS, SECRET

ROOT = Path(__file__).parents[2]

PLANS = {"first-plan": "token-of-the-first-plan", "second-plan": "token-of-the-second-plan"}

_WAYS = {
    "check": "requirement",
    "run": "requirement",
    "coverage": "property",
    "scenario": "property",
    "story": "model",
}


@dataclass(frozen=True)
class Sign:
    """A broken requirement, the way of testing that found it, and how long after the start.

    `red` tells one that fails the run from a warning.
    """

    requirement: str
    way: str
    seconds: float
    red: bool = True


@dataclass(frozen=True)
class Verdict:
    """What a run of the suite came to: `exit_code` 0 is green; `batches` tells what it created."""

    exit_code: int
    seconds: float
    signs: tuple[Sign, ...]
    passed: int
    output: str
    batches: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Server:
    """A server to judge: the module that runs it, and the capabilities that its plans lack."""

    module: str
    lacks: tuple[str, ...]
    options: tuple[str, ...] = ()


REFERENCE = Server("tests.faults.server", ("default-callback", "default-originator"))
OTHER = Server(
    "tests.suite.other_server",
    ("default-callback",),
    (
        *("--group", f"{GROUP}=" + ",".join(MEMBERS)),
        *("--first-retry", str(FIRST_RETRY), "--callback-secret", SECRET),
    ),
)
LISTENING = (
    *("--callback-listener", "127.0.0.1:0", "--callback-secret", SECRET),
    *("--delivery-wait", "8"),
)


@dataclass(frozen=True)
class Target:
    """A server that runs."""

    url: str
    server: Server


@contextmanager
def running(server: Server, *arguments: str) -> Iterator[Target]:
    """Run a server in a process of its own, which ends afterwards."""
    pairs = [
        word
        for plan, token in PLANS.items()
        for word in ("--service-plan-id", plan, "--api-token", token)
    ]
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                server.module,
                *server.options,
                *arguments,
                "--port",
                "0",
                *pairs,
            ],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        assert process.stdout is not None
        try:
            url = process.stdout.readline().strip()
            if not url:
                log.seek(0)
                raise RuntimeError(f"{server.module} didn't start:\n{log.read()}")
            yield Target(url, server)
        finally:
            process.terminate()
            process.wait()
            process.stdout.close()


def judge(target: Target, arguments: Sequence[str]) -> Verdict:
    """Run the suite against the server with these arguments of its command."""
    first, second = PLANS.items()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = ["sinch-batches", "conformance", "--base-url", target.url]
        command += ["--service-plan-id", first[0], "--second-service-plan-id", second[0]]
        command += ["--group", GROUP]
        command += [word for lack in target.server.lacks for word in ("--without", lack)]
        started = time.monotonic()
        done = subprocess.run(
            [*command, "--report-json", str(report), *arguments],
            cwd=folder,
            env=os.environ
            | {"SINCH_SMS_API_TOKEN": first[1], "SINCH_SMS_SECOND_API_TOKEN": second[1]},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        seconds = time.monotonic() - started
        # A run that was refused leaves no report.
        records = json.loads(report.read_text())["requirements"] if report.exists() else []
    return Verdict(
        done.returncode,
        seconds,
        tuple(_signs(records)),
        sum(record["outcome"] == "passed" for record in records),
        done.stdout,
        # A check that got no answer somewhere was made again, and sent again.
        {record["id"]: record["batches"] for record in records if not record["drops"]},
    )


def _signs(records: list[dict[str, Any]]) -> Iterator[Sign]:
    for record in sorted(records, key=lambda record: record["at"]):
        if record["outcome"] in ("failed", "warning"):
            way = _WAYS.get(record["way"], record["way"])
            for name in dict.fromkeys((record["id"], *record["violates"])):
                yield Sign(name, way, record["at"], record["outcome"] == "failed")

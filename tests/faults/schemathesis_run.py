"""Runs plain Schemathesis with the kit against a server, and notes what it reported."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sinch_batches_client import spec_path

from .running import PLANS, ROOT

PLAN, TOKEN = next(iter(PLANS.items()))


@dataclass(frozen=True)
class KitRun:
    """What a run reported: failures with their operations, and answers by operation and class."""

    exit_code: int
    failures: tuple[str, ...]
    answers: Counter[tuple[str, str]]
    seconds: float
    output: str


def run_kit(url: str, *options: str, plan: str = PLAN) -> KitRun:
    """Run `schemathesis` with the kit and the example's configuration against a server."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("SINCH_")}
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(ROOT / "examples" / "schemathesis.toml", folder)
        command = [str(Path(sys.executable).with_name("schemathesis")), "run", str(spec_path())]
        report = ("--report", "json,ndjson", "--report-dir", folder)
        started = time.monotonic()
        done = subprocess.run(
            [*command, "--url", url, *report, "--no-color", *options],
            cwd=folder,
            env={**inherited, "SINCH_SERVICE_PLAN_ID": plan, "SINCH_SMS_API_TOKEN": TOKEN},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return KitRun(
            done.returncode,
            tuple(_failures(Path(folder))),
            _answers(Path(folder)),
            time.monotonic() - started,
            done.stdout,
        )


def _failures(folder: Path) -> Iterator[str]:
    for file in folder.glob("*.json"):
        for failure in json.loads(file.read_text())["failures"]:
            yield f"{failure['title']} ({', '.join(failure['operations'])})"


def _answers(folder: Path) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for file in folder.glob("*.ndjson"):
        for line in file.read_text().splitlines():
            finished: dict[str, Any] = json.loads(line).get("ScenarioFinished", {})
            recorder = finished.get("recorder", {})
            for id_, exchange in recorder.get("interactions", {}).items():
                case, response = recorder["cases"][id_]["value"], exchange["response"]
                kind = f"{response['status_code'] // 100}xx" if response else "none"
                found[f"{case['method']} {case['path']}", kind] += 1
    return found

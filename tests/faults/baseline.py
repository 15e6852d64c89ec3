"""`make baseline`: what plain `schemathesis run`, as installed, finds of ten faults."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from tests.document import read_spec

from .document import put
from .registry import faults
from .running import PLANS, REFERENCE, running

FAULTS = (
    "to-missing",
    "to-1001",
    "ton-7",
    "type-unknown",
    "error-no-code",
    "page-size-echoed",
    "update-to-replaces",
    "joined-160",
    "leak-get",
    "lost-updates",
)


@dataclass(frozen=True)
class Run:
    """What Schemathesis reported: kinds of failure, each with the operation that showed it."""

    failures: frozenset[tuple[str, str]]
    seconds: float


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.faults.baseline", description=__doc__)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--document", type=Path, metavar="FILE", help="write the result there")
    given = options.parse_args()

    correct = _run(None, given.seed)
    with ThreadPoolExecutor(2) as pool:
        runs = dict(
            zip(FAULTS, pool.map(lambda fault: _run(fault, given.seed), FAULTS), strict=True)
        )
    result = _table(correct, runs)
    print(result)
    if given.document:
        text = f"Written by `make baseline ARGS='--seed {given.seed}'`.\n\n{result}"
        given.document.write_text(put(given.document, "baseline", text))
    return 0


def _run(fault: str | None, seed: int) -> Run:
    plan, token = next(iter(PLANS.items()))
    chosen = () if fault is None else ("--fault", fault)
    with tempfile.TemporaryDirectory() as folder, running(REFERENCE, *chosen) as target:
        spec = Path(folder) / "openapi.yaml"
        spec.write_text(yaml.safe_dump(_with_plan(plan)))
        started = time.monotonic()
        subprocess.run(
            [
                *("schemathesis", "run", str(spec), "--url", target.url, "--seed", str(seed)),
                *("--header", f"Authorization: Bearer {token}"),
                *("--report", "json", "--report-dir", folder),
            ],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        seconds = time.monotonic() - started
        report = json.loads(next(Path(folder).glob("*.json")).read_text())
    failures = {
        (failure["title"], operation)
        for failure in report["failures"]
        for operation in failure["operations"]
    }
    return Run(frozenset(failures), seconds)


def _with_plan(plan: str) -> dict[str, Any]:
    # The one thing done for it: without a plan that exists, every request is answered with 401.
    document: dict[str, Any] = read_spec()
    parameter = document["components"]["parameters"]["ServicePlanId"]
    parameter["schema"]["enum"] = [plan]
    del parameter["example"]
    return document


def _table(correct: Run, runs: dict[str, Run]) -> str:
    lines = [
        "A fault counts as found if a kind of failure appears on an operation on which it doesn't",
        "appear on the correct server.",
        "",
        "| fault | kind | failures reported | of these not on the correct server | found | time |",
        "|---|---|--:|---|---|--:|",
        f"| none: the correct server | | {len(correct.failures)} (all false alarms) | | "
        f"| {correct.seconds:.0f} s |",
    ]
    found = 0
    for name, run in runs.items():
        new = sorted(run.failures - correct.failures)
        found += bool(new)
        shown = "; ".join(f"{title} ({operation})" for title, operation in new)
        lines.append(
            f"| `{name}` | {faults()[name].kind} | {len(run.failures)} | {shown} | "
            f"{'yes' if new else 'no'} | {run.seconds:.0f} s |"
        )
    return "\n".join([*lines, "", f"Found: {found} of {len(runs)}."])


if __name__ == "__main__":
    sys.exit(main())

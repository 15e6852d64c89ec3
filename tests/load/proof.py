"""`make load-proof`: what `sinch-batches load` finds and costs, written into docs/load.md."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tests.faults.document import put
from tests.faults.running import PLANS, REFERENCE, Server, judge, running

from .conftest import COMMAND, PLAN, TOKEN, Load, Run, run_load
from .faults import EARLY, FAULTS, Fault
from .mortal import killed_meanwhile, mortal
from .overhead import generator, started

HERE = Path(__file__).parent
HASTY = str(HERE / "hasty.toml")
FIRST, SECOND = PLANS.items()
ACCESS = {
    "SINCH_SERVICE_PLAN_ID": FIRST[0],
    "SINCH_SMS_API_TOKEN": FIRST[1],
    "SINCH_SMS_SECOND_API_TOKEN": SECOND[1],
}
BUSY = ("--users", "16", "--spawn-rate", "100", "--operations-per-user", "60")


def main() -> int:
    parts: dict[str, Callable[[argparse.Namespace], tuple[str, bool]]] = {
        "servers": servers,
        "faults": faults,
        "generator": lambda _: (generator(), True),
    }
    options = argparse.ArgumentParser(prog="python -m tests.load.proof", description=__doc__)
    options.add_argument("--part", choices=list(parts), action="append")
    options.add_argument("--duration", default="60s", help="of a run against a right server (60s)")
    options.add_argument("--resume", type=Path, metavar="FILE", help="keep rows of faults there")
    options.add_argument("--document", type=Path, metavar="FILE", help="write the tables there")
    given = options.parse_args()
    is_proved = True
    for part in given.part or parts:
        text, is_right = parts[part](given)
        print(text, flush=True)
        is_proved = is_proved and is_right
        if given.document:
            given.document.write_text(put(given.document, part, text))
    return 0 if is_proved else 1


# --- The reference server -------------------------------------------------------------------------
def servers(given: argparse.Namespace) -> tuple[str, bool]:
    """Load the reference server at full speed."""
    rows, exits = [], []
    with tempfile.TemporaryDirectory() as folder:
        kinds = {
            "in memory": (),
            "SQLite, 2 workers": ("--database", f"{folder}/a.sqlite", "--workers", "2"),
        }
        for kind, options in kinds.items():
            with serving(*options) as url:
                load = run_load(
                    Path(folder),
                    url,
                    "--users",
                    "32",
                    "--spawn-rate",
                    "32",
                    "--workers",
                    "2",
                    "--duration",
                    given.duration,
                    "--profile",
                    HASTY,
                    "--seed",
                    "1",
                )
            report = load.report
            exits.append(load.exit_code)
            rate = report["requests"] / report["seconds"]
            checks = sum(rule["checked"] for rule in report["invariants"])
            broken = sum(rule["broken"] for rule in report["invariants"])
            rows.append(
                f"| {kind} | {report['requests']} | {rate:.0f} | {report['batches']['kept']} | "
                f"{checks} | {broken} | {load.out.splitlines()[-1]} |"
            )
    head = "| server | requests | per second | batches | checks | broken | verdict |"
    return "\n".join([head, "| --- |" + " --- |" * 6, *rows]), exits == [0] * len(exits)


@contextmanager
def serving(*options: str) -> Iterator[str]:
    """Run the reference server as its users do."""
    access = ["--service-plan-id", PLAN, "--api-token", TOKEN]
    with started([COMMAND, "serve", "--port", "0", *access, *options]) as url:
        yield url


# --- Faults ---------------------------------------------------------------------------------------
def faults(given: argparse.Namespace) -> tuple[str, bool]:
    """Run both commands against each fault."""
    kept: dict[str, tuple[str, bool]] = {}
    if given.resume and given.resume.exists():
        kept = json.loads(given.resume.read_text())
    for fault in FAULTS.values():
        if fault.id not in kept:
            kept[fault.id] = _row(fault)
            print(*kept[fault.id], flush=True)
        if given.resume:
            given.resume.write_text(json.dumps(kept))
    found = [is_found for _, is_found in kept.values()]
    head = "| fault | what is wrong | `load` | `conformance` |"
    total = f"{sum(found)} of {len(found)} faults are found by the invariant that they break."
    rows = [row for row, _ in kept.values()]
    return "\n".join([total, "", head, "| --- |" + " --- |" * 3, *rows]), all(found)


def _row(fault: Fault) -> tuple[str, bool]:
    """Return what both commands say of a fault, and whether its invariant was broken."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        load = _of_killed(folder) if fault.id == EARLY else _of_fault(fault.id, folder)
        options = ("--database", str(folder / "c.sqlite")) if fault.id == EARLY else ()
        server = Server("tests.load.faulty", REFERENCE.lacks, options)
        with running(server, "--fault", fault.id) as target:
            verdict = judge(target, ["--seed", "1"])
    judged = sorted({sign.requirement for sign in verdict.signs if sign.red})
    told = ", ".join(judged[:3]) + (f" and {len(judged) - 3} more" if len(judged) > 3 else "")
    broken = ", ".join(sorted(load.broken())) or "nothing"
    row = f"| `{fault.id}` | {fault.title} | {broken} | {told or 'conformant'} |"
    return row, load.broken() >= fault.invariants


def _of_fault(fault: str, folder: Path) -> Run:
    server = Server("tests.load.faulty", REFERENCE.lacks)
    with running(server, "--fault", fault) as target:
        return run_load(
            folder,
            target.url,
            *BUSY,
            "--profile",
            HASTY,
            "--patience",
            "1",
            "--seed",
            "1",
            "--second-service-plan-id",
            SECOND[0],
            **ACCESS,
        )


def _of_killed(folder: Path) -> Run:
    load: Load = partial(run_load, folder)
    with mortal(folder, "--fault", EARLY) as server:
        return killed_meanwhile(server, load, *BUSY, "--profile", HASTY, "--patience", "1")


if __name__ == "__main__":
    sys.exit(main())

"""`make load-proof`: what `sinch-batches load` finds and costs, written into docs/load.md."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.faults.document import put
from tests.faults.running import PLANS, Server, judge, running

from sinch_batches_contract._load.reporting import WORDS

from .conftest import Load, Run, run_load
from .faults import EARLY, FAULTS, Fault
from .full_speed import HASTY, servers
from .mortal import killed_meanwhile, mortal
from .overhead import generator

FAULTY = "tests.load.faulty"
LACKS = ("default-callback",)
RIGHT = Fault("none", "nothing: the server as it is", frozenset(), lambda _: None)
FIRST, SECOND = PLANS.items()
ACCESS = {
    "SINCH_SERVICE_PLAN_ID": FIRST[0],
    "SINCH_SMS_API_TOKEN": FIRST[1],
    "SINCH_SMS_SECOND_API_TOKEN": SECOND[1],
}
BUSY = ("--users", "16", "--spawn-rate", "100", "--operations-per-user", "60")


def main() -> int:
    parts: dict[str, Callable[[argparse.Namespace], tuple[str, bool]]] = {
        "servers": lambda given: servers(given.seconds),
        "faults": faults,
        "generator": lambda given: (generator(given.seconds), True),
    }
    options = argparse.ArgumentParser(prog="python -m tests.load.proof", description=__doc__)
    options.add_argument(
        "--part", choices=list(parts), action="append", help="write this alone (repeat)"
    )
    options.add_argument(
        "--seconds",
        type=int,
        default=60,
        metavar="N",
        help="of a run against a right server (60); with fewer, the tables say too little to keep",
    )
    options.add_argument(
        "--fault", choices=list(FAULTS), action="append", metavar="ID", help="these alone (repeat)"
    )
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


# --- Faults ---------------------------------------------------------------------------------------
def faults(given: argparse.Namespace) -> tuple[str, bool]:
    """Run both commands against each fault, and against none."""
    kept: dict[str, tuple[str, bool]] = {}
    if given.resume and given.resume.exists():
        kept = json.loads(given.resume.read_text())
    for fault in (RIGHT, *map(FAULTS.__getitem__, given.fault or FAULTS)):
        if fault.id not in kept:
            kept[fault.id] = _row(fault)
            print(*kept[fault.id], flush=True)
        if given.resume:
            given.resume.write_text(json.dumps(kept))
    found = [is_found for name, (_, is_found) in kept.items() if name != RIGHT.id]
    head = "| fault | what is wrong | `load` | `conformance` |"
    total = f"{sum(found)} of {len(found)} faults are found by the invariant that they break."
    rows = [row for row, _ in kept.values()]
    is_proved = all(found) and kept[RIGHT.id][1]
    return "\n".join([total, "", head, "| --- |" + " --- |" * 3, *rows]), is_proved


def _row(fault: Fault) -> tuple[str, bool]:
    """Return what both commands say of a fault, and whether they are right.

    They are if the invariant of the fault is broken, or, without a fault, nothing at all.
    """
    chosen = () if fault is RIGHT else ("--fault", fault.id)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        load = _of_killed(folder) if fault.id == EARLY else _of_server(chosen, folder)
        options = ("--database", str(folder / "c.sqlite")) if fault.id == EARLY else ()
        with running(Server(FAULTY, LACKS, options), *chosen) as target:
            verdict = judge(target, ["--seed", "1"])
    judged = sorted({sign.requirement for sign in verdict.signs if sign.red})
    told = ", ".join(judged[:3]) + (f" and {len(judged) - 3} more" if len(judged) > 3 else "")
    broken = ", ".join(sorted(load.broken()))
    is_green = load.exit_code == verdict.exit_code == 0
    is_right = load.broken() >= fault.invariants if fault is not RIGHT else is_green
    row = f"| `{fault.id}` | {fault.title} | {broken or WORDS[load.exit_code]} | "
    return f"{row}{told or WORDS[verdict.exit_code]} |", is_right


def _of_server(options: tuple[str, ...], folder: Path) -> Run:
    with running(Server(FAULTY, LACKS), *options) as target:
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

"""`make faults`: run the suite against every fault and print the kill matrix."""

from __future__ import annotations

import argparse
import shlex
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .document import written
from .kept import Kept
from .matrix import Row, median_seconds, one_line, survivors, totals
from .registry import SEMANTIC, SYNTACTIC, Fault, chosen
from .running import LISTENING, REFERENCE, judge, running


def main() -> int:
    options = argparse.ArgumentParser(
        prog="python -m tests.faults",
        description=__doc__,
        epilog="All other arguments are the suite's own.",
    )
    options.add_argument("--faults", default="", metavar="IDS", help="ids or patterns, by commas")
    options.add_argument("--kind", choices=[SEMANTIC, SYNTACTIC], help="only faults of this kind")
    options.add_argument("--budget", default="standard", help="that of the suite")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--at-once", type=int, default=2, metavar="N", help="servers at a time")
    options.add_argument(
        "--by-name", action="store_true", help="try a fault by the requirements that name it alone"
    )
    options.add_argument(
        "--resume", type=Path, metavar="FILE", help="keep verdicts there; don't repeat a kill"
    )
    options.add_argument("--document", type=Path, metavar="FILE", help="write the matrix there")
    given, others = options.parse_known_args()
    arguments = ["--level", "should", "--budget", given.budget, "--seed", str(given.seed), *others]

    with running(REFERENCE) as target:
        correct = judge(target, [*arguments, *LISTENING])
    if correct.exit_code != 0:
        sys.stdout.write(correct.output)
        print("The suite isn't green on the correct server: a kill would prove nothing.")
        return 2
    print(f"correct server: green, {correct.passed} passed in {correct.seconds:.1f} s", flush=True)

    picked = [fault for fault in chosen(given.faults) if given.kind in (None, fault.kind)]
    kept = Kept(given.resume)

    def row_of(fault: Fault) -> Row:
        naming = fault.requirements if given.by_name else ()
        if any(name.startswith("STATUS-") for name in naming):
            naming += ("READBACK-*", "DRY-001", "FB-001")  # which ask: a status is judged beside
        return _row(fault, [*arguments, *(word for name in naming for word in ("--only", name))])

    started = time.monotonic()
    with ThreadPoolExecutor(given.at_once) as pool:
        rows = []
        for row in pool.map(lambda fault: kept.row(fault) or row_of(fault), picked):
            rows.append(row)
            kept.add(row)
            print(one_line(row), flush=True)
    _summarise(rows, time.monotonic() - started)
    if given.document:
        by_name = ["--by-name"] if given.by_name else []
        told = f'`make faults ARGS="{shlex.join([*by_name, *arguments[2:]])}"`'
        if given.resume:
            told += " in several runs,\neach of which left out what was killed before"
        given.document.write_text(written(rows, correct, told, given.document))
    return 0 if all(row.killed for row in rows) else 1


def _row(fault: Fault, arguments: list[str]) -> Row:
    with running(REFERENCE, "--fault", fault.id) as target:
        skipped = [word for pattern in fault.silent for word in ("--skip", pattern)]
        verdict = judge(target, [*arguments, *skipped, *(LISTENING if fault.is_heard else ())])
    return Row(fault, verdict)


def _summarise(rows: list[Row], seconds: float) -> None:
    print(f"\n{totals(rows)}\n")
    print(f"median time to the first naming sign: {median_seconds(rows):.1f} s; ", end="")
    print(f"{len(rows)} runs in {seconds:.0f} s")
    print(f"survivors:\n{survivors(rows)}")


if __name__ == "__main__":
    sys.exit(main())

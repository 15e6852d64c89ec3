"""`make schemathesis`: plain Schemathesis with the kit, on correct servers and on wrong ones."""

from __future__ import annotations

import argparse
import shlex
import statistics
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sinch_batches_contract._judgement.levels import MUST
from sinch_batches_contract._run._selection import everything

from .document import put
from .registry import SYNTACTIC, Fault, chosen
from .running import OTHER, REFERENCE, Server, running
from .schemathesis_run import KitRun, run_kit

_SERVERS = {"reference": REFERENCE, "other": OTHER}
# The first failure tells a wrong server.
_ON_A_FAULT = ("--seed", "1", "--max-failures", "1", "--phases", "examples,coverage,fuzzing")


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.faults.kit", description=__doc__)
    options.add_argument("--seeds", type=int, default=10, metavar="N")
    options.add_argument("--faults", default="", metavar="IDS", help="ids or patterns, by commas")
    options.add_argument("--at-once", type=int, default=2, metavar="N", help="servers at a time")
    options.add_argument("--document", type=Path, metavar="FILE", help="write the result there")
    given = options.parse_args()

    seeds = range(1, given.seeds + 1)
    with ThreadPoolExecutor(given.at_once) as pool:
        runs = {
            name: list(pool.map(lambda seed, of=server: _correct(of, seed), seeds))
            for name, server in _SERVERS.items()
        }
        wrong = [fault for fault in chosen(given.faults) if _is_of_a_keyword(fault)]
        found = dict(zip(wrong, pool.map(_is_found, wrong), strict=True))
    result = "\n\n".join([_table(runs), _operations(runs), _told(found)])
    print(result)
    if given.document:
        command = f'make schemathesis ARGS="{shlex.join(["--seeds", str(given.seeds)])}"'
        text = f"Written by `{command}`.\n\n{result}"
        given.document.write_text(put(given.document, "runs", text))
    are_green = all(run.exit_code == 0 for named in runs.values() for run in named)
    return 0 if are_green and all(found[fault] for fault in found if _breaks_a_must(fault)) else 1


def _is_of_a_keyword(fault: Fault) -> bool:
    is_bound = any(rule.startswith("BOUND-") for rule in fault.requirements)
    return fault.kind == SYNTACTIC and is_bound


def _breaks_a_must(fault: Fault) -> bool:
    described = [rule for rule in everything() if fault.is_described_by(rule.id)]
    return any(rule.level is MUST for rule in described if rule.id.startswith("BOUND-"))


def _correct(server: Server, seed: int) -> KitRun:
    # Each seed meets a fresh server, as each of its users does.
    with running(server) as target:
        run = run_kit(target.url, "--seed", str(seed))
    green = "green" if run.exit_code == 0 else "RED"
    print(f"{server.module} seed {seed}: {green} in {run.seconds:.0f} s", flush=True)
    if run.exit_code:
        sys.stdout.write(run.output)
    return run


def _is_found(fault: Fault) -> bool:
    with running(REFERENCE, "--fault", fault.id) as target:
        run = run_kit(target.url, *_ON_A_FAULT)
    told = f"found: {run.failures[0]}" if run.failures else "NOT FOUND"
    print(f"{fault.id:<28} {told} in {run.seconds:.0f} s", flush=True)
    return bool(run.failures)


def _table(runs: dict[str, list[KitRun]]) -> str:
    lines = [
        "| server | runs | green | failures | requests of a run | median run |",
        "|---|--:|--:|---|--:|--:|",
    ]
    for name, named in runs.items():
        cells = [
            name,
            len(named),
            sum(run.exit_code == 0 for run in named),
            "; ".join(sorted({failure for run in named for failure in run.failures})) or "none",
            round(statistics.median(run.answers.total() for run in named)),
            f"{statistics.median(run.seconds for run in named):.0f} s",
        ]
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


def _operations(runs: dict[str, list[KitRun]]) -> str:
    """Tell how each operation was answered, over all runs."""
    answers: Counter[tuple[str, str]] = Counter()
    for run in (run for named in runs.values() for run in named):
        answers += run.answers
    classes = sorted({kind for _, kind in answers})
    lines = [
        f"| answers, over all runs | {' | '.join(classes)} |",
        "|---|" + "--:|" * len(classes),
    ]
    for operation in sorted({operation for operation, _ in answers}):
        counts = [answers[operation, kind] for kind in classes]
        lines.append(f"| `{operation}` | " + " | ".join(map(str, counts)) + " |")
    return "\n".join(lines)


def _told(found: dict[Fault, bool]) -> str:
    """Tell what was found; the kit blames nobody for a SHOULD, so that it may miss those."""
    lines = ["Found of the faults in `tests/faults` of a keyword of the schema:", ""]
    for level, binds in (("a MUST", True), ("a SHOULD alone", False)):
        these = {fault: is_it for fault, is_it in found.items() if _breaks_a_must(fault) is binds}
        missed = ", ".join(f"`{fault.id}`" for fault, is_it in these.items() if not is_it)
        told = f"- that break {level}: {sum(these.values())} of {len(these)}"
        lines.append(f"{told}; not found: {missed}." if missed else f"{told}.")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())

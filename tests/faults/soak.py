"""`make soak`: run the suite with many seeds against correct servers; none may be blamed."""

from __future__ import annotations

import argparse
import shlex
import statistics
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.suite.readings import CROWDS, server

from .document import put
from .running import LISTENING, OTHER, REFERENCE, Verdict, judge, running

# The other server decides against every SHOULD that nothing documents, so it is judged by the
# level that binds; the reference server keeps the SHOULDs too. All readings of the page are among
# those of the crowds.
_SERVERS = {
    "reference": (REFERENCE, "should"),
    "other": (OTHER, "must"),
    **{f"crowd {n} of readings": (server(crowd), "must") for n, crowd in enumerate(CROWDS, 1)},
}


def main() -> int:
    options = argparse.ArgumentParser(
        prog="python -m tests.faults.soak",
        description=__doc__,
        epilog="All other arguments are the suite's own.",
    )
    options.add_argument("--seeds", type=int, default=25, metavar="N")
    options.add_argument("--budget", default="standard", help="that of the suite")
    options.add_argument("--document", type=Path, metavar="FILE", help="write the result there")
    given, others = options.parse_known_args()
    arguments = ["--budget", given.budget, *others]

    seeds = range(1, given.seeds + 1)
    with ThreadPoolExecutor(2) as pool:
        verdicts = {
            name: list(pool.map(lambda seed, name=name: _judged(name, seed, arguments), seeds))
            for name in _SERVERS
        }
    result = _table(verdicts)
    print(result)
    if given.document:
        own = ["--seeds", str(given.seeds), *arguments]
        command = f'make soak ARGS="{shlex.join(own)}"'
        text = f"Written by `{command}`: the suite on correct servers.\n\n{result}"
        given.document.write_text(put(given.document, "soak", text))
    return 0 if all(v.exit_code == 0 for runs in verdicts.values() for v in runs) else 1


def _judged(name: str, seed: int, arguments: list[str]) -> Verdict:
    judged, level = _SERVERS[name]
    # Each seed meets a fresh server, as each of its users does.
    with running(judged) as target:
        verdict = judge(target, [*arguments, *LISTENING, "--level", level, "--seed", str(seed)])
    green = verdict.exit_code == 0
    print(
        f"{name} seed {seed}: {'green' if green else 'RED'} in {verdict.seconds:.1f} s", flush=True
    )
    if not green:
        sys.stdout.write(verdict.output)
    return verdict


def _table(verdicts: dict[str, list[Verdict]]) -> str:
    lines = [
        "| server | level | runs | green | false alarms | requirements passed | median run |",
        "|---|---|--:|--:|---|--:|--:|",
    ]
    for name, runs in verdicts.items():
        alarms = sorted({sign.requirement for run in runs for sign in run.signs if sign.red})
        cells = [
            name,
            _SERVERS[name][1],
            len(runs),
            sum(run.exit_code == 0 for run in runs),
            ", ".join(alarms) or "none",
            min(run.passed for run in runs),
            f"{statistics.median(run.seconds for run in runs):.1f} s",
        ]
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())

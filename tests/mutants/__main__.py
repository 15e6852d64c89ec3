"""`make mutants`: judge random mutants of the second server, and say what was found."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.faults.document import has, put

from .notes import notes
from .report import outcome, told
from .session import judged, kept_in, resume, start, waiting
from .workers import execute

FOLDER = Path("build/mutants")


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    options.add_argument("--seed", type=int, default=1, help="which mutants are tried (default: 1)")
    options.add_argument("--size", type=int, default=300, metavar="N", help="how many of them")
    options.add_argument("--at-once", type=int, default=2, metavar="N", help="workers")
    options.add_argument(
        "--max-seconds", type=float, metavar="S", help="stop then; the next run goes on from there"
    )
    options.add_argument("--fresh", action="store_true", help="forget what is known of this seed")
    options.add_argument("--retry", action="store_true", help="try again what was missed")
    options.add_argument("--document", type=Path, metavar="FILE", help="write the result there")
    given = options.parse_args()

    FOLDER.mkdir(parents=True, exist_ok=True)
    session = kept_in(FOLDER, given.seed)
    if given.fresh:
        session.unlink(missing_ok=True)
    noted = notes()
    if not session.exists():
        start(session, given.seed, given.size)
    else:
        resume(session, noted if given.retry else None)
    execute(session, given.seed, given.at_once, given.max_seconds)

    mutants, left = judged(session), waiting(session)
    result = told(mutants, noted)
    print(result)
    if left:
        print(f"{left} are still to be tried: run it again")
    if given.document:
        part = f"seed-{given.seed}"
        if has(given.document, part):
            given.document.write_text(put(given.document, part, _page(given, result, left)))
        else:
            print(f"Not written: {given.document} has no part {part}")
    seen = {outcome(mutant, noted) for mutant in mutants}
    if left:
        return 2
    return 0 if seen.isdisjoint({"miss", "not looked at", "no verdict"}) else 1


def _page(given: argparse.Namespace, result: str, left: int) -> str:
    text = f"Written by `make mutants SEED={given.seed} SIZE={given.size}`"
    if left:
        text += f", which was ended early: {left} of them, chosen by chance, aren't judged yet"
    return f"{text}.\n\n{result}"


if __name__ == "__main__":
    sys.exit(main())

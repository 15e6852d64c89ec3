"""Judge the second server of this folder: the test command that cosmic-ray runs for each mutant.

Exit status 0 says that the suite found nothing. What it found goes to standard output, as JSON.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from typing import Any

from tests.faults.running import LISTENING, OTHER, judge, running

MUTANT = replace(OTHER, module="tests.mutants.server")

# One that hangs would otherwise cost what it costs to wait for it, over and over.
_BOUNDS = ("--timeout", "5", "--max-seconds", "90")
_QUICK = ("--level", "must", "--budget", "quick", "--fail-fast", *LISTENING)


def judged(seed: int) -> dict[str, Any]:
    """Return what the suite makes of the server with this seed of its own."""
    try:
        with running(MUTANT) as target:
            verdict = judge(target, [*_QUICK, *_BOUNDS, "--seed", str(seed)])
    except RuntimeError as error:
        return {"exit": None, "red": [], "told": str(error).strip().splitlines()[-1:]}
    red = list(dict.fromkeys(sign.requirement for sign in verdict.signs if sign.red))
    told = verdict.output.strip().splitlines()[-2:] if verdict.exit_code not in (0, 1) else []
    return {"exit": verdict.exit_code, "red": red, "told": told}


if __name__ == "__main__":
    found = judged(int(sys.argv[1]))
    print(json.dumps(found))
    sys.exit(found["exit"] != 0)

"""How much code is written by hand over the generated client.

Counted are the lines that hold something, docstrings, comments and imports included. The overlay
proper says what a specification can't: which region, and which of text and binary. The rest is a
client library: how a call travels, what may not happen twice, and the operations as methods, twice.
Raise a budget only in a commit of its own that says why.
"""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "overlays/sinch_batches"
PROPER = ("_region.py", "_batches/")
BUDGET_PROPER, BUDGET = 350, 2550


def lines() -> dict[str, int]:
    return {
        str(path.relative_to(FOLDER)): sum(
            bool(line.strip()) for line in path.read_text("utf-8").splitlines()
        )
        for path in sorted(FOLDER.glob("**/*.py"))
    }


def proper() -> int:
    return sum(number for name, number in lines().items() if name.startswith(PROPER))


if __name__ == "__main__":
    print(f"the overlay proper: {proper()} of {BUDGET_PROPER} lines")
    print(f"overlays/sinch_batches: {sum(lines().values())} of {BUDGET} lines")

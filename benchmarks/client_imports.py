"""What an import costs where nothing but the wheel and the official SDKs is installed.

In an environment for development `import httpx` loads more, such as rich, and flatters all others.
"""

from __future__ import annotations

import subprocess
from statistics import median


def imports(python: str, rounds: int) -> dict[str, tuple[float, float]]:
    """The CPU and wall microseconds of imports by this Python, each in a process of its own."""
    statements = {
        "import httpx": "import httpx",
        "import sinch_batches": "import sinch_batches",
        "BatchesClient": "from sinch_batches import BatchesClient",
        "BatchesClient, TextSubmission": "from sinch_batches import BatchesClient, TextSubmission",
        "AsyncBatchesClient, TextSubmission": (
            "from sinch_batches import AsyncBatchesClient, TextSubmission"
        ),
        "all names": "from sinch_batches import *",
        "from sinch import SinchClient": "from sinch import SinchClient",
        "from clx.xms import Client": "from clx.xms import Client",
    }
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in statements}
    for _ in range(rounds):
        for name, statement in statements.items():
            code = (
                "import time\ncpu, wall = time.process_time(), time.perf_counter()\n"
                f"{statement}\nprint(time.process_time() - cpu, time.perf_counter() - wall)"
            )
            said = subprocess.run(
                [python, "-c", code], capture_output=True, text=True, check=True
            ).stdout
            cpu, wall = map(float, said.split())
            taken[name].append((cpu, wall))
    return {
        name: (median(c for c, _ in times) * 1e6, median(w for _, w in times) * 1e6)
        for name, times in taken.items()
    }

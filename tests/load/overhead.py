"""What it costs to ask and to check: the generator against a server that does nothing.

The contenders take turns in each round of one run, and the median of the rounds counts.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from .conftest import run_load

HERE = Path(__file__).parent
SENDING = str(HERE / "sending.toml")
USERS = ("--users", "16", "--spawn-rate", "100")
ROUNDS = 3
SECONDS = 20  # long beside what it takes to start

Cost = tuple[float, float]
"""Requests per second, and microseconds of CPU for each."""


def generator(at_most: int) -> str:
    """Return a table of what bare Locust and the command come to, by runs of so many seconds."""
    duration = f"{min(SECONDS, at_most)}s"
    taken: dict[str, list[Cost]] = {}
    nothing = [sys.executable, "-m", "tests.load.nothing"]
    with tempfile.TemporaryDirectory() as name, started(nothing) as url:
        folder = Path(name)
        for _ in range(ROUNDS):
            taken.setdefault("Locust alone, 1 process", []).append(_bare(url, folder, duration))
            for workers in ("1", "2"):
                told = "1 process" if workers == "1" else f"{workers} processes"
                cost = _command(url, folder, workers, duration)
                taken.setdefault(f"`sinch-batches load`, {told}", []).append(cost)
    return "\n".join(_table(taken))


def _table(taken: dict[str, list[Cost]]) -> Iterator[str]:
    yield "| who asks | requests per second | ratio | CPU µs a request | ratio |"
    yield "| --- | --- | --- | --- | --- |"
    first: Cost | None = None
    for name, costs in taken.items():
        rate, cpu = median(cost[0] for cost in costs), median(cost[1] for cost in costs)
        first = first or (rate, cpu)
        yield f"| {name} | {rate:.0f} | {rate / first[0]:.2f} | {cpu:.0f} | {cpu / first[1]:.2f} |"


def _bare(url: str, folder: Path, duration: str) -> Cost:
    before = _cpu_of_children()
    command = [sys.executable, "-m", "locust", "--locustfile", str(HERE / "bare.py")]
    command += ["--headless", *USERS, "--run-time", duration, "--host", url]
    stats = folder / "stats"  # Locust adds the suffix
    subprocess.run(
        [*command, "--only-summary", "--json-file", str(stats)], capture_output=True, check=True
    )
    (entry,) = json.loads(stats.with_suffix(".json").read_text())
    seconds = entry["last_request_timestamp"] - entry["start_time"]
    return _cost(entry["num_requests"], seconds, before)


def _command(url: str, folder: Path, workers: str, duration: str) -> Cost:
    before = _cpu_of_children()
    # Nothing is left to check after the run: the question is what the run itself costs.
    rest = ("--profile", SENDING, "--workers", workers, "--patience", "0", "--check-seconds", "0")
    report = run_load(folder, url, *USERS, "--duration", duration, *rest).report
    return _cost(report["requests"], report["seconds"], before)


def _cost(requests: int, seconds: float, cpu_before: float) -> Cost:
    return requests / seconds, (_cpu_of_children() - cpu_before) / requests * 1e6


def _cpu_of_children() -> float:
    """Seconds of CPU that ended children have taken."""
    times = os.times()
    return times.children_user + times.children_system


@contextmanager
def started(command: list[str]) -> Iterator[str]:
    """Run a server that prints its base URL."""
    process = subprocess.Popen(
        command, cwd=HERE.parents[1], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    try:
        url = process.stdout.readline().strip()
        assert url, f"{command} didn't start"
        yield url
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()

"""Right servers at full speed: what they keep, and how many requests they answer meanwhile."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

from tests.server.postgresql import running as postgresql

from .conftest import COMMAND, PLAN, TOKEN, Run, run_load_within
from .overhead import started

HASTY = str(Path(__file__).with_name("hasty.toml"))
LOAD = ("--users", "32", "--spawn-rate", "32", "--workers", "2", "--profile", HASTY, "--seed", "1")
LONGEST = 20 * 60
SERVERS = 3
HEAD = (
    "| server | seconds | requests | per second | failed | batches | checks | broken | verdict |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
)


def servers(seconds: int) -> tuple[str, bool]:
    """Return a table of the reference server on each store, and whether all of them are right."""
    kinds: dict[str, Callable[[Path], AbstractContextManager[str]]] = {
        "in memory": lambda _: serving(),
        "SQLite, 2 workers": lambda folder: serving(
            "--database", str(folder / "batches.sqlite"), "--workers", "2"
        ),
        f"PostgreSQL, {SERVERS} servers": lambda _: sharing_postgresql(),
    }
    rows, is_right = [HEAD], True
    for kind, server in kinds.items():
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            with server(folder) as url:
                duration = ("--duration", f"{seconds}s")
                run = run_load_within(LONGEST, folder, url, *LOAD, *duration)
        rows.append(_row(kind, run))
        # A run that a bound of its profile has ended before its time proves too little.
        is_right = is_right and run.exit_code == 0 and run.report["seconds"] >= seconds
    return "\n".join(rows), is_right


def _row(kind: str, run: Run) -> str:
    report = run.report
    numbers = (
        round(report["seconds"]),
        report["requests"],
        round(report["requests"] / report["seconds"]),
        sum(error["count"] for error in report["errors"]),
        report["batches"]["kept"],
        sum(rule["checked"] for rule in report["invariants"]),
        sum(rule["broken"] for rule in report["invariants"]),
    )
    return f"| {kind} | {' | '.join(map(str, numbers))} | {run.out.splitlines()[-1]} |"


@contextmanager
def serving(*options: str) -> Iterator[str]:
    """Run the reference server as its users do."""
    access = ["--service-plan-id", PLAN, "--api-token", TOKEN]
    with started([COMMAND, "serve", "--port", "0", *access, *options]) as url:
        yield url


@contextmanager
def sharing_postgresql() -> Iterator[str]:
    """Run servers on one PostgreSQL, behind an address that gives each request to the next."""
    with ExitStack() as stack:
        database = stack.enter_context(postgresql()).empty()
        urls = [stack.enter_context(serving("--database", database)) for _ in range(SERVERS)]
        yield stack.enter_context(started([sys.executable, "-m", "tests.load.sharing", *urls]))

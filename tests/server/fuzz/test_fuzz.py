"""No input makes the server answer 5xx, hang, or grow. `make fuzz` runs this at full size."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections import Counter
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import httpx
import pytest

from . import oddities, requests
from .wire import Answer, Connection

if TYPE_CHECKING:
    from collections.abc import Iterator

REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "1000"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))
CONNECTIONS = 8
WARM_UP = REQUESTS // 10
"""Of these, the first ones, after which caches and pools have their size."""
MOST_GROWTH = 32 * 1024
"""KiB that the server may grow after that; SQLite's caches still fill up."""
STRETCHES = 9
"""After each of these the memory is looked at."""
LARGE = {requests.large, requests.deep}
MAKERS = [
    requests.valid_send,
    requests.valid_dry_run,
    requests.valid_read,
    requests.valid_change,
    requests.feedback,
    requests.at_a_limit,
    requests.distorted,
    requests.distorted,
    requests.not_json,
    requests.odd_query,
    requests.deep,
    requests.large,
    *oddities.MAKERS,
]
WEIGHTS = [0.1 if maker in LARGE else 1 for maker in MAKERS]
SERVE = """
import sys
from sinch_batches_server._cli import main
from sinch_batches_server._store import postgres, schema
# However slow the machine is.
postgres.PATIENCE_SECONDS = schema.BUSY_SECONDS = 60.0
sys.exit(main(sys.argv[1:]))
"""
MOST_POOLED = 4
"""Connections to PostgreSQL that the server may open beside its first one, and keeps."""


@contextmanager
def serving(database: Path | str, log: Path) -> Iterator[tuple[int, int]]:
    """Run a server; gives its process id and its port."""
    options = [
        "--port",
        "0",
        "--service-plan-id",
        "p",
        "--api-token",
        "t",
        "--log-level",
        "warning",
    ]
    with (
        log.open("w") as errors,
        subprocess.Popen(
            [sys.executable, "-c", SERVE, *options, "--database", database],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as process,
    ):
        try:
            assert process.stdout
            url = httpx.URL(process.stdout.readline().strip())
            assert url.port, log.read_text()
            yield process.pid, url.port
            assert process.poll() is None, "the server ended by itself"
            process.terminate()
            assert process.wait(60) == 0
        finally:
            process.kill()


def memory(process: int) -> int:
    """How many KiB of a process are in memory."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0])


def open_connections(process: int) -> int:
    count = 0
    for link in Path(f"/proc/{process}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed since
            count += str(link.readlink()).startswith("socket:")
    return count


async def shower(port: int, world: requests.World, number: int, seen: Counter[str]) -> None:
    """Send requests over several connections, and check each answer."""
    made = 0

    async def client() -> None:
        nonlocal made
        connection = Connection(port)
        while made < number:
            made += 1
            maker = world.random.choices(MAKERS, WEIGHTS)[0]
            request = maker(world)
            if request.leaves:
                await connection.leave(request.raw)
                seen[f"{request.kind}: -"] += 1
                continue
            answer = await connection.exchange(
                request.raw, method=request.method, whole=request.whole
            )
            check(request, answer)
            seen[f"{request.kind}: {answer.status if answer else 'closed'}"] += 1
            if answer and answer.status == 201:
                world.learn(json.loads(answer.body)["id"])
        await connection.close()

    async with asyncio.TaskGroup() as clients:
        for _ in range(CONNECTIONS):
            clients.create_task(client())


def check(request: requests.Request, answer: Answer | None) -> None:
    shown = f"{request.kind} (seed {SEED}): {request.raw[:500]!r}"
    if answer is None:
        # A server may hang up on what isn't HTTP, but not on a whole request.
        assert not request.whole, f"closed without an answer: {shown}"
        return
    assert answer.status < 500, f"{answer.status}: {shown}"
    if request.expected:
        too_large = {413} if len(request.raw) > requests.MEBIBYTE else set()
        assert answer.status in request.expected | too_large, (
            f"{answer.status} {answer.body!r}: {shown}"
        )
    if answer.headers.get(b"content-type") == b"application/json" and request.method != "HEAD":
        document = json.loads(answer.body)
        if answer.status in (400, 403):
            assert document.keys() == {"code", "text"}, shown


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="memory is read from /proc")
@pytest.mark.parametrize("kept", ["file", "postgres"])
def test_no_request_makes_the_server_fail_hang_or_grow(
    tmp_path: Path, kept: str, request: pytest.FixtureRequest
) -> None:
    database: Path | str = tmp_path / "batches.sqlite"
    pooled = 0
    if kept == "postgres":
        database = request.getfixturevalue("postgres").empty()
        pooled = MOST_POOLED
    log = tmp_path / "server.log"
    seen: Counter[str] = Counter()
    world = requests.World(Random(SEED))
    with serving(database, log) as (process, port):
        resting = open_connections(process) + pooled
        asyncio.run(shower(port, world, WARM_UP, seen))
        sizes = [memory(process)]
        for _ in range(STRETCHES):
            asyncio.run(shower(port, world, (REQUESTS - WARM_UP) // STRETCHES, seen))
            sizes.append(memory(process))
        with httpx.Client(headers={"Authorization": "Bearer t"}) as client:
            answer = client.get(f"http://127.0.0.1:{port}/xms/v1/p/batches")
            assert answer.status_code == 200
            assert answer.json()["count"] > 0
        left = settled_connections(process, resting)
    for line, number in sorted(seen.items()):
        print(f"{number:8} {line}")
    print(f"{seen.total()} requests, seed {SEED}; KiB in memory by and by: {sizes}")
    assert left <= resting, "connections are still open"
    assert sizes[-1] - sizes[0] < MOST_GROWTH, f"grew: {sizes}"
    assert "Traceback" not in log.read_text()
    assert "Bearer t" not in log.read_text()


def settled_connections(process: int, resting: int) -> int:
    """How many connections are open once the server had time to see that clients are gone."""
    for _ in range(100):
        if open_connections(process) <= resting:
            break
        asyncio.run(asyncio.sleep(0.1))
    return open_connections(process)

"""Nothing acknowledged is lost: the server is killed in the middle of many concurrent sends.

`make kill9` runs this at full size.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpx
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROUNDS = int(os.environ.get("KILL9_ROUNDS", "2"))
SENDS = int(os.environ.get("KILL9_SENDS", "200"))
HEADERS = {"Authorization": "Bearer t"}
SERVE = """
import sys
from sinch_batches_server._cli import main
from sinch_batches_server._store import postgres, schema
# However slow the machine is.
postgres.PATIENCE_SECONDS = schema.BUSY_SECONDS = 60.0
sys.exit(main(sys.argv[1:]))
"""


@contextmanager
def serving(database: Path | str, workers: int) -> Iterator[tuple[int, str]]:
    """Run a server on a database; gives its process group, and the URL of its batches."""
    options = ["--port", "0", "--service-plan-id", "p", "--api-token", "t", "--log-level", "error"]
    with subprocess.Popen(
        [sys.executable, "-c", SERVE, *options, "--database", database, "--workers", str(workers)],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            assert process.stdout
            url = process.stdout.readline().strip()
            assert url, "the server didn't start"
            yield process.pid, f"{url}/xms/v1/p/batches"
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def message(number: int) -> dict[str, Any]:
    return {
        "from": "15550001111",
        "to": [f"+1555{number:07d}", f"+1556{number:07d}"],
        "body": f"Message {number} for ${{name}}",
        "parameters": {"name": {"default": "you"}},
        "client_reference": f"reference-{number}",
    }


async def send_until_killed(group: int, url: str, enough: int) -> list[dict[str, Any]]:
    """Send all messages, within a moment, and kill the server after so many answers.

    Returns what was acknowledged: the documents of all 201 answers.
    """
    acknowledged: list[dict[str, Any]] = []

    async def send(number: int) -> None:
        # Sent in one instant, they would all be written by one commit and answered together.
        await asyncio.sleep(number / 4000)
        try:
            answer = await post(httpx.URL(url), message(number))
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        acknowledged.append(answer)
        if len(acknowledged) == enough:
            os.killpg(group, signal.SIGKILL)

    await asyncio.gather(*(send(number) for number in range(SENDS)))
    return acknowledged


async def post(url: httpx.URL, document: dict[str, Any]) -> dict[str, Any]:
    """Post on a connection of its own (httpx slows down with thousands of open requests).

    Raises:
        ConnectionError: the server was gone.
        asyncio.IncompleteReadError: it went before the answer was whole.

    """
    reader, writer = await asyncio.open_connection(url.host, url.port)
    body = json.dumps(document).encode()
    head = (
        f"POST {url.path} HTTP/1.1\r\nHost: {url.host}\r\nAuthorization: Bearer t\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    writer.write(head.encode() + body)
    try:
        lines = (await reader.readuntil(b"\r\n\r\n")).decode().lower().splitlines()
        assert lines[0].split()[1] == "201", lines[0]
        length = next(line for line in lines if line.startswith("content-length:"))
        answer = await reader.readexactly(int(length.partition(":")[2]))
    finally:
        writer.transport.abort()
    return dict(json.loads(answer))


def check_file(database: Path) -> None:
    connection = sqlite3.connect(database)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    finally:
        connection.close()


def listed(client: httpx.Client, url: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while page := client.get(url, params={"page": len(found) // 100, "page_size": 100}).json():
        found += page["batches"]
        if not page["batches"] or len(found) == page["count"]:
            break
    assert len(found) == page["count"]
    return found


@pytest.mark.parametrize("number", range(ROUNDS))
def test_every_batch_that_got_its_201_is_there_whole_after_kill_9(
    number: int, tmp_path: Path
) -> None:
    for attempt in range(10):
        acknowledged = kill_and_look(tmp_path / f"{attempt}.sqlite", 1 + number % 2)
        if acknowledged < SENDS:
            return
    pytest.fail("the server was never killed in the middle: it had answered everything")


def kill_and_look(database: Path, workers: int) -> int:
    """Kill a server amid the sends, and look for what it acknowledged; returns how many."""
    enough = random.randrange(SENDS // 20, SENDS // 2)
    with serving(database, workers) as (group, url):
        acknowledged = asyncio.run(send_until_killed(group, url, enough))
    assert len(acknowledged) >= enough
    check_file(database)
    with serving(database, workers) as (_, url), httpx.Client(headers=HEADERS) as client:
        for batch in acknowledged:
            answer = client.get(f"{url}/{batch['id']}")
            assert answer.status_code == 200, f"{batch['id']} was acknowledged and is lost"
            assert answer.json() == batch
        everything = {batch["id"]: batch for batch in listed(client, url)}
        assert all(everything[batch["id"]] == batch for batch in acknowledged)
        assert client.post(url, json=message(0)).status_code == 201
    check_file(database)
    print(
        f"{workers} worker(s), killed after {enough} of {SENDS}: "
        f"{len(acknowledged)} acknowledged and found, {len(everything)} stored"
    )
    return len(acknowledged)

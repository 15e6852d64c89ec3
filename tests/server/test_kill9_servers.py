"""Servers that share a PostgreSQL are killed amid sends: nothing is lost, no report sent twice.

`make kill9-servers` runs this at full size.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
from collections import Counter
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from .test_kill9 import HEADERS, ROUNDS, SENDS, listed, message, post, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .postgresql import Postgres

SERVERS = 3
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Reports:
    """Takes reports, and notes for which batch each is."""

    def __init__(self) -> None:
        self.of_batch: Counter[str] = Counter()

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
            length = int(head.partition("content-length:")[2].split("\r\n")[0])
            body = httpx.Response(200, content=await reader.readexactly(length)).json()
            self.of_batch[body["batch_id"]] += 1
            writer.write(ANSWER)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # its server was killed before the report was whole
        finally:
            writer.close()


async def send_while_killing(
    servers: list[tuple[int, str]], victims: list[int], enough: int
) -> tuple[list[dict[str, Any]], Counter[str]]:
    """Send to all servers, and kill some after so many answers.

    Returns what was acknowledged, and how many reports came for each batch.
    """
    acknowledged: list[dict[str, Any]] = []
    reports = Reports()
    receiver = await asyncio.start_server(reports.take, "127.0.0.1", 0, backlog=500)
    callback = f"http://127.0.0.1:{receiver.sockets[0].getsockname()[1]}/"

    async def send(number: int) -> None:
        # Sent in one instant, they would all be written by one commit and answered together.
        await asyncio.sleep(number / 4000)
        url = httpx.URL(servers[number % len(servers)][1])
        report = {"delivery_report": "summary", "callback_url": callback}
        try:
            answer = await post(url, message(number) | report)
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        acknowledged.append(answer)
        if len(acknowledged) == enough:
            for group in victims:
                os.killpg(group, signal.SIGKILL)

    await asyncio.gather(*(send(number) for number in range(SENDS)))
    await _quiet(reports)
    receiver.close()
    return acknowledged, reports.of_batch


async def _quiet(reports: Reports) -> None:
    """Wait until no more reports come from those that live on."""
    before = -1
    while before != reports.of_batch.total():
        before = reports.of_batch.total()
        await asyncio.sleep(1.5)


@pytest.mark.parametrize("number", range(ROUNDS))
def test_nothing_acknowledged_is_lost_and_no_report_comes_twice_when_servers_are_killed(
    number: int, postgres: Postgres
) -> None:
    for _ in range(10):
        acknowledged = kill_and_look(postgres.empty(), 1 + number % SERVERS)
        if acknowledged < SENDS:
            return
    pytest.fail("no server was killed in the middle: they had answered everything")


def kill_and_look(database: str, killed: int) -> int:
    """Kill some of three servers amid the sends; returns how many were acknowledged."""
    enough = random.randrange(SENDS // 20, SENDS // 2)
    with running(database) as servers:
        victims = [group for group, _ in servers[:killed]]
        acknowledged, reports = asyncio.run(send_while_killing(servers, victims, enough))
        if killed < SERVERS:
            check(servers[-1][1], acknowledged)
    assert len(acknowledged) >= enough
    assert {batch: number for batch, number in reports.items() if number > 1} == {}
    with running(database) as servers:
        for _, url in servers:
            stored = check(url, acknowledged)
    print(
        f"{killed} of {SERVERS} servers killed after {enough} of {SENDS}: {len(acknowledged)} "
        f"acknowledged and found, {stored} stored, {len(reports)} reported, none twice"
    )
    return len(acknowledged)


@contextmanager
def running(database: str) -> Iterator[list[tuple[int, str]]]:
    """Run the servers; gives the process group of each, and the URL of its batches."""
    with ExitStack() as stack:
        yield [stack.enter_context(serving(database, 1)) for _ in range(SERVERS)]


def check(url: str, acknowledged: list[dict[str, Any]]) -> int:
    """Look for all that was acknowledged, one by one and in the list; return how many there are."""
    with httpx.Client(headers=HEADERS) as client:
        everything = {batch["id"]: batch for batch in listed(client, url)}
        for batch in acknowledged:
            assert everything.get(batch["id"]) == batch, f"{batch['id']} is lost"
        for batch in random.sample(acknowledged, min(50, len(acknowledged))):
            assert client.get(f"{url}/{batch['id']}").json() == batch
        assert client.post(url, json=message(0)).status_code == 201
    return len(everything)

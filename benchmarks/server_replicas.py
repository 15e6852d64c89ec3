"""Sends of three servers that share a PostgreSQL beside those of one, as a ratio.

One and three take turns in each round of one run, over the same number of connections in all, each
on a database of its own. The database, the servers and the client run on the same machine: with few
cores three servers have little to gain.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import time
from contextlib import ExitStack
from statistics import median

from benchmarks.server import MESSAGE, Target, reference, running
from benchmarks.server_load import load, raw
from benchmarks.server_targets import PATH
from tests.server.postgresql import running as postgresql

COUNTS = (1, 3)


async def send_to_all(servers: list[Target], calls: int, connections: int) -> None:
    share = len(servers)
    request = raw("POST", PATH, MESSAGE)
    await asyncio.gather(
        *(load(server.url, request, calls // share, connections // share) for server in servers)
    )


def measured(servers: list[Target], calls: int, connections: int) -> tuple[float, float, float]:
    """Return sends per second, and seconds of CPU a send: the servers' and the client's."""
    cpu, own_cpu = sum(server.cpu() for server in servers), time.process_time()
    start = time.perf_counter()
    asyncio.run(send_to_all(servers, calls, connections))
    wall = time.perf_counter() - start
    own_cpu = time.process_time() - own_cpu
    return calls / wall, (sum(server.cpu() for server in servers) - cpu) / calls, own_cpu / calls


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--calls", type=int, default=3000, help="sends of a round")
    parser.add_argument("--connections", type=int, default=48)
    arguments = parser.parse_args()
    taken: dict[int, list[tuple[float, float, float]]] = {number: [] for number in COUNTS}
    with ExitStack() as stack:
        postgres = stack.enter_context(postgresql())
        groups = {}
        for number in COUNTS:
            options = ("--database", postgres.empty())
            groups[number] = [
                stack.enter_context(running(*reference("", *options))) for _ in range(number)
            ]
        for _ in range(arguments.rounds):
            for number, servers in groups.items():
                figures = measured(servers, arguments.calls, arguments.connections)
                taken[number].append(figures)
    one, three = (taken[number] for number in COUNTS)
    ratios = sorted(many[0] / alone[0] for alone, many in zip(one, three, strict=True))
    print(f"\n{os.cpu_count()} cores")
    print("\n| servers on PostgreSQL | sends/s | CPU µs | client's CPU µs |\n|---|---|---|---|")
    for number, rounds in taken.items():
        rate, cpu, clients = map(median, zip(*rounds, strict=True))
        print(f"| {number} | {rate:.0f} | {cpu * 1e6:.0f} | {clients * 1e6:.0f} |")
    print(
        f"\nthree beside one, round by round: median {median(ratios):.2f}, "
        f"from {ratios[0]:.2f} to {ratios[-1]:.2f}"
    )


if __name__ == "__main__":
    main()

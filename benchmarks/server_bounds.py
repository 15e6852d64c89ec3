"""What the reference server bears: pages far back, requests that ask for much work, and its end.

`others` are sends and lists of one client, one after another, while eight clients make the same
large dry run again and again.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

import httpx
from benchmarks.server import MESSAGE, Target, reference, running, sent
from benchmarks.server_targets import PATH, SENDER, SENDERS, TOKEN

HEADERS = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
TO = [str(15550000000 + number) for number in range(1000)]
ALL_SENDERS = ",".join(f"{SENDER}{digit}" for digit in range(SENDERS))


@dataclass(frozen=True)
class Large:
    """A dry run that asks for much."""

    name: str
    document: dict[str, object]


REFUSED = Large(
    "values of 160 characters, 500 times, for 1000 recipients (refused)",
    {"to": TO, "body": "${a}" * 500, "parameters": {"a": {"default": "x" * 160}}},
)
ALLOWED = Large(
    "a text of 3,900 characters of its own for each of 1000 recipients",
    {"to": TO, "body": "${a}" * 487, "parameters": {"a": {who: f"{who[-7:]}é" for who in TO}}},
)


def deep_pages(size: int, calls: int) -> None:
    """Print what a page of 100 costs at the beginning and nine tenths of the way back."""
    print("\n| page of 100 | first, p50 ms | far back, p50 ms | ratio |\n|---|---|---|---|")
    with ExitStack() as stack, httpx.Client(headers=HEADERS) as client:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        for kept in ("memory", "file"):
            options = ["--size", str(size)]
            if kept == "file":
                options += ["--database", str(Path(folder) / "filled.sqlite")]
            module = ("-m", "benchmarks.server_targets", "filled", *options)
            server = stack.enter_context(running(kept, *module))
            for senders, query in (("any sender", {}), ("10 senders", {"from": ALL_SENDERS})):
                spent: dict[int, list[float]] = {0: [], size * 9 // 1000: []}
                for _ in range(calls):
                    for page, times in spent.items():
                        start = time.perf_counter()
                        answer = client.get(
                            server.url.join(PATH),
                            params={"page": page, "page_size": 100, **query},
                        )
                        times.append(time.perf_counter() - start)
                        assert answer.json()["page_size"] == 100, answer.text
                first, back = (median(times) * 1e3 for times in spent.values())
                print(
                    f"| {size:,} in {kept}, {senders} | {first:.2f} | {back:.2f} "
                    f"| {back / first:.2f} |",
                    flush=True,
                )


async def others_meanwhile(server: Target, large: Large, seconds: float) -> None:
    """Print how long others wait while eight clients make a large dry run."""
    waits: list[float] = []
    status = 0
    end = time.perf_counter() + seconds
    async with httpx.AsyncClient(headers=HEADERS, timeout=60) as client:

        async def ask_for_much() -> None:
            nonlocal status
            url = server.url.join(f"{PATH}/dry_run")
            content = json.dumps(large.document).encode()
            while time.perf_counter() < end:
                status = (await client.post(url, content=content)).status_code

        async def ask_for_little() -> None:
            while time.perf_counter() < end:
                for method, content in (("GET", None), ("POST", MESSAGE)):
                    start = time.perf_counter()
                    await client.request(method, server.url.join(PATH), content=content)
                    waits.append(time.perf_counter() - start)

        await asyncio.gather(ask_for_little(), *(ask_for_much() for _ in range(8)))
    print(
        f"| {large.name} | {len(json.dumps(large.document)) / 1000:.0f} | {status} "
        f"| {median(waits) * 1e3:.0f} | {quantiles(waits, n=100)[98] * 1e3:.0f} "
        f"| {max(waits) * 1e3:.0f} |",
        flush=True,
    )


def end_meanwhile(large: Large) -> None:
    """Print how long the server takes to end on SIGTERM while it works."""
    command = [sys.executable, *reference("")[1:]]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        url = f"{process.stdout.readline().strip()}{PATH}/dry_run"
        asyncio.run(_ended(process, url, json.dumps(large.document).encode()))


async def _ended(process: subprocess.Popen[str], url: str, content: bytes) -> None:
    async with httpx.AsyncClient(headers=HEADERS, timeout=60) as client:
        tasks = [asyncio.create_task(client.post(url, content=content)) for _ in range(8)]
        await asyncio.sleep(0.3)
        start = time.perf_counter()
        process.terminate()
        await asyncio.to_thread(process.wait, 60)
        print(f"\nSIGTERM amid eight of the latter: {time.perf_counter() - start:.1f} s")
        await asyncio.gather(*tasks, return_exceptions=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=1_000_000, help="batches stored")
    parser.add_argument("--calls", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=10)
    arguments = parser.parse_args()
    print("\n| dry run | kB | status | others' p50 ms | p99 ms | longest ms |")
    print("|---|---|---|---|---|---|")
    with running(*reference("bounds")) as server:
        sent(server)
        for large in (REFUSED, ALLOWED):
            asyncio.run(others_meanwhile(server, large, arguments.seconds))
    end_meanwhile(ALLOWED)
    deep_pages(arguments.size, arguments.calls)


if __name__ == "__main__":
    main()

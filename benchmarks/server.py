"""What the reference server costs: beside a bare route, and with more and more batches stored.

Contenders take turns in each round of one run, and the median of the rounds counts. Other load on
the machine moves the figures of all, so the ratios are what to look at. CPU is that of the server
process alone, so the client's share doesn't flatter the ratio.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median

import httpx
from benchmarks.server_targets import PATH, PLAN, SENDER, TOKEN

CONNECTIONS = 16
SIZES = (1_000, 100_000, 1_000_000)
MESSAGE = json.dumps({"from": SENDER, "to": ["+15551231234"], "body": "Hello"}).encode()
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Target:
    """A server process."""

    name: str
    url: httpx.URL
    process: int
    ids: list[str] = field(default_factory=list)

    def cpu(self) -> float:
        """Seconds of CPU that the process and its workers have taken."""
        workers = Path(f"/proc/{self.process}/task/{self.process}/children").read_text().split()
        return sum(map(_cpu, [str(self.process), *workers]))


def _cpu(process: str) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


@contextmanager
def running(name: str, *command: str) -> Iterator[Target]:
    """Run a server until the block ends; it may print ids before its URL."""
    with subprocess.Popen(
        [sys.executable, *command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            assert process.stdout
            line = process.stdout.readline()
            ids = json.loads(line) if line.startswith("[") else []
            url = process.stdout.readline() if ids else line
            yield Target(name, httpx.URL(url.strip()), process.pid, ids)
        finally:
            process.terminate()


def reference(name: str, *options: str) -> tuple[str, ...]:
    code = "import sys; from sinch_batches_server._cli import main; sys.exit(main(sys.argv[1:]))"
    plan = ["--service-plan-id", PLAN, "--api-token", TOKEN]
    return (name, "-c", code, "--port", "0", "--log-level", "warning", *plan, *options)


def raw(method: str, path: str, body: bytes = b"") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Authorization: Bearer {TOKEN}"]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


class Caller(asyncio.Protocol):
    """Sends the same request again as soon as the answer is there; as lean as Python allows."""

    def __init__(self, request: bytes, share: list[int], done: asyncio.Future[None]) -> None:
        self._request, self._share, self._done = request, share, done
        self._missing = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._next()

    def _next(self) -> None:
        if self._share[0] == 0:
            self._transport.close()
            if not self._done.done():
                self._done.set_result(None)
            return
        self._share[0] -= 1
        self._transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        if self._missing == 0:
            head, _, body = data.partition(b"\r\n\r\n")
            assert head[9:10] == b"2", data
            length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
            self._missing = length - len(body)
        else:
            self._missing -= len(data)
        if self._missing == 0:
            self._next()


async def load(target: Target, request: bytes, calls: int) -> None:
    """Make calls over several connections."""
    share, loop = [calls], asyncio.get_running_loop()
    ends = [loop.create_future() for _ in range(CONNECTIONS)]
    for end in ends:
        await loop.create_connection(
            partial(Caller, request, share, end), target.url.host, target.url.port or 80
        )
    await asyncio.gather(*ends)


def throughput(rounds: int, calls: int) -> None:
    """Print sends and gets per second of the bare route and of the server."""
    with ExitStack() as servers, tempfile.TemporaryDirectory() as folder:
        memory = servers.enter_context(running(*reference("in memory")))
        module = ("-m", "benchmarks.server_targets", "bare", "--document", sent(memory).text)
        bare = servers.enter_context(running("bare route", *module))
        targets = [bare, memory]
        for workers in ("1", "2"):
            path = str(Path(folder) / f"{workers}.sqlite")
            name = "--database" if workers == "1" else f"--database --workers {workers}"
            options = ("--database", path, "--workers", workers)
            targets.append(servers.enter_context(running(*reference(name, *options))))
        for operation in ("send", "get"):
            taken: dict[str, list[tuple[float, float]]] = {}
            for _ in range(rounds):
                for target in targets:
                    request = raw("POST", PATH, MESSAGE)
                    if operation == "get":
                        request = raw("GET", f"{PATH}/{sent(target).json()['id']}")
                    cpu, wall = target.cpu(), time.perf_counter()
                    asyncio.run(load(target, request, calls))
                    taken.setdefault(target.name, []).append(
                        (calls / (time.perf_counter() - wall), (target.cpu() - cpu) / calls)
                    )
            print_throughput(operation, taken)


def sent(target: Target) -> httpx.Response:
    """Send one message."""
    return httpx.post(
        target.url.join(PATH),
        content=MESSAGE,
        headers={"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"},
    )


def print_throughput(operation: str, taken: dict[str, list[tuple[float, float]]]) -> None:
    figures = {
        name: (median(rate for rate, _ in each), median(cpu for _, cpu in each))
        for name, each in taken.items()
    }
    rate, cpu = next(iter(figures.values()))
    print(f"\n| {operation} | requests/s | ratio | CPU µs | ratio |\n|---|---|---|---|---|")
    for name, (own_rate, own_cpu) in figures.items():
        print(
            f"| {name} | {own_rate:.0f} | {own_rate / rate:.2f} "
            f"| {own_cpu * 1e6:.0f} | {cpu / own_cpu:.2f} |",
            flush=True,
        )


def latency(calls: int, sizes: tuple[int, ...], kept: str) -> None:
    """Print the median time of a get and of the list's first page for each number of batches."""
    with ExitStack() as servers, tempfile.TemporaryDirectory() as folder:
        targets = []
        for size in sizes:
            options = ["--size", str(size)]
            if kept == "file":
                options += ["--database", str(Path(folder) / f"{size}.sqlite")]
            module = ("-m", "benchmarks.server_targets", "filled", *options)
            targets.append(servers.enter_context(running(f"{size:,}", *module)))
        taken: dict[str, dict[str, list[float]]] = {target.name: {} for target in targets}
        with httpx.Client(headers={"Authorization": f"Bearer {TOKEN}"}) as client:
            for number in range(calls):
                for target in targets:
                    paths = {
                        "get": f"{PATH}/{target.ids[number % len(target.ids)]}",
                        "list": PATH,
                    }
                    for operation, path in paths.items():
                        start = time.perf_counter()
                        answer = client.get(target.url.join(path))
                        spent = time.perf_counter() - start
                        assert answer.status_code == 200, answer.text
                        taken[target.name].setdefault(operation, []).append(spent)
    print_latency(kept, taken)


def print_latency(kept: str, taken: dict[str, dict[str, list[float]]]) -> None:
    medians = {
        name: {operation: median(times) * 1e3 for operation, times in each.items()}
        for name, each in taken.items()
    }
    base = next(iter(medians.values()))
    print(
        f"\n| stored in {kept} | get p50 ms | ratio | list p50 ms | ratio |\n|---|---|---|---|---|"
    )
    for name, own in medians.items():
        print(
            f"| {name} | {own['get']:.2f} | {own['get'] / base['get']:.2f} "
            f"| {own['list']:.2f} | {own['list'] / base['list']:.2f} |",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--calls", type=int, default=2000, help="calls of a round")
    parser.add_argument("--most", type=int, default=SIZES[-1], help="the most batches stored")
    arguments = parser.parse_args()
    throughput(arguments.rounds, arguments.calls)
    sizes = tuple(size for size in SIZES if size <= arguments.most)
    for kept in ("memory", "file"):
        latency(500, sizes, kept)


if __name__ == "__main__":
    main()

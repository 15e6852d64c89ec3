"""What the reference server costs: beside a bare route, and with more and more batches stored.

Contenders take turns in each round of one run, and the median of the rounds counts. Other load on
the machine moves the figures of all, so the ratios are what to look at. CPU is that of the server
process alone, so the client's share doesn't flatter the ratio; that share is told beside it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import httpx
from benchmarks.server_load import load, raw
from benchmarks.server_targets import PATH, PLAN, SENDER, TOKEN

CONNECTIONS = 16
SIZES = (1_000, 100_000, 1_000_000)
MESSAGE = json.dumps({"from": SENDER, "to": ["+15551231234"], "body": "Hello"}).encode()
ONE_WORKER, TWO_WORKERS = "--database", "--database --workers 2"
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Target:
    """A server process; a slow one gets a part of the calls, or a run would take minutes."""

    name: str
    url: httpx.URL
    process: int
    ids: list[str] = field(default_factory=list)
    part: float = 1

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


@contextmanager
def prism(program: Path) -> Iterator[Target]:
    """Run Prism, the best known mock server for OpenAPI, on this spec until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    options = ["--port", str(port), "--multiprocess", "false", "--verboseLevel", "error"]
    spec = str(Path(__file__).parent.parent / "openapi.yaml")
    with subprocess.Popen([program, "mock", *options, spec], stdout=subprocess.DEVNULL) as process:
        try:
            for _ in range(600):
                with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                    break
                assert process.poll() is None, "Prism ended"
                time.sleep(0.1)
            yield Target("Prism", httpx.URL(f"http://127.0.0.1:{port}"), process.pid, part=0.05)
        finally:
            process.terminate()


def reference(name: str, *options: str) -> tuple[str, ...]:
    code = "import sys; from sinch_batches_server._cli import main; sys.exit(main(sys.argv[1:]))"
    plan = ["--service-plan-id", PLAN, "--api-token", TOKEN]
    return (name, "-c", code, "--port", "0", "--log-level", "warning", *plan, *options)


def throughput(rounds: int, calls: int, connections: int, other: Path | None) -> None:
    """Print sends and gets per second of the bare route, of the server, and of Prism."""
    with ExitStack() as servers, tempfile.TemporaryDirectory() as folder:
        memory = servers.enter_context(running(*reference("in memory")))
        module = ("-m", "benchmarks.server_targets", "bare", "--document", sent(memory).text)
        bare = servers.enter_context(running("bare route", *module))
        targets = [bare, memory]
        for workers in ("1", "2"):
            path = str(Path(folder) / f"{workers}.sqlite")
            name = ONE_WORKER if workers == "1" else TWO_WORKERS
            options = ("--database", path, "--workers", workers)
            targets.append(servers.enter_context(running(*reference(name, *options))))
        if other is not None:
            targets.append(servers.enter_context(prism(other)))
        for operation in ("send", "get"):
            taken: dict[str, list[tuple[float, ...]]] = {}
            for _ in range(rounds):
                for target in targets:
                    request = raw("POST", PATH, MESSAGE)
                    if operation == "get":
                        request = raw("GET", f"{PATH}/{sent(target).json()['id']}")
                    taken.setdefault(target.name, []).append(
                        measured(target, request, calls, connections)
                    )
            print_throughput(operation, taken)


def measured(target: Target, request: bytes, calls: int, connections: int) -> tuple[float, ...]:
    """Return requests per second, and seconds of CPU a request: the server's and the client's."""
    calls = max(connections, round(calls * target.part))
    cpu, own_cpu, wall = target.cpu(), time.process_time(), time.perf_counter()
    asyncio.run(load(target.url, request, calls, connections))
    wall = time.perf_counter() - wall
    own_cpu = time.process_time() - own_cpu
    return calls / wall, (target.cpu() - cpu) / calls, own_cpu / calls


def sent(target: Target) -> httpx.Response:
    """Send one message."""
    return httpx.post(
        target.url.join(PATH),
        content=MESSAGE,
        headers={"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"},
    )


def print_throughput(operation: str, taken: dict[str, list[tuple[float, ...]]]) -> None:
    figures = {name: tuple(map(median, zip(*each, strict=True))) for name, each in taken.items()}
    rate, cpu, _ = next(iter(figures.values()))
    print(f"\n| {operation} | requests/s | ratio | CPU µs | ratio | client's CPU µs |")
    print("|---|---|---|---|---|---|")
    for name, (own_rate, own_cpu, clients) in figures.items():
        print(
            f"| {name} | {own_rate:.0f} | {own_rate / rate:.2f} "
            f"| {own_cpu * 1e6:.0f} | {cpu / own_cpu:.2f} | {clients * 1e6:.0f} |",
            flush=True,
        )
    if {ONE_WORKER, TWO_WORKERS} <= taken.keys():
        pairs = zip(taken[ONE_WORKER], taken[TWO_WORKERS], strict=True)
        ratios = sorted(two[0] / one[0] for one, two in pairs)
        print(
            f"\n{operation}: two workers beside one, round by round: median "
            f"{median(ratios):.2f}, from {ratios[0]:.2f} to {ratios[-1]:.2f}"
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
    parser.add_argument("--prism", type=Path, help="Prism's program, to measure it as well")
    parser.add_argument("--connections", type=int, default=CONNECTIONS)
    parser.add_argument("--only-throughput", action="store_true")
    arguments = parser.parse_args()
    throughput(arguments.rounds, arguments.calls, arguments.connections, arguments.prism)
    if arguments.only_throughput:
        return
    sizes = tuple(size for size in SIZES if size <= arguments.most)
    for kept in ("memory", "file"):
        latency(500, sizes, kept)


if __name__ == "__main__":
    main()

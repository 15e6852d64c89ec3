"""What a check of a tool has at hand."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

USES = Path(__file__).with_name("uses")
PLAN = "jd63jf88477ll123ab4567cd89012ef3"  # the example of openapi.yaml, which tools send
TOKEN = "tools"
_SECONDS = 240


class LeftOut(Exception):
    """The tool can't run here; the message says why."""


@dataclass(frozen=True)
class Room:
    """Where the tools are, what they read, and where they write."""

    spec: Path
    node: Path
    python: Path
    folder: Path

    def run(self, *command: str | Path) -> str:
        """Run a command; an assertion fails with what it printed unless it succeeds."""
        done = subprocess.run(
            [str(word) for word in command],
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
        told = f"{done.stdout}{done.stderr}"
        assert done.returncode == 0, told[-3000:]
        return told

    def use(self, name: str) -> Path:
        """Copy a user's file to where the tool has written."""
        return Path(shutil.copy(USES / name, self.folder))

    @contextmanager
    def serving(self, *command: str | Path) -> Iterator[None]:
        """Run a server until the block ends; nobody waits for its output."""
        with (self.folder / "server.log").open("wb") as log:
            server = subprocess.Popen([str(w) for w in command], stdout=log, stderr=log)
            try:
                yield
            finally:
                server.terminate()
                server.wait(timeout=20)


@dataclass(frozen=True)
class Tool:
    """A tool, the use that is made of what it makes, and the check of it."""

    name: str
    package: str
    use: str
    check: Callable[[Room], None]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def api_at(base_url: str) -> Iterator[httpx.Client]:
    """Talk to a server of the API as soon as it answers."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with httpx.Client(base_url=f"{base_url}/xms/v1/{PLAN}", headers=headers, timeout=20) as client:
        for _ in range(300):
            try:
                client.get("/batches")
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield client


@contextmanager
def reference_server(room: Room) -> Iterator[str]:
    """Run the reference server; the value is its base URL."""
    port = free_port()
    command = ["serve", "--port", str(port), "--service-plan-id", PLAN, "--api-token", TOKEN]
    with room.serving(shutil.which("sinch-batches") or "sinch-batches", *command):
        url = f"http://127.0.0.1:{port}"
        with api_at(url):
            yield url

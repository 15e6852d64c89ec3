"""A client against a scripted API, and one against the reference server."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from sinch_batches import BatchesClient

from .scripted import AT_ONCE, Scripted


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def api() -> Scripted:
    return Scripted()


@pytest.fixture
def client(api: Scripted) -> Iterator[BatchesClient]:
    with BatchesClient(
        "plan", "t0ken", region="eu", transport=api.transport, retries=AT_ONCE
    ) as client:
        yield client


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The base URL of a reference server for plan `plan` and token `t0ken`."""
    command = "import sys; from sinch_batches_cli import main; sys.exit(main())"
    arguments = ["serve", "--port", "0", "--service-plan-id", "plan", "--api-token", "t0ken"]
    process = subprocess.Popen(
        [sys.executable, "-c", command, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(timeout=10)
        process.stdout.close()

"""A running server for the tests of your own code; needs pytest.

Nothing loads this by itself. Ask for it in your `conftest.py`:

    pytest_plugins = ["sinch_batches_server.testing"]

A test that takes the fixture `sinch_batches_server` then gets a running server of its own.
"""

from __future__ import annotations

import asyncio
import secrets
import socket
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
import uvicorn

from ._app import create_app
from ._rules.times import system_clock
from ._settings import DEMO_ORIGINATOR, Plan, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ._rules.times import Clock
    from ._store.store import Store

__all__ = ["RunningServer", "running_server", "sinch_batches_server"]


@dataclass(frozen=True)
class RunningServer:
    """A server that runs, and the plan to use with it.

    Args:
        base_url: where it listens, without a slash at the end.
        service_plan_id: the service plan.
        api_token: the token that opens the plan.

    """

    base_url: str
    service_plan_id: str
    api_token: str = field(repr=False)


@contextmanager
def running_server(
    settings: Settings, *, store: Store | None = None, clock: Clock = system_clock
) -> Iterator[RunningServer]:
    """Run a server in a thread of this process, on a free port of 127.0.0.1.

    Args:
        settings: its plans; the first one is that of the result.
        store: where batches are kept; in memory if None.
        clock: tells the time in milliseconds since 1970.

    Raises:
        RuntimeError: it couldn't start.

    """
    plan = next(iter(settings.plans.values()))
    # Without the protocol asyncio doesn't switch off Nagle's algorithm: 40 ms an answer.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(
        create_app(settings, store=store, clock=clock),
        log_config=None,
        access_log=False,
        # What a test does to sockets or to asyncio holds for this server too.
        loop="asyncio",
        timeout_graceful_shutdown=1,
    )
    server = _Server(config)
    thread = threading.Thread(target=server.run, args=([listener],), name="sinch-batches-server")
    thread.start()
    try:
        if not server.wait_until_started():
            raise RuntimeError("the reference server couldn't start; its log says why")
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        yield RunningServer(url, plan.id, plan.tokens[0])
    finally:
        server.stop()
        thread.join()
        listener.close()


class _Server(uvicorn.Server):
    """A server that tells when it has started, and stops at once when told to."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._settled = threading.Event()
        self._told_to_stop = threading.Event()

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            # uvicorn ends the process when it can't start.
            with suppress(SystemExit):
                super().run(sockets)
        finally:
            self._settled.set()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        self._settled.set()

    async def main_loop(self) -> None:
        # uvicorn looks ten times a second whether it should stop; a test suite wants it sooner.
        await self._stop.wait()

    def wait_until_started(self) -> bool:
        self._settled.wait()
        return self.started

    def stop(self) -> None:
        if self.started:
            self._loop.call_soon_threadsafe(self._stop.set)


@pytest.fixture(scope="session")
def _shared_sinch_batches_server() -> Iterator[tuple[RunningServer, dict[str, Plan]]]:
    plans = {"none": Plan("none", (secrets.token_urlsafe(),))}
    with running_server(Settings(plans)) as server:
        yield server, plans


@pytest.fixture
def sinch_batches_server(
    _shared_sinch_batches_server: tuple[RunningServer, dict[str, Plan]],
) -> Iterator[RunningServer]:
    """Give a running server with a service plan that no other test uses.

    One server serves all tests of a session; as plans don't see each other, each test finds it
    empty.
    """
    server, plans = _shared_sinch_batches_server
    plan = Plan(f"test-{secrets.token_hex(8)}", (secrets.token_urlsafe(),), DEMO_ORIGINATOR)
    plans[plan.id] = plan
    yield RunningServer(server.base_url, plan.id, plan.tokens[0])
    del plans[plan.id]

"""The reference server behind things that stand between a suite and a server in real life."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import HTTPServer
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sinch_batches_server._app import create_app
from sinch_batches_server._settings import DEMO_ORIGINATOR, Plan, Settings

TOKEN = "a-very-secret-token"


def reference_app() -> ASGIApp:
    """Make the reference server with one plan."""
    plan = Plan("plan", (TOKEN,), default_originator=DEMO_ORIGINATOR)
    return create_app(Settings.of(plan))


def behind_a_prefix(app: ASGIApp) -> ASGIApp:
    return Starlette(routes=[Mount("/gw", app=app)])


def far_away(app: ASGIApp, seconds: float) -> ASGIApp:
    async def late(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await asyncio.sleep(seconds)
        await app(scope, receive, send)

    return late


def falling_silent(app: ASGIApp, after: int) -> ASGIApp:
    """Answer so many POSTs, and the next ones not before anybody has lost patience."""
    turns = itertools.count(1)

    async def silent(scope: Scope, receive: Receive, send: Send) -> None:
        if scope.get("method") == "POST" and next(turns) > after:
            await asyncio.sleep(3600)
        await app(scope, receive, send)

    return silent


def holding_back(app: ASGIApp, every: int) -> ASGIApp:
    """Answer 429 to every so-many-th request, as a server may that is asked too often."""
    turns = itertools.count(1)

    async def held_back(scope: Scope, receive: Receive, send: Send) -> None:
        answers = PlainTextResponse("", 429) if next(turns) % every == 0 else app
        await answers(scope, receive, send)

    return held_back


def refusing(method: str, app: ASGIApp) -> ASGIApp:
    """Answer 405 to a method, as if the server hadn't got to it yet."""

    async def refused(scope: Scope, receive: Receive, send: Send) -> None:
        answers = PlainTextResponse("", 405) if scope.get("method") == method else app
        await answers(scope, receive, send)

    return refused


def answering_instead(statuses: dict[int, int], app: ASGIApp) -> ASGIApp:
    """Answer with other statuses than the app does."""

    async def changed(scope: Scope, receive: Receive, send: Send) -> None:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["status"] = statuses.get(message["status"], message["status"])
            await send(message)

        await app(scope, receive, sent)

    return changed


def altering(app: ASGIApp, alter: Callable[[Scope, Message], Message]) -> ASGIApp:
    """Answer as the app does, each message altered."""

    async def altered(scope: Scope, receive: Receive, send: Send) -> None:
        await app(scope, receive, lambda message: send(alter(scope, message)))

    return altered


@contextmanager
def serving(app: ASGIApp, **options: Any) -> Iterator[int]:
    """Run the app in a thread; yield its port."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", **options)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        server.force_exit = True
        thread.join()
        listener.close()


@contextmanager
def in_a_thread(server: HTTPServer) -> Iterator[str]:
    """Run the server in a thread; yield its base URL."""
    with server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class Dropping:
    """Forwards to a port over a bad line, which closes the connection instead of some requests.

    `every` drops every so-many-th request; `delay` is how many seconds each takes to get there.
    """

    def __init__(self, port: int, *, every: int = 10**9, delay: float = 0) -> None:
        self._port = port
        self._every = every
        self._delay = delay
        self._requests = 0
        self.dropped = 0

    @contextmanager
    def running(self) -> Iterator[int]:
        """Run in a thread; yield the port."""
        ready = threading.Event()
        loop = asyncio.new_event_loop()
        stop = asyncio.Event()
        ports: list[int] = []

        async def main() -> None:
            server = await asyncio.start_server(self._connection, "127.0.0.1", 0)
            ports.append(server.sockets[0].getsockname()[1])
            ready.set()
            async with server:
                await stop.wait()
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()

        thread = threading.Thread(target=loop.run_until_complete, args=(main(),))
        thread.start()
        ready.wait()
        try:
            yield ports[0]
        finally:
            loop.call_soon_threadsafe(stop.set)
            thread.join()
            loop.close()

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        upstream, to_server = await asyncio.open_connection("127.0.0.1", self._port)
        back = asyncio.create_task(self._copy(upstream, writer))
        with contextlib.suppress(ConnectionError, asyncio.CancelledError):
            while data := await reader.read(65536):
                if b" HTTP/1.1\r\n" in data:
                    self._requests += 1
                    await asyncio.sleep(self._delay)
                    if self._requests % self._every == 0:
                        self.dropped += 1
                        break
                to_server.write(data)
                await to_server.drain()
        back.cancel()
        for end in (writer, to_server):
            end.close()

    @staticmethod
    async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.CancelledError):
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        writer.close()  # what the server hangs up is hung up for the client, too

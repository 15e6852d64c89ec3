"""A receiver of callbacks on this machine, and a server that calls it."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import jsonschema_rs
import pytest
from tests.document import read_spec

from sinch_batches_server import Plan, Settings
from sinch_batches_server._settings import Callbacks
from sinch_batches_server._store.store import Store
from sinch_batches_server.testing import running_server

PATIENCE = 20
"""Seconds after which something that should have come is taken to be lost."""


@dataclass
class Received:
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def report(self) -> dict[str, Any]:
        return dict(json.loads(self.body))


class Receiver:
    """Answers each request with the next of `statuses`, with 200 when there are none left."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.headers: dict[str, str] = {}
        self.hold = threading.Event()
        self.hold.set()
        self.open_at_once = 0
        self.most_open_at_once = 0
        self._lock = threading.Lock()
        self._number_come = 0
        self._came: queue.Queue[Received] = queue.Queue()
        self.port = 0
        self.resume()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.take(Received(self.path, dict(self.headers.items()), body), self)

            def log_message(self, *_: object) -> None:
                pass

        return Handler

    def take(self, received: Received, handler: BaseHTTPRequestHandler) -> None:
        with self._lock:
            self.open_at_once += 1
            self.most_open_at_once = max(self.most_open_at_once, self.open_at_once)
            self._number_come += 1
            status = self.statuses.pop(0) if self.statuses else 200
        self._came.put(received)
        self.hold.wait(PATIENCE)
        with self._lock:
            self.open_at_once -= 1
        handler.send_response(status)
        for name, value in self.headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    def url(self, path: str = "/reports", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def next(self) -> Received:
        try:
            return self._came.get(timeout=PATIENCE)
        except queue.Empty:
            pytest.fail("the report never came")

    def reports(self, number: int) -> list[dict[str, Any]]:
        """The next reports, each checked against openapi.yaml."""
        found = [self.next().report for _ in range(number)]
        for report in found:
            report_schema().validate(report)
        return found

    def number_come(self) -> int:
        """How many reports came since this was last asked."""
        with self._lock:
            number, self._number_come = self._number_come, 0
        return number

    def pause(self) -> None:
        """Stop listening; the port stays the same."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def resume(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), self._handler())
        self._server.daemon_threads = True
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def close(self) -> None:
        self.hold.set()
        self.pause()


@cache
def report_schema() -> jsonschema_rs.Draft202012Validator:
    document = read_spec()
    return jsonschema_rs.Draft202012Validator(
        {"$ref": "#/components/schemas/DeliveryReport", "components": document["components"]},
        validate_formats=True,
    )


class Clock:
    """A clock that stands until it is set."""

    def __init__(self, now: int) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now


NOON = 1_750_000_000_000
"""2025-06-15T15:06:40Z."""


@dataclass
class Server:
    """A server whose batches ask for reports from the receiver."""

    receiver: Receiver
    client: httpx.Client
    clock: Clock = field(default_factory=lambda: Clock(NOON))

    def send(self, **fields: Any) -> dict[str, Any]:
        document = {
            "from": "15550001111",
            "to": ["+15551231234"],
            "body": "Hi",
            "delivery_report": "summary",
            "callback_url": self.receiver.url(),
        }
        kept = {key: value for key, value in (document | fields).items() if value is not None}
        answer = self.client.post("/batches", json=kept)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    def marker(self) -> None:
        """Have one more report sent, and see that it is the next that comes."""
        batch = self.send(client_reference="marker")
        assert self.receiver.reports(1)[0]["batch_id"] == batch["id"]


ServerFactory = Callable[..., Server]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture
def other_receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


@contextmanager
def serving(
    receiver: Receiver, clock: Clock, callbacks: Callbacks, store: Store | None, **plan: Any
) -> Iterator[Server]:
    settings = Settings({"p": Plan("p", ("t",), **plan)}, callbacks=callbacks)
    with (
        running_server(settings, clock=clock, store=store) as running,
        httpx.Client(
            base_url=f"{running.base_url}/xms/v1/p",
            headers={"Authorization": "Bearer t"},
            timeout=PATIENCE,
        ) as client,
    ):
        yield Server(receiver, client, clock)


@pytest.fixture
def start(receiver: Receiver) -> Iterator[ServerFactory]:
    """Start a server; takes fields of `Plan`, and `callbacks`, `store`, `clock`."""
    open_servers = []

    def start(
        callbacks: Callbacks = Callbacks(first_retry=0.01),  # noqa: B008 - it is frozen
        store: Store | None = None,
        clock: Clock | None = None,
        **plan: Any,
    ) -> Server:
        context = serving(receiver, clock or Clock(NOON), callbacks, store, **plan)
        server = context.__enter__()
        open_servers.append(context)
        return server

    yield start
    for context in reversed(open_servers):
        context.__exit__(None, None, None)


@pytest.fixture
def server(start: ServerFactory) -> Server:
    return start()

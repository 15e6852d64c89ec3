"""The server, called within this process, with a clock that tests can set."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp

from sinch_batches_server import Plan, Settings, SqliteStore, create_app
from sinch_batches_server._store.memory import MemoryStore
from sinch_batches_server._store.postgres import PostgresStore
from sinch_batches_server._store.store import Store

from .postgresql import Postgres, running

NOW = 1_566_656_122_345
"""2019-08-24T14:15:22.345Z"""

GROUP = "01FC66621XXXXX119Z8PMV1QPQ"
EMPTY_GROUP = "nobody-at-all"
MEMBERS = ("15551230001", "15551230002")
PLAN = Plan(
    "plan",
    ("token", "second-token"),
    default_originator="15550100000",
    groups={GROUP: MEMBERS, EMPTY_GROUP: ()},
)
BARE_PLAN = Plan("bare", ("bare-token",))
TEXT = {"to": ["+15551231234"], "from": "+15551230000", "body": "Hello"}
BINARY = {"to": ["+15551231234"], "type": "mt_binary", "body": "AAECAw==", "udh": "060504158115a0"}


@dataclass
class Clock:
    now: int = NOW

    def __call__(self) -> int:
        return self.now

    def advance(self, **delta: float) -> None:
        self.now += timedelta(**delta) // timedelta(milliseconds=1)


@dataclass
class Api:
    """Calls one service plan of the server."""

    app: ASGIApp
    client: httpx.AsyncClient
    run: Callable[[Any], Any]
    clock: Clock
    plan: Plan = PLAN
    headers: dict[str, str] = field(default_factory=dict)

    def of(self, plan: Plan) -> Api:
        """Return the same server as another plan sees it."""
        return Api(self.app, self.client, self.run, self.clock, plan)

    def call(self, method: str, path: str = "", **options: Any) -> httpx.Response:
        url = path if path.startswith("/xms") else f"/xms/v1/{self.plan.id}/batches{path}"
        token = {"Authorization": f"Bearer {self.plan.tokens[0]}"}
        options["headers"] = token | options.get("headers", {})
        answer: httpx.Response = self.run(self.client.request(method, url, **options))
        return answer

    def raw(self, body: str | bytes, path: str = "", method: str = "POST") -> httpx.Response:
        """Send a body as it is."""
        return self.call(method, path, content=body, headers={"Content-Type": "application/json"})

    def post(self, document: object, path: str = "", **query: Any) -> httpx.Response:
        return self.call("POST", path, json=document, params=query or None)

    def send(self, **fields: Any) -> dict[str, Any]:
        """Send a text with other fields than usual; return the batch."""
        return self.accepted(self.post(TEXT | fields), 201)

    def scheduled(self, **fields: Any) -> dict[str, Any]:
        """Send a text for tomorrow."""
        return self.send(**({"send_at": "2019-08-25T14:15:22.345Z"} | fields))

    def get(self, batch_id: str) -> dict[str, Any]:
        return self.accepted(self.call("GET", f"/{batch_id}"))

    def update(self, batch_id: str, **fields: Any) -> dict[str, Any]:
        return self.accepted(self.post(fields, f"/{batch_id}"))

    def list(self, query: str = "") -> dict[str, Any]:
        return self.accepted(self.call("GET", f"?{query}"))

    def dry_run(self, document: object = None, **query: Any) -> dict[str, Any]:
        return self.accepted(self.post(document or TEXT, "/dry_run", **query))

    @staticmethod
    def accepted(answer: httpx.Response, status: int = 200) -> dict[str, Any]:
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "application/json"
        return dict(answer.json())


Refused = Callable[..., None]


@pytest.fixture
def refused() -> Refused:
    """Check that an answer is a 400 or 403 with this code, whose text says all of this."""

    def check(answer: httpx.Response, code: str, *said: str, status: int = 400) -> None:
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "application/json"
        body = answer.json()
        assert set(body) == {"code", "text"}
        assert body["code"] == code
        assert [part for part in said if part not in body["text"]] == [], body["text"]

    return check


@contextmanager
def serving(
    *plans: Plan, store: Store | None = None, clock: Clock | None = None, **settings: Any
) -> Iterator[Api]:
    """Run the app within this process."""
    told = Settings({plan.id: plan for plan in plans or (PLAN, BARE_PLAN)}, **settings)
    clock = clock or Clock()
    app = create_app(told, store=store, clock=clock)
    with ExitStack() as stack:
        runner = stack.enter_context(asyncio.Runner())
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        client = httpx.AsyncClient(transport=transport, base_url="http://server")
        lifespan = app.router.lifespan_context(app)
        runner.run(lifespan.__aenter__())
        stack.callback(lambda: runner.run(lifespan.__aexit__(None, None, None)))
        stack.callback(lambda: runner.run(client.aclose()))
        yield Api(app, client, runner.run, clock, next(iter(told.plans.values())))


@pytest.fixture
def api() -> Iterator[Api]:
    """The plan `plan` on a server of its own; another plan is BARE_PLAN."""
    with serving() as api:
        yield api


Place = Callable[[], Store]
"""Somewhere to keep batches: each call opens a store that finds what the others keep there."""


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL of this process; no test here looks for what survives its crash."""
    with (
        running("fsync=off", "synchronous_commit=off") as postgres,
        pytest.MonkeyPatch.context() as patched,
    ):
        # However slow the machine is.
        patched.setattr("sinch_batches_server._store.postgres.PATIENCE_SECONDS", 60.0)
        yield postgres


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def new_place(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], Place]:
    """Find an empty place of each kind."""

    def memory() -> Place:
        store = MemoryStore()
        return lambda: store

    def sqlite() -> Place:
        return partial(SqliteStore, tmp_path_factory.mktemp("store") / "batches.db")

    def postgres() -> Place:
        server: Postgres = request.getfixturevalue("postgres")
        return partial(PostgresStore, server.empty())

    return {"memory": memory, "sqlite": sqlite, "postgres": postgres}[request.param]


@pytest.fixture
def place(new_place: Callable[[], Place]) -> Place:
    """An empty place."""
    return new_place()


LATER = "2019-08-24T14:16:22.345Z"
"""A minute after the first request."""


@pytest.fixture
def batch(api: Api) -> dict[str, Any]:
    """A text for tomorrow with some fields set; a minute has passed since it was sent."""
    batch = api.scheduled(
        parameters={"a": {"default": "1"}},
        client_reference="mine",
        delivery_report="summary",
        callback_url="http://127.0.0.1:9/",
    )
    api.clock.advance(minutes=1)
    return batch


def changed(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that differ, with their new values; None if they are gone."""
    keys = before.keys() | after.keys()
    return {key: after.get(key) for key in keys if before.get(key) != after.get(key)}

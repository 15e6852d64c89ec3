"""A request and its answer, whole and open to change, between a client and an ASGI app."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.types import ASGIApp, Message, Receive, Scope, Send

Document = dict[str, Any]

_PREFIX = "/xms/v1/"


@dataclass
class Request:
    """A request; `path` follows the service plan, as in `["batches", "dry_run"]`."""

    method: str
    plan: str
    path: list[str]
    query: list[tuple[str, str]]
    headers: dict[str, str]
    body: bytes

    @property
    def operation(self) -> str:
        """Which operation this is, "" if none."""
        match (self.method, self.path):
            case ("POST", ["batches"]):
                return "send"
            case ("GET", ["batches"]):
                return "list"
            case ("POST", ["batches", "dry_run"]):
                return "dry_run"
            case ("POST", ["batches", _, "delivery_feedback"]):
                return "feedback"
            case ("GET", ["batches", _, "delivery_report"]):
                return "batch_report"
            case ("GET", ["batches", _, "delivery_report", _]):
                return "recipient_report"
            case ("GET", ["delivery_reports"]):
                return "report_list"
            case (method, ["batches", _]):
                named = {"GET": "get", "POST": "update", "PUT": "replace", "DELETE": "cancel"}
                return named.get(method, "")
        return ""

    @property
    def batch_id(self) -> str:
        return self.path[1] if len(self.path) > 1 else ""

    @property
    def document(self) -> Document:
        """The body as a JSON object; {} if it is none."""
        try:
            document = json.loads(self.body)
        except ValueError:
            return {}
        return document if isinstance(document, dict) else {}

    @document.setter
    def document(self, document: Any) -> None:
        self.body = json.dumps(document).encode()
        self.headers["content-length"] = str(len(self.body))

    def parameter(self, name: str) -> str | None:
        return dict(self.query).get(name)


@dataclass
class Answer:
    """An answer, complete."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def document(self) -> Any:
        """The body as JSON; {} if it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return {}

    @document.setter
    def document(self, document: Any) -> None:
        self.body = json.dumps(document).encode()
        self.headers.setdefault("content-type", "application/json")

    @classmethod
    def of(cls, status: int, document: Any = None) -> Answer:
        answer = cls(status)
        if document is not None:
            answer.document = document
        return answer

    @classmethod
    def error(cls, status: int, code: str = "syntax_constraint_violation") -> Answer:
        return cls.of(status, {"code": code, "text": "Refused without reason."})


Proceed = Callable[[Request], Awaitable[Answer]]
Around = Callable[[Request, Proceed], Awaitable[Answer]]


def wrapped(app: ASGIApp, arounds: list[Around]) -> ASGIApp:
    """Put each of `arounds` between the client and the app; the first is next to the app."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(_PREFIX):
            await app(scope, receive, send)
            return

        async def ask(request: Request) -> Answer:
            return await asked(app, scope, request)

        proceed: Proceed = ask
        for around in arounds:
            proceed = _bound(around, proceed)
        answer = await proceed(await _read(scope, receive))
        answer.headers["content-length"] = str(len(answer.body))
        headers = [(name.encode(), value.encode()) for name, value in answer.headers.items()]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body})

    return serve


def _bound(around: Around, proceed: Proceed) -> Proceed:
    async def bound(request: Request) -> Answer:
        return await around(request, proceed)

    return bound


async def _read(scope: Scope, receive: Receive) -> Request:
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    plan, *path = scope["path"].removeprefix(_PREFIX).split("/")
    query = parse_qsl(scope["query_string"].decode(), keep_blank_values=True)
    headers = {name.decode().lower(): value.decode("latin-1") for name, value in scope["headers"]}
    return Request(scope["method"], plan, path, query, headers, body)


async def asked(app: ASGIApp, scope: Scope, request: Request) -> Answer:
    """Send a request to an app; `scope` is that of another request on the same connection."""
    path = _PREFIX + "/".join([request.plan, *request.path])
    changed = {
        **scope,
        "method": request.method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": urlencode(request.query).encode(),
        "headers": [(n.encode(), v.encode("latin-1")) for n, v in request.headers.items()],
    }
    answer = Answer(0)
    coming = [{"type": "http.request", "body": request.body, "more_body": False}]

    async def receive() -> Message:
        if coming:
            return coming.pop()
        await asyncio.get_running_loop().create_future()  # the client stays
        raise AssertionError("unreachable: nobody completes the future")

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = {n.decode(): v.decode("latin-1") for n, v in message["headers"]}
        else:
            answer.body += message.get("body", b"")

    try:
        await app(changed, receive, send)
    except Exception:
        # The app has answered 500 and raises what it crashed of for the log.
        if answer.status != 500:
            raise
    return answer

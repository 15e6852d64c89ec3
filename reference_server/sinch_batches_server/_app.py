"""The ASGI app: routes, and the way of a request through the checks to its operation."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from sinch_batches_server import _errors as errors
from sinch_batches_server import _gate as gate
from sinch_batches_server import _operations as operations
from sinch_batches_server import _settings as settings
from sinch_batches_server import _times as times
from sinch_batches_server._callbacks import Courier
from sinch_batches_server._memory import MemoryStore

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from starlette.types import Receive, Scope, Send

    from sinch_batches_server._store import Store

_WITH_BODY = frozenset(["POST", "PUT"])


class Resource:
    """A path and the operations on it, by method.

    Args:
        known: the settings.
        store: where the batches are.
        clock: tells the time.
        shapes: what requests are checked against.
        methods: by method the name of its function among the operations.

    """

    def __init__(
        self,
        known: settings.Settings,
        store: Store,
        clock: times.Clock,
        shapes: operations.Shapes,
        methods: Mapping[str, str],
    ) -> None:
        self._settings = known
        self._store = store
        self._clock = clock
        self._shapes = shapes
        self._methods = methods

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        try:
            answer = await self._answer(Request(scope, receive))
            response = _response(answer.status, answer.document)
        except errors.Refusal as refused:
            response = refusal_response(refused)
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> operations.Answer:
        name = self._methods.get(request.method)
        if name is None:
            raise errors.Refusal(405, headers={"Allow": ", ".join(self._methods)})
        path = request.path_params
        headers = request.headers
        plan = gate.authorize(self._settings, path["service_plan_id"], headers.get("authorization"))
        document = {}
        if request.method in _WITH_BODY:
            gate.check_content_type(headers.get("content-type"))
            document = gate.parse_body(await gate.read_body(request, self._settings.max_body_bytes))
        operation: operations.Operation = getattr(operations, name)
        return await operation(
            operations.Call(
                plan=plan,
                batch_id=path.get("batch_id", ""),
                query=request.query_params,
                document=document,
                now=self._clock(),
                shapes=self._shapes,
                store=self._store,
            )
        )


def refusal_response(refused: errors.Refusal) -> Response:
    """Write a refusal: `code` and `text` if it has a code, else an empty body (§17.2)."""
    document = {"code": refused.code, "text": refused.text} if refused.code else None
    return _response(refused.status, document, refused.headers)


def _response(status: int, document: object, headers: Mapping[str, str] | None = None) -> Response:
    if document is None:
        return Response(status_code=status, headers=headers)
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(body, status, headers, media_type="application/json")


def create_app(
    known: settings.Settings, *, store: Store | None = None, clock: times.Clock = times.system_clock
) -> Starlette:
    """Make the app.

    Args:
        known: plans, tokens and limits.
        store: where batches are kept; in memory if None. Closed when the app shuts down.
        clock: tells the time in milliseconds since 1970.

    """
    kept: Store = MemoryStore() if store is None else store
    courier = Courier(known, kept, clock)
    shapes = operations.Shapes()

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with courier.running():
            yield
        await kept.close()

    def resource(**methods: str) -> Resource:
        return Resource(known, courier.store, clock, shapes, methods)

    batches = "/xms/v1/{service_plan_id}/batches"
    routes: list[BaseRoute] = [
        Route(batches, resource(POST="send", GET="list_batches")),
        Route(f"{batches}/dry_run", resource(POST="dry_run"), methods=["POST"]),
        Route(
            f"{batches}/{{batch_id}}",
            resource(
                GET="get",
                POST="update",
                PUT="replace",
                DELETE="cancel",
            ),
        ),
        Route(
            f"{batches}/{{batch_id}}/delivery_feedback",
            resource(POST="delivery_feedback"),
        ),
    ]
    app = Starlette(routes=routes, lifespan=lifespan, exception_handlers={404: _not_found})
    app.router.redirect_slashes = False
    return app


async def _not_found(_: Request, __: Exception) -> Response:
    return Response(status_code=404)

"""The ASGI app: routes, and the way of a request through the checks to its operation."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from ._delivery.callbacks import Courier
from ._http import delivery_reports, front, hosts, inbound, operations, rate_limit
from ._http.resource import Resource, Service
from ._rules import times
from ._store.expiry import expiring
from ._store.memory import MemoryStore

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request

    from . import _settings as settings
    from ._store.store import Store


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
    # One thread for long texts of many recipients: more would take turns with the event loop.
    texts = ThreadPoolExecutor(1, "batches-texts")
    courier = Courier(known, kept, clock, texts)
    service = Service(known, courier.store, clock, texts, operations.Shapes(), rate_limit.Rates())

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        try:
            async with courier.running(), expiring(kept, clock):
                yield
        finally:
            texts.shutdown(wait=False, cancel_futures=True)
            await kept.close()

    def resource(**methods: operations.Operation) -> Resource:
        return Resource(service, methods)

    batches = "/xms/v1/{service_plan_id}/batches"
    routes: list[BaseRoute] = [
        Route(batches, resource(POST=operations.send, GET=operations.list_batches)),
        Route(f"{batches}/dry_run", resource(POST=operations.dry_run)),
        Route(
            f"{batches}/{{batch_id}}",
            resource(
                GET=operations.get,
                POST=operations.update,
                PUT=operations.replace,
                DELETE=operations.cancel,
            ),
        ),
        Route(
            f"{batches}/{{batch_id}}/delivery_feedback",
            resource(POST=operations.delivery_feedback),
        ),
        Route(
            f"{batches}/{{batch_id}}/delivery_report",
            resource(GET=delivery_reports.get_batch_report),
        ),
        Route(
            f"{batches}/{{batch_id}}/delivery_report/{{recipient_msisdn}}",
            resource(GET=delivery_reports.get_recipient_report),
        ),
        Route(
            "/xms/v1/{service_plan_id}/delivery_reports",
            resource(GET=delivery_reports.list_reports),
        ),
        *([inbound.route(service, courier.send)] if known.takes_inbound else []),
        *front.routes(known),
    ]
    app = Starlette(
        routes=routes,
        lifespan=lifespan,
        exception_handlers={HTTPException: _empty, 500: _empty},
    )
    app.router.redirect_slashes = False
    if known.hosts is not None:
        app.add_middleware(hosts.KnownHosts, names=known.hosts)
    return app


async def _empty(_: Request, error: Exception) -> Response:
    if isinstance(error, HTTPException):
        return Response(status_code=error.status_code, headers=error.headers)
    return Response(status_code=500)

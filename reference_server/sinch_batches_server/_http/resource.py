"""A path of the API: the way of a request through the checks to its operation and back."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from .._rules import errors
from .._store.store import Unavailable
from . import checks, operations

if TYPE_CHECKING:
    from collections.abc import Mapping
    from concurrent.futures import Executor

    from starlette.types import Receive, Scope, Send

    from .. import _settings as settings
    from .._rules import times
    from .._store.store import Store
    from . import rate_limit

_LOG = logging.getLogger("sinch_batches_server")
_WITH_BODY = frozenset(["POST", "PUT"])


@dataclass(frozen=True, slots=True)
class Service:
    """What all paths share.

    Args:
        settings: plans and limits.
        store: where the batches are.
        clock: tells the time.
        texts: where long texts are computed.
        shapes: what requests are checked against.
        rates: counts requests.

    """

    settings: settings.Settings
    store: Store
    clock: times.Clock
    texts: Executor
    shapes: operations.Shapes
    rates: rate_limit.Rates


class Resource:
    """A path and the operations on it.

    Args:
        service: what all paths share.
        methods: the operation of each method.

    """

    def __init__(self, service: Service, methods: Mapping[str, operations.Operation]) -> None:
        self._service = service
        self._methods = methods

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        try:
            answer = await self._answer(Request(scope, receive))
            response = json_response(answer.status, answer.document)
        except errors.Refusal as refused:
            _log(scope, refused)
            response = refusal_response(refused)
        except Unavailable as reason:
            _LOG.error("the store is unavailable: %s", reason)
            response = Response(status_code=503)
        except ClientDisconnect:
            return
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> operations.Answer:
        service = self._service
        operation = self._methods.get(request.method)
        if operation is None:
            allowed = ", ".join(self._methods)
            raise errors.Refusal(405, reason=f"allowed: {allowed}", headers={"Allow": allowed})
        path = request.path_params
        headers = request.headers
        plan = checks.authorize(
            service.settings, path["service_plan_id"], headers.get("authorization")
        )
        service.rates.check(plan)
        document = {}
        if request.method in _WITH_BODY:
            checks.check_content_type(headers.get("content-type"))
            body = await checks.read_body(request, service.settings.max_body_bytes)
            document = checks.parse_body(body)
        return await operation(
            operations.Call(
                plan=plan,
                batch_id=path.get("batch_id", ""),
                recipient_msisdn=path.get("recipient_msisdn", ""),
                query=request.query_params,
                document=document,
                now=service.clock(),
                shapes=service.shapes,
                store=service.store,
                texts=service.texts,
                left=partial(_left, request),
            )
        )


async def _left(request: Request) -> None:
    """Wait until the client of a request whose body was read has left."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _log(scope: Scope, refused: errors.Refusal) -> None:
    """Tell why a request was refused; neither the token nor a value of the body shows."""
    told = (scope["method"], quote(scope["path"]), refused.status, refused.code, refused.logged)
    _LOG.info("refused %s %s: %d %s %s", *told)


def refusal_response(refused: errors.Refusal) -> Response:
    """Write a refusal: `code` and `text` if it has a code, else an empty body (decision 2)."""
    document = {"code": refused.code, "text": refused.text} if refused.code else None
    return json_response(refused.status, document, refused.headers)


def json_response(
    status: int, document: object, headers: Mapping[str, str] | None = None
) -> Response:
    """Write a document, or an empty body without a Content-Type if there is none."""
    if document is None:
        return Response(status_code=status, headers=headers)
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(body, status, headers, media_type="application/json")

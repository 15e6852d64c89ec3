"""Inbound messages, as if somebody had sent one: for tests, and only if the settings say so."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import cache
from typing import TYPE_CHECKING, Any

import jsonschema_rs
from starlette.routing import Route

from .._rules import cross_field, errors, identifiers, times
from .._settings import Plan
from . import spec, validation
from .operations import Answer
from .resource import Resource

if TYPE_CHECKING:
    from .operations import Call
    from .resource import Service

Send = Callable[[Plan, str, dict[str, Any]], Awaitable[None]]
_SHAPES = {"mo_text": "InboundText", "mo_binary": "InboundBinary"}


def route(service: Service, send: Send) -> Route:
    """Return the route at which messages are injected.

    Args:
        service: what all paths share.
        send: sends a message to the receiver of a plan.

    """

    async def inject(call: Call) -> Answer:
        message = _message(call.document, call.now)
        url = call.plan.default_callback_url
        cross_field.check_callback("inbound", url)
        await send(call.plan, url or "", message)
        return Answer(202, message)

    path = "/inject/{service_plan_id}/inbounds"
    return Route(path, Resource(service, {"POST": inject}), methods=["POST"])


def _message(document: dict[str, Any], now: int) -> dict[str, Any]:
    """Fill in what a message has by itself.

    Raises:
        Refusal: 400, it is none of openapi.yaml.

    """
    own = {"type": "mo_text", "id": identifiers.new_id(now), "received_at": times.render(now)}
    message = {**own, **document}
    kind = message["type"]
    if not isinstance(kind, str) or kind not in _SHAPES:
        known = ", ".join(_SHAPES)
        raise errors.invalid_json(
            f"The parameter 'type' is invalid; value {{value}}: known types are {known}.", kind
        )
    for error in _validator(_SHAPES[kind]).iter_errors(message):
        raise validation.refusal(error)
    return message


@cache
def _validator(name: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(
        spec.component(name), validate_formats=True, formats=validation.FORMATS
    )

"""Who may ask: a bearer token that belongs to the service plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._asking.expect import expect_status, expect_unchanged
from .._catalogue.requirement import requirement
from .._judgement.levels import MUST
from .._spec.operations import ANY_OPERATION, capability_of, operations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .._asking.api import Api
    from .._line import Answer


def _all_operations(api: Api, **request: Any) -> Iterator[Answer]:
    """Ask for every operation of openapi.yaml, on a stored batch where an id is needed."""
    named = {
        "batch_id": api.sent(feedback_enabled=True)["id"],
        "recipient_msisdn": api.numbers(1)[0],
    }
    bodies = {"update_batch": {"body": "Changed"}, "send_delivery_feedback": {"recipients": []}}
    for operation, (method, template) in operations().items():
        if capability_of(operation) & api.settings.without:
            continue
        path = template.removeprefix("/xms/v1/{service_plan_id}").format_map(named)
        body = bodies.get(operation, api.text()) if method in ("POST", "PUT") else ...
        yield api.call(method, path, json=body, **request)


@requirement(
    "AUTH-001",
    MUST,
    ANY_OPERATION,
    "A request without a token is answered 401, whatever the operation",
    source="seed: Batches, SecurityBearerAuth; docs: sources §2.1",
)
def without_token(api: Api) -> None:
    for answer in _all_operations(api, token=None):
        expect_status(answer, 401)


@requirement(
    "AUTH-002",
    MUST,
    ANY_OPERATION,
    "A token that isn't the plan's is answered 401, whatever the operation",
    source="docs: sources §2.1",
)
def wrong_token(api: Api) -> None:
    for answer in _all_operations(api, token="not-the-token-of-this-plan"):  # noqa: S106
        expect_status(answer, 401)


@requirement(
    "AUTH-003",
    MUST,
    ANY_OPERATION,
    "A token that only begins or ends like the plan's is answered 401",
    source="docs: sources §2.1",
    batches=0,
)
def token_that_resembles(api: Api) -> None:
    for token in (api.token + "x", api.token[:-1], "x" + api.token, api.token.swapcase()):
        if token and token != api.token:
            expect_status(api.call("GET", "/batches", token=token), 401)


@requirement(
    "AUTH-004",
    MUST,
    ANY_OPERATION,
    "The token counts only in the Bearer scheme",
    source="seed: Batches, SecurityBearerAuth",
    batches=0,
)
def other_scheme(api: Api) -> None:
    for scheme in ("Basic ", "Token ", ""):
        headers = {"authorization": f"{scheme}{api.token}"}
        expect_status(api.call("GET", "/batches", token=None, headers=headers), 401)


@requirement(
    "AUTH-005",
    MUST,
    ANY_OPERATION,
    "A refused request has no effect",
    source="docs: sources §2.1",
)
def refused_without_effect(api: Api) -> None:
    batch = api.sent()
    api.cancel(batch["id"], token="not-the-token-of-this-plan")  # noqa: S106
    api.update(batch["id"], {"body": "Changed"}, token=None)
    expect_unchanged(api.stored(batch["id"]), batch)

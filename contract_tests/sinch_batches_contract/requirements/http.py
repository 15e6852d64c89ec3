"""What holds for every operation: statuses, media types, JSON, error bodies."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .._asking.expect import expect, expect_field, expect_status
from .._catalogue.requirement import requirement
from .._judgement.levels import MUST, SHOULD
from .._spec.operations import ANY_OPERATION, needs_of, operations

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from .._asking.api import Api


_METHODS = frozenset({"DELETE", "GET", "PATCH", "POST", "PUT"})


def methods_by_path(without: Collection[str]) -> dict[str, set[str]]:
    """Return the methods of each path below the plan, as far as the server has such operations."""
    found: dict[str, set[str]] = {}
    for operation, (method, path) in operations().items():
        if needs_of(operation).isdisjoint(without):
            found.setdefault(path.partition("{service_plan_id}")[2], set()).add(method)
    return found


def with_a_body(api: Api) -> Iterator[tuple[str, str]]:
    """Yield method and path of each operation that takes a body, by id on a stored batch."""
    stored = api.at(api.sent()["id"])
    yield "POST", "/batches"
    yield "POST", stored
    yield "PUT", stored
    if "dry-run" not in api.settings.without:
        yield "POST", "/batches/dry_run"
    if "feedback" not in api.settings.without:
        yield "POST", f"{api.at(api.sent(api.confirmable())['id'])}/delivery_feedback"


@requirement(
    "HTTP-001",
    MUST,
    ANY_OPERATION,
    "An unknown path is answered 404",
    source="docs: sources §2.1",
    batches=0,
)
def unknown_path(api: Api) -> None:
    expect_status(api.call("GET", "/no_such_thing"), 404)


@requirement(
    "HTTP-002",
    MUST,
    ANY_OPERATION,
    "A method that a path doesn't have is answered 405",
    source="docs: sources §2.1",
)
def wrong_method(api: Api) -> None:
    named = {"batch_id": api.sent()["id"], "recipient_msisdn": api.numbers(1)[0]}
    for path, methods in methods_by_path(api.settings.without).items():
        # What isn't the dry run may be a look for a batch of that name.
        statuses = (404, 405) if path.endswith("/dry_run") else (405,)
        for method in sorted(_METHODS - methods):
            body = ... if method == "GET" else api.text()
            expect_status(api.call(method, path.format_map(named), json=body), *statuses)


@requirement(
    "HTTP-003",
    MUST,
    ANY_OPERATION,
    "A body whose Content-Type isn't application/json is answered 415",
    source="docs: sources §2.1",
    batches=2,
)
def unsupported_media_type(api: Api) -> None:
    body = json.dumps(api.text()).encode()
    for method, path in with_a_body(api):
        for media_type in ("text/plain", "application/json-patch+json", "application/jsonx"):
            headers = {"content-type": media_type}
            expect_status(api.call(method, path, content=body, headers=headers), 415)


@requirement(
    "HTTP-004",
    MUST,
    ANY_OPERATION,
    "A body without a Content-Type is answered 415",
    source="docs: sources §2.1",
    batches=2,
)
def missing_media_type(api: Api) -> None:
    body = json.dumps(api.text()).encode()
    for method, path in with_a_body(api):
        expect_status(api.call(method, path, content=body, headers={}), 415)


@requirement(
    "HTTP-006",
    MUST,
    ANY_OPERATION,
    "Every answer with a body is application/json",
    source="docs: sources §3",
)
def answers_are_json(api: Api) -> None:
    sent = expect_status(api.send(api.text()), 201)
    id = sent.id
    answers = [
        sent,
        api.get(id),
        api.list_page(client_reference=api.reference),
        api.update(id, {"body": "Changed"}),
        api.replace(id, api.text()),
        api.send({}),
        api.cancel(id),
    ]
    for answer in answers:
        expect(
            answer.content_type == "application/json",
            f"the answer of {answer.request_line} must be application/json, "
            f"was {answer.content_type!r}",
        )


@requirement(
    "HTTP-010",
    MUST,
    ANY_OPERATION,
    "Answers never carry null: what isn't set is left out",
    source="docs: sources §3",
)
def no_nulls(api: Api) -> None:
    sent = expect_status(api.send(api.text()), 201)
    id = sent.id
    answers = [
        sent,
        api.get(id),
        api.list_page(client_reference=api.reference),
        api.update(id, {"client_reference": None}),
        api.replace(id, api.text()),
        api.cancel(id),
    ]
    for answer in answers:
        where = _null_in(answer.document)
        expect(where is None, f"{answer.request_line} answered null in `{where}`")


@requirement(
    "HTTP-011",
    MUST,
    "send_batch",
    "JSON with escaped and with raw characters means the same",
    source="seed: Send, Request Body schema: application/json",
    batches=2,
)
def escaped_json(api: Api) -> None:
    body = 'Ünïcödé \U0001f383 \\ " / 漢'
    for as_ascii in (True, False):
        content = json.dumps(api.text(body=body), ensure_ascii=as_ascii).encode()
        answer = api.call(
            "POST", "/batches", content=content, headers={"content-type": "application/json"}
        )
        expect_field(expect_status(answer, 201).json, "body", body)


@requirement(
    "HTTP-013",
    SHOULD,
    ANY_OPERATION,
    "Get and Cancel accept a Content-Type though they have no body",
    source="sdk: decision 54",
)
def media_type_without_a_body(api: Api) -> None:
    id, headers = api.sent()["id"], {"content-type": "application/json"}
    expect_status(api.get(id, headers=headers), 200)
    expect_status(api.cancel(id, headers=headers), 200)


def _null_in(node: Any, path: str = "") -> str | None:
    if node is None:
        return path
    children: Iterable[tuple[Any, Any]] = node.items() if isinstance(node, dict) else ()
    if isinstance(node, list):
        children = enumerate(node)
    for name, child in children:
        found = _null_in(child, f"{path}.{name}".lstrip("."))
        if found is not None:
            return found
    return None

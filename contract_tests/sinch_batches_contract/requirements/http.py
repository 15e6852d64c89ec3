"""What holds for every operation: statuses, media types, JSON, error bodies."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .._catalogue import requirement
from .._expect import expect, expect_field, expect_refused, expect_status
from .._levels import MUST, SHOULD
from .._operations import ANY_OPERATION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .._api import Api
    from .._exchange import Answer

_NO_OBJECTS: tuple[Any, ...] = ([], "text", 7, True)
_UNKNOWN_ID = "01ARZ3NDEKTSV4RRFFQ69G5FAV"


def _with_a_body(api: Api) -> Iterator[tuple[str, str]]:
    """Yield method and path of each operation that takes a body, by id on a stored batch."""
    stored = api.at(api.sent(feedback_enabled=True)["id"])
    yield "POST", "/batches"
    yield "POST", stored
    yield "PUT", stored
    if "dry-run" not in api.settings.without:
        yield "POST", "/batches/dry_run"
    if "feedback" not in api.settings.without:
        yield "POST", f"{stored}/delivery_feedback"


@requirement(
    "HTTP-001",
    MUST,
    ANY_OPERATION,
    "An unknown path is answered 404",
    source="docs: §2.1",
    batches=0,
)
def unknown_path(api: Api) -> None:
    expect_status(api.call("GET", "/no_such_thing"), 404)


@requirement(
    "HTTP-002",
    MUST,
    ANY_OPERATION,
    "A method that a path doesn't have is answered 405",
    source="docs: §2.1",
)
def wrong_method(api: Api) -> None:
    expect_status(api.call("PUT", "/batches", json=api.text()), 405)
    expect_status(api.call("DELETE", "/batches"), 405)
    stored = api.at(api.sent()["id"])
    expect_status(api.call("PATCH", stored, json={}), 405)
    if "feedback" not in api.settings.without:
        expect_status(api.call("GET", f"{stored}/delivery_feedback"), 405)


@requirement(
    "HTTP-003",
    MUST,
    ANY_OPERATION,
    "A body whose Content-Type isn't application/json is answered 415",
    source="docs: §2.1",
)
def unsupported_media_type(api: Api) -> None:
    body = json.dumps(api.text()).encode()
    for method, path in _with_a_body(api):
        answer = api.call(method, path, content=body, headers={"content-type": "text/plain"})
        expect_status(answer, 415)


@requirement(
    "HTTP-004",
    MUST,
    ANY_OPERATION,
    "A body without a Content-Type is answered 415",
    source="docs: §2.1",
)
def missing_media_type(api: Api) -> None:
    body = json.dumps(api.text()).encode()
    for method, path in _with_a_body(api):
        expect_status(api.call(method, path, content=body, headers={}), 415)


@requirement(
    "HTTP-005",
    MUST,
    "send_batch",
    "A charset beside application/json is accepted",
    source="docs: §17.53",
)
def media_type_with_charset(api: Api) -> None:
    headers = {"content-type": "application/json; charset=utf-8"}
    expect_status(api.send(api.text(), headers=headers), 201)


@requirement(
    "HTTP-006", MUST, ANY_OPERATION, "Answers with a body are application/json", source="docs: §3"
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
    "HTTP-007",
    MUST,
    ANY_OPERATION,
    "A body that isn't JSON is answered 400 with the code syntax_invalid_json",
    source="docs: §2.3",
)
def invalid_json(api: Api) -> None:
    for method, path in _with_a_body(api):
        for broken in (b'{"to": [', b"to=15551231234", b""):
            headers = {"content-type": "application/json"}
            answer = api.call(method, path, content=broken, headers=headers)
            expect_refused(answer, "syntax_invalid_json" if broken else None)


@requirement(
    "HTTP-008",
    MUST,
    ANY_OPERATION,
    "A body that is JSON but no object is answered 400",
    source="docs: §2.3",
)
def body_that_is_no_object(api: Api) -> None:
    listed = [{**api.text(), "recipients": []}]
    for method, path in _with_a_body(api):
        for document in (*_NO_OBJECTS, listed):
            expect_refused(api.call(method, path, json=document))


@requirement(
    "HTTP-009",
    MUST,
    ANY_OPERATION,
    "A refusal with 400 carries `code` and `text`, both strings",
    source="docs: §2.2",
)
def body_of_a_refusal(api: Api) -> None:
    for answer in _refusals(api):
        refused = expect_refused(answer).json
        for name in ("code", "text"):
            expect(
                isinstance(refused.get(name), str) and refused[name],
                f"the 400 of {answer.request_line} must carry `{name}` as a string, "
                f"was {answer.text[:200]}",
            )


def _refusals(api: Api) -> Iterator[Answer]:
    yield api.list_page(page_size="many")
    for method, path in _with_a_body(api):
        wrong: dict[str, Any] = {"body": {}, "to": {}, "recipients": {}}
        yield api.call(method, path, json=wrong)


@requirement(
    "HTTP-010",
    MUST,
    ANY_OPERATION,
    "Answers never carry null: what isn't set is left out",
    source="docs: §3",
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
    source="seed: Request Body schema: application/json",
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
    "HTTP-012",
    SHOULD,
    "send_batch",
    "Unknown fields of a request are ignored and not stored",
    source="sdk: §3, §17.8",
)
def unknown_fields(api: Api) -> None:
    batch = expect_status(api.send(api.text(tags=["a"], x_unknown={"b": None})), 201).json
    expect("x_unknown" not in batch, "`x_unknown` must not come back")


@requirement(
    "HTTP-013",
    SHOULD,
    ANY_OPERATION,
    "Get and Cancel accept a Content-Type though they have no body",
    source="sdk: §17.54",
)
def media_type_without_a_body(api: Api) -> None:
    id, headers = api.sent()["id"], {"content-type": "application/json"}
    expect_status(api.get(id, headers=headers), 200)
    expect_status(api.cancel(id, headers=headers), 200)


@requirement(
    "HTTP-014",
    SHOULD,
    ANY_OPERATION,
    "An id with characters that no id has is answered 400 or 404",
    source="inference: §17.5",
    batches=0,
)
def malformed_id(api: Api) -> None:
    for id in ("a b", "%00", "ü", "x" * 200):
        expect_status(api.get(id), 400, 404)
        expect_status(api.cancel(id), 400, 404)


@requirement(
    "HTTP-015",
    MUST,
    ANY_OPERATION,
    "A batch id that was never given out is answered 404",
    source="docs: §2.1",
)
def unknown_id(api: Api) -> None:
    known = str(api.sent()["id"])
    expect_status(api.get(known[:-1] + ("0" if known[-1] != "0" else "1")), 404)
    expect_status(api.get(_UNKNOWN_ID), 404)
    expect_status(api.update(_UNKNOWN_ID, {"body": "Changed"}), 404)
    expect_status(api.replace(_UNKNOWN_ID, api.text()), 404)
    expect_status(api.cancel(_UNKNOWN_ID), 404)
    if "feedback" not in api.settings.without:
        expect_status(api.feedback(_UNKNOWN_ID, {"recipients": api.numbers(1)}), 404)


@requirement(
    "HTTP-016",
    MUST,
    ANY_OPERATION,
    "A replacement for an unknown id creates nothing",
    source="docs: §2.1",
    batches=0,
)
def no_upsert(api: Api) -> None:
    api.replace(_UNKNOWN_ID, api.text())
    expect_status(api.get(_UNKNOWN_ID), 404)
    listed = api.listed(client_reference=api.reference)
    expect(not listed.get("batches"), "a replacement for an unknown id must not be listed")


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

"""HTTP itself: the forms of a request that any HTTP library may choose."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from .._asking.expect import expect, expect_field, expect_refused, expect_status
from .._catalogue.requirement import requirement
from .._judgement.levels import SHOULD
from .._spec.operations import ANY_OPERATION

if TYPE_CHECKING:
    from .._asking.api import Api

_SOURCE = "inference: decision 53"


@requirement(
    "HTTP-005",
    SHOULD,
    "send_batch",
    "The media type may have a charset, and be written in any case",
    source=_SOURCE,
    batches=3,
)
def forms_of_the_media_type(api: Api) -> None:
    for told in (
        "application/json; charset=utf-8",
        "Application/JSON; charset=UTF-8",
        'application/json;charset="utf-8"',
    ):
        expect_status(api.send(api.text(), headers={"content-type": told}), 201)


@requirement(
    "HTTP-017",
    SHOULD,
    "send_batch",
    "A body may come in chunks, without its length",
    source=_SOURCE,
)
def body_in_chunks(api: Api) -> None:
    headers = {"content-type": "application/json", "transfer-encoding": "chunked"}
    body = "In chunks: ü " * 40
    answer = api.send(api.text(body=body), headers=headers)
    expect_field(expect_status(answer, 201).json, "body", body)


@requirement(
    "HTTP-018",
    SHOULD,
    "get_batch",
    "HEAD is answered as GET is, without the body, or 405",
    source="inference: sources §2.1",
)
def head(api: Api) -> None:
    answer = api.call("HEAD", api.at(str(api.sent()["id"])))
    expect_status(answer, 200, 405)
    expect(answer.content == b"", "the answer to HEAD must have no body")


@requirement(
    "HTTP-019",
    SHOULD,
    "send_batch",
    "The names of headers may be written in any case",
    source=_SOURCE,
    batches=2,
)
def case_of_headers(api: Api) -> None:
    for name in ("CONTENT-TYPE", "Content-type"):
        expect_status(api.send(api.text(), headers={name: "application/json"}), 201)


@requirement(
    "HTTP-020",
    SHOULD,
    ANY_OPERATION,
    "After a refusal the next request on the connection is answered",
    source="inference: sources §2.1",
)
def after_a_refusal(api: Api) -> None:
    for _ in range(3):
        expect_refused(api.send({}))
        unread = json.dumps(api.text(body="x" * 2000)).encode()
        headers = {"content-type": "text/plain"}
        expect_status(api.call("POST", "/batches", content=unread, headers=headers), 415)
        expect_status(api.list_page(client_reference=api.reference), 200)


@requirement(
    "HTTP-021",
    SHOULD,
    "send_batch",
    "A request that waits for 100 Continue is answered as any other",
    source="inference: sources §2.1",
)
def expect_continue(api: Api) -> None:
    headers = {"content-type": "application/json", "expect": "100-continue"}
    expect_status(api.send(api.text(), headers=headers), 201)

"""What holds for every operation: bodies and ids that are refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from .._asking.expect import expect, expect_field, expect_refused, expect_status
from .._catalogue.requirement import requirement
from .._judgement.levels import MUST, SHOULD
from .._spec.operations import ANY_OPERATION
from .http import with_a_body

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .._asking.api import Api
    from .._line import Answer

_NO_OBJECTS: tuple[Any, ...] = ([], "text", 7, True)
_ULID = re.compile("[0-9A-Z]{26}")
_UNKNOWN_ID = "01ARZ3NDEKTSV4RRFFQ69G5FAV"


@requirement(
    "HTTP-007",
    MUST,
    ANY_OPERATION,
    "A body that isn't JSON is answered 400 with the code syntax_invalid_json",
    source="docs: sources §2.3",
    batches=2,
)
def invalid_json(api: Api) -> None:
    for method, path in with_a_body(api):
        for broken in (b'{"to": [', b"to=15551231234", b'{"body": "\xff"}', b""):
            headers = {"content-type": "application/json"}
            answer = api.call(method, path, content=broken, headers=headers)
            expect_refused(answer, "syntax_invalid_json" if broken else None)


@requirement(
    "HTTP-008",
    MUST,
    ANY_OPERATION,
    "A body that is JSON but no object is answered 400",
    source="docs: sources §2.3",
    batches=2,
)
def body_that_is_no_object(api: Api) -> None:
    listed = [{**api.text(), "recipients": []}]
    for method, path in with_a_body(api):
        for document in (*_NO_OBJECTS, listed):
            expect_refused(api.call(method, path, json=document))


@requirement(
    "HTTP-009",
    MUST,
    ANY_OPERATION,
    "A refusal with 400 carries `code` and `text`, both strings",
    source="docs: sources §2.2",
    batches=2,
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
    if "dry-run" not in api.settings.without:
        yield api.dry_run(api.text(), {"per_recipient": "perhaps"})
    for method, path in with_a_body(api):
        wrong: dict[str, Any] = {"body": {}, "to": {}, "recipients": {}}
        yield api.call(method, path, json=wrong)


@requirement(
    "HTTP-014",
    SHOULD,
    ANY_OPERATION,
    "An id with characters that no id has is answered 400 or 404",
    source="inference: decision 5",
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
    source="docs: sources §2.1",
)
def unknown_id(api: Api) -> None:
    known = str(api.sent()["id"])
    resembling = known[:-1] + ("0" if known[-1] != "0" else "1")
    answer = expect_status(api.get(resembling), 200, 400, 404)
    if answer.status == 200:  # ids may be counted up: then it must be another batch
        expect_field(answer.json, "id", resembling)
    # Where ids have another form, this one may be refused as no id at all.
    statuses = (404,) if _ULID.fullmatch(known) else (400, 404)
    expect_status(api.get(_UNKNOWN_ID), *statuses)
    expect_status(api.update(_UNKNOWN_ID, {"body": "Changed"}), *statuses)
    expect_status(api.replace(_UNKNOWN_ID, api.text()), *statuses)
    expect_status(api.cancel(_UNKNOWN_ID), *statuses)
    if "feedback" not in api.settings.without:
        expect_status(api.feedback(_UNKNOWN_ID, {"recipients": api.numbers(1)}), *statuses)


@requirement(
    "HTTP-016",
    MUST,
    ANY_OPERATION,
    "A replacement for an unknown id creates nothing",
    source="docs: sources §2.1",
    batches=0,
)
def no_upsert(api: Api) -> None:
    api.replace(_UNKNOWN_ID, api.text())
    expect_status(api.get(_UNKNOWN_ID), 400, 404)
    listed = api.listed(client_reference=api.reference)
    expect(not listed.get("batches"), "a replacement for an unknown id must not be listed")

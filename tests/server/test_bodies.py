"""Request bodies of every shape (sources §2.3; decisions 6, 8)."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Api, Refused

ID = "01FC66621XXXXX119Z8PMV1QPQ"
WITH_BODY = ["", "/dry_run", f"/{ID}", f"/{ID}/delivery_feedback"]

NESTINGS = range(900, 1000)
"""Somewhere here ends what the parser can read."""


@pytest.mark.parametrize("path", WITH_BODY)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"nothing",
        b"[]",
        b'"text"',
        b"null",
        b"1",
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b"{'a': 1}",
        b"\xff\xfe{}",
        b'{"body": "\xff"}',
        b'{"body": "\\ud83c"}',
        b'{"body": "\\uDF83 and more"}',
        b'{"tags": ' + b"1" * 5000 + b"}",
        b"[" * 100_000,
        b'{"a":' * 100_000,
    ],
)
def test_what_is_no_json_object_in_unicode_is_syntax_invalid_json(
    api: Api, refused: Refused, path: str, body: bytes
) -> None:
    refused(api.raw(body, path), "syntax_invalid_json", "The body is")


def test_the_body_is_parsed_before_query_and_fields_are_checked(api: Api, refused: Refused) -> None:
    refused(api.raw("{", "/dry_run?per_recipient=tru"), "syntax_invalid_json")
    refused(api.raw("{", "/not%20an%20id"), "syntax_invalid_json")


def test_unknown_fields_are_ignored_and_not_echoed(api: Api) -> None:
    body = (
        b'{"to": ["15551231234"], "body": "", "id": "mine", "tags": [1e400], "udh": 1, "x": [[]]}'
    )
    batch = api.accepted(api.raw(body), 201)
    assert not {"tags", "x", "udh"} & set(batch)
    assert batch["id"] != "mine"


@pytest.mark.parametrize("depth", [100, 200, 300, 400, 600, 800])
@pytest.mark.parametrize("field", ["body", "to", "parameters", "type", "ignored"])
def test_deep_nesting_is_never_a_server_error(api: Api, field: str, depth: int) -> None:
    for opening, closing in (("[", "]"), ('{"a":', "}")):
        nested = opening * depth + "1" + closing * depth
        answer = api.raw(f'{{"to": ["15551231234"], "body": "", "{field}": {nested}}}')
        assert answer.status_code == (201 if field == "ignored" else 400)


def test_nesting_that_can_just_be_read_is_refused_like_any_other(api: Api) -> None:
    codes = [api.raw(b'{"type": ' + b"[" * n + b"]" * n + b"}").json()["code"] for n in NESTINGS]
    assert set(codes) == {"syntax_invalid_json"}


def test_a_client_that_leaves_while_it_sends_gets_no_answer_and_does_no_harm(api: Api) -> None:
    sent: list[Any] = []

    async def leave() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    headers = {"Authorization": "Bearer token", "Content-Type": "application/json"}
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/xms/v1/plan/batches",
        "query_string": b"",
        "headers": [(key.lower().encode(), value.encode()) for key, value in headers.items()],
    }
    api.run(api.app(scope, leave, send))
    assert sent == []
    assert api.list()["count"] == 0

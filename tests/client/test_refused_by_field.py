"""What can't be sent is refused before the wire, by field, value and rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from httpx_aiohttp import AiohttpTransport

from sinch_batches import (
    AsyncBatchesClient,
    BatchesClient,
    InvalidRequest,
    Retries,
    TextSubmission,
    parse_delivery_report,
    verify_signature,
)

from .scripted import Scripted

HUGE = 10**5000
REFUSED: list[tuple[str, Callable[[BatchesClient], object]]] = [
    ("batch_id", lambda client: client.get("a" * 70_000)),
    ("from_", lambda client: client.list_page(from_=["15550000000"] * 10_000)),
    ("from_", lambda client: next(client.list(from_=[]))),
    ("from_", lambda client: client.list_page(from_=[""])),
    ("request", lambda client: client.list_page(HUGE)),
    ("request", lambda client: client.list_page(client_reference="a" * 70_000)),
    ("from_ton", lambda c: c.send(TextSubmission(to=["1"], body="", from_ton=float("nan")))),  # type: ignore[arg-type]
    ("headers", lambda client: client.with_options(headers={"a": "ł"})),
    ("headers", lambda client: client.with_options(headers={"a": "b\r\nc: d"})),
    ("headers", lambda client: client.with_options(headers={"a b": "c"})),
    ("headers", lambda client: client.with_options(headers={"a": None})),  # type: ignore[dict-item]
    ("headers", lambda client: client.with_options(headers="a")),  # type: ignore[arg-type]
    ("headers", lambda client: client.with_options(headers={"content-LENGTH": "5"})),
    ("headers", lambda client: client.with_options(headers={"Authorization": "Bearer x"})),
    ("on_answer", lambda client: client.with_options(on_answer=5)),  # type: ignore[arg-type]
    ("timeout", lambda client: client.with_options(timeout=float("nan"))),
    ("timeout", lambda client: client.with_options(timeout="5")),  # type: ignore[arg-type]
    ("retries", lambda client: client.with_options(retries="2")),  # type: ignore[arg-type]
    ("retries", lambda client: client.with_options(retries=Retries(lookups=None))),  # type: ignore[arg-type]
    ("retries", lambda client: client.with_options(retries=Retries(lookups=(1, "a")))),  # type: ignore[arg-type]
    ("retries", lambda client: client.with_options(retries=Retries(first="a"))),  # type: ignore[arg-type]
    ("body", lambda _: parse_delivery_report({"type": "x"})),  # type: ignore[arg-type]
    ("body", lambda _: verify_signature({"type": "x"}, {}, "secret")),  # type: ignore[arg-type]
    ("headers", lambda _: verify_signature(b"", [("a", "b")], "secret")),  # type: ignore[arg-type]
    ("base_url", lambda _: BatchesClient("p", "t", base_url="http://localhost/xms/v1/")),
    ("base_url", lambda _: BatchesClient("p", "t", base_url="http://localhost/xms/v1/p/batches")),
]


@pytest.mark.parametrize(("field", "call"), REFUSED)
def test_what_cant_be_sent_is_refused_by_field(
    client: BatchesClient, api: Scripted, field: str, call: Callable[[BatchesClient], object]
) -> None:
    with pytest.raises(InvalidRequest) as caught:
        call(client)
    assert caught.value.field == field
    assert len(str(caught.value)) < 500
    assert not api.requests


def test_a_body_that_is_no_json_is_refused(client: BatchesClient, api: Scripted) -> None:
    message = TextSubmission(to=["15551231234"], body="Hi")
    message["extra"] = float("nan")
    with pytest.raises(InvalidRequest, match=r"request 'POST .*can't be written"):
        client.send(message)
    message["extra"] = object()
    with pytest.raises(InvalidRequest, match=r"request 'POST .*can't be written"):
        client.send(message)
    assert not api.requests


@pytest.mark.parametrize("url", ["http://a\0b", "http://xn--/", "http://a:99999", "http://a b", 5])
def test_a_base_url_that_no_request_could_go_to_is_refused(url: Any) -> None:
    with pytest.raises(InvalidRequest, match="base_url"):
        BatchesClient("plan", "t0ken", base_url=url)


@pytest.mark.parametrize("token", [None, b"t0ken", 5, ["t0ken"], {}], ids=repr)
def test_a_token_that_is_none_is_refused_and_never_left_out(token: Any) -> None:
    with pytest.raises(InvalidRequest, match=r"api_token '\(hidden\)': must be text") as caught:
        BatchesClient("plan", token, region="eu")
    assert "t0ken" not in repr(caught.value)


def test_clients_of_the_wrong_kind_are_refused() -> None:
    with pytest.raises(InvalidRequest, match=r"http_client .*must be an httpx\.Client"):
        BatchesClient("p", "t", region="eu", http_client=httpx.AsyncClient())  # type: ignore[arg-type]
    with pytest.raises(InvalidRequest, match=r"http_client .*must be an httpx\.AsyncClient"):
        AsyncBatchesClient("p", "t", region="eu", http_client=httpx.Client())  # type: ignore[arg-type]
    with pytest.raises(InvalidRequest, match=r"transport .*must be an httpx\.BaseTransport"):
        BatchesClient("p", "t", region="eu", transport=AiohttpTransport())  # type: ignore[arg-type]

"""The first official Python SDK (2017), unchanged, against this server.

It ends its Base64 with a line break, sends `null` to reset a field, and knows no `type` but two.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from clx.xms import Client, api  # type: ignore[import-untyped]
from clx.xms.exceptions import (  # type: ignore[import-untyped]
    ErrorResponseException,
    NotFoundException,
    UnauthorizedException,
)

if TYPE_CHECKING:
    from sinch_batches_server.testing import RunningServer

NUMBER = "12017777777"


@pytest.fixture
def client(server: RunningServer) -> Any:
    return Client(server.service_plan_id, server.api_token, endpoint=f"{server.base_url}/xms")


def text(**fields: Any) -> Any:
    batch = api.MtBatchTextSmsCreate()
    batch.sender, batch.recipients, batch.body = "12345", {NUMBER}, "Hi ${name}"
    batch.parameters = {"name": {NUMBER: "Joe", "default": "there"}}
    vars(batch).update(fields)
    return batch


def tomorrow() -> datetime:
    return datetime.now(UTC) + timedelta(days=1)


def test_send_and_get_text(client: Any) -> None:
    sent = client.create_batch(text(tags=["unknown"]))
    assert (sent.recipients, sent.sender, sent.body) == ({NUMBER}, "12345", "Hi ${name}")
    assert client.fetch_batch(sent.batch_id).parameters == sent.parameters


def test_send_and_get_binary(client: Any) -> None:
    sent = client.create_binary_message("12345", f"+{NUMBER}", b"\x06\x05", bytes(range(120)))
    found = client.fetch_batch(sent.batch_id)
    assert (found.udh, found.body) == (b"\x06\x05", bytes(range(120)))


def test_list_page_by_page(client: Any) -> None:
    ids = [client.create_batch(text(sender="54321")).batch_id for _ in range(3)]
    pages = list(client.fetch_batches(page_size=2, senders={"54321"}))
    assert [batch.batch_id for page in pages for batch in page] == ids[::-1]


def test_dry_run(client: Any) -> None:
    result = client.create_batch_dry_run(text(), 10)
    assert (result.number_of_recipients, result.number_of_messages) == (1, 1)
    assert [entry.body for entry in result.per_recipient] == ["Hi Joe"]


def test_update_changes_and_resets(client: Any) -> None:
    sent = client.create_batch(text(send_at=tomorrow()))
    update = api.MtBatchTextSmsUpdate()
    update.body, update.recipient_insertions, update.parameters = "New", {"12018888888"}, api.RESET
    update.send_at = api.RESET
    updated = client.update_batch(sent.batch_id, update)
    assert (updated.body, updated.recipients) == ("New", {NUMBER, "12018888888"})
    assert (updated.send_at, updated.parameters) == (None, None)


def test_replace(client: Any) -> None:
    sent = client.create_batch(text())
    replaced = client.replace_batch(sent.batch_id, text(body="New"))
    assert (replaced.batch_id, replaced.body) == (sent.batch_id, "New")


def test_cancel(client: Any) -> None:
    sent = client.create_batch(text(send_at=tomorrow()))
    client.cancel_batch(sent.batch_id)
    assert client.fetch_batch(sent.batch_id).canceled is True


def test_errors(client: Any, server: RunningServer) -> None:
    with pytest.raises(ErrorResponseException) as refused:
        client.create_text_message("12345", "+1", "Hi")
    assert refused.value.error_code == "syntax_invalid_parameter_format"
    with pytest.raises(NotFoundException):
        client.fetch_batch("3-mbA7z9wDKY76ag")
    with pytest.raises(UnauthorizedException):
        Client(server.service_plan_id, "bad", endpoint=f"{server.base_url}/xms").fetch_batch("x")

"""The report methods of both official Python SDKs, unchanged, against this server."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from clx.xms import Client, api  # type: ignore[import-untyped]
from clx.xms.exceptions import NotFoundException  # type: ignore[import-untyped]
from sinch.domains.sms.api.v1.exceptions import SmsException  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from sinch_batches_server.testing import RunningServer

TWO = ["+12017777777", "+12015555555"]
BARE = ["12017777777", "12015555555"]
SENDER = "+12015550000"


@pytest.fixture
def reports(client: Callable[[str], Any]) -> Any:
    return client("sdk-token").sms.delivery_reports


@pytest.fixture
def sent(batches: Any) -> Any:
    return batches.send_sms(
        to=TWO,
        from_=SENDER,
        body="Hi ${a}",
        parameters={"a": {TWO[0]: "Joe"}},
        client_reference="x y",
    )


@pytest.fixture
def old(server: RunningServer) -> Any:
    return Client(server.service_plan_id, server.api_token, endpoint=f"{server.base_url}/xms")


def test_a_summary_and_its_filters(reports: Any, sent: Any) -> None:
    found = reports.get(batch_id=sent.id)
    assert (found.batch_id, found.type, found.total_message_count) == (
        sent.id,
        "delivery_report_sms",
        2,
    )
    counts = [(each.code, each.status, each.count, each.recipients) for each in found.statuses]
    assert counts == [(0, "Delivered", 1, None), (405, "Aborted", 1, None)]
    chosen = reports.get(batch_id=sent.id, status=["DELIVERED", "FAILED"], code=[0, 15])
    assert [each.code for each in chosen.statuses] == [0]
    assert reports.get(batch_id=sent.id, client_reference="x y").total_message_count == 2


def test_a_full_report(reports: Any, sent: Any) -> None:
    found = reports.get(batch_id=sent.id, report_type="full")
    assert [each.recipients for each in found.statuses] == [[BARE[0]], [BARE[1]]]
    assert found.client_reference == "x y"


@pytest.mark.parametrize("number", [TWO[0], BARE[0]])
def test_the_report_of_a_recipient(reports: Any, sent: Any, number: str) -> None:
    found = reports.get_for_number(batch_id=sent.id, recipient=number)
    assert (found.type, found.batch_id, found.recipient) == (
        "recipient_delivery_report_sms",
        sent.id,
        BARE[0],
    )
    assert (found.code, found.status, found.client_reference) == (0, "Delivered", "x y")
    assert found.at >= sent.created_at


def test_a_number_of_no_recipient_is_not_found(reports: Any, sent: Any) -> None:
    with pytest.raises(SmsException) as refused:
        reports.get_for_number(batch_id=sent.id, recipient="+12010000000")
    assert refused.value.response_status_code == 404


def test_the_list_page_by_page(reports: Any, batches: Any) -> None:
    number = [f"1201888{index:04}" for index in range(5)]
    batches.send_sms(to=number, from_=SENDER, body="", client_reference="%&! #$")
    page = reports.list(page_size=2, client_reference="%&! #$")
    assert (page.result.count, page.result.page, page.result.page_size) == (5, 0, 2)
    assert [each.recipient for each in page.iterator()] == number


def test_the_list_by_status_code_and_dates(reports: Any, sent: Any) -> None:
    hour, now = timedelta(hours=1), datetime.now(UTC)
    window = {"start_date": now - hour, "end_date": now + hour}
    found = list(reports.list(code=[405], status=["ABORTED"], **window).iterator())
    assert (sent.id, BARE[1]) in [(each.batch_id, each.recipient) for each in found]
    assert {each.code for each in found} == {405}
    later = {"start_date": now + hour, "end_date": now + 2 * hour}
    assert reports.list(**later).result.count == 0


def test_the_sdk_of_2017_reads_both_reports(old: Any) -> None:
    batch = api.MtBatchTextSmsCreate()
    batch.sender, batch.recipients, batch.body = "12345", set(BARE), "Hi"
    batch_id = old.create_batch(batch).batch_id
    for kind in ("summary", "full"):
        found = old.fetch_delivery_report(batch_id, kind, {"Delivered", "Failed"}, {0, 11, 400})
        assert (found.batch_id, found.total_message_count) == (batch_id, 2)
        (entry,) = found.statuses
        assert (entry.code, entry.status, entry.count) == (0, "Delivered", 2)
        assert entry.recipients == (set(BARE) if kind == "full" else set())
    one = old.fetch_recipient_delivery_report(batch_id, TWO[0])
    assert (one.recipient, one.code, one.status) == (BARE[0], 0, "Delivered")
    with pytest.raises(NotFoundException):
        old.fetch_recipient_delivery_report(batch_id, "12010000000")

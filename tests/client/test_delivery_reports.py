"""The reports of batches and recipients, fetched and listed (sources §14.1 to §14.3)."""

from __future__ import annotations

import asyncio
import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from sinch_batches import (
    AsyncBatchesClient,
    BatchDeliveryReport,
    BatchesClient,
    DeliveryStatus,
    InvalidRequest,
    OpaqueReport,
    RecipientDeliveryReport,
    TextSubmission,
    UnexpectedAnswer,
)

from .scripted import ID, Scripted, one, page, summary

PATH = f"/xms/v1/plan/batches/{ID}/delivery_report"


def test_the_report_of_a_batch_counts_by_status(client: BatchesClient, api: Scripted) -> None:
    api.will(httpx.Response(200, json=summary((15, "Failed", 1), (0, "Delivered", 2))))
    report = client.get_delivery_report(ID)
    assert isinstance(report, BatchDeliveryReport)
    assert [(each.status, each.count) for each in report.statuses] == [
        (DeliveryStatus.FAILED, 1),
        (DeliveryStatus.DELIVERED, 2),
    ]
    assert report.is_final
    assert api.lines == [f"GET {PATH}?type=summary"]


def test_filters_travel_as_one_list_each(client: BatchesClient, api: Scripted) -> None:
    api.will(httpx.Response(200, json=summary()))
    statuses = (DeliveryStatus.FAILED, "Teleported")
    client.get_delivery_report(ID, type_="full", status=statuses, code=iter((15, 0)))
    client.get_delivery_report(ID, status="Failed", code=0)
    assert api.lines == [
        f"GET {PATH}?type=full&status=Failed%2CTeleported&code=15%2C0",
        f"GET {PATH}?type=summary&status=Failed&code=0",
    ]


@pytest.mark.parametrize(
    "filters",
    [
        {"type_": "report"},
        {"status": ["Failed,Delivered"]},
        {"status": [""]},
        {"status": [1]},
        {"status": 5},
        {"code": ["0"]},
        {"code": [True]},
        {"code": range(3000)},
    ],
)
def test_a_filter_that_would_be_misread_is_refused(
    client: BatchesClient, api: Scripted, filters: dict[str, Any]
) -> None:
    with pytest.raises(InvalidRequest):
        client.get_delivery_report(ID, **filters)
    assert not api.requests


@pytest.mark.parametrize("written", ["15551231234", "+1 (555) 123-1234", "0015551231234"])
def test_the_report_of_a_recipient_is_asked_for_by_the_bare_number(
    client: BatchesClient, api: Scripted, written: str
) -> None:
    api.will(httpx.Response(200, json=one(code="0")))
    report = client.get_recipient_delivery_report(ID, written)
    assert (report.code, report.status) == (0, DeliveryStatus.DELIVERED)
    assert report.at == datetime(2019, 8, 24, 14, 15, 30, tzinfo=UTC)
    assert api.lines == [f"GET {PATH}/15551231234"]


@pytest.mark.parametrize("recipient", ["", "..", "a/b", "01FC66621XXXXX119Z8PMV1QPQ", None])
def test_what_is_no_number_is_refused(client: BatchesClient, recipient: Any) -> None:
    with pytest.raises(InvalidRequest, match="recipient"):
        client.get_recipient_delivery_report(ID, recipient)


@pytest.mark.parametrize("body", [{}, [], "text", {"statuses": 1}, summary() | {"statuses": [{}]}])
def test_an_answer_that_is_no_report_is_unexpected(
    client: BatchesClient, api: Scripted, body: object
) -> None:
    api.will(httpx.Response(200, json=body))
    with pytest.raises(UnexpectedAnswer):
        client.get_delivery_report(ID)
    with pytest.raises(UnexpectedAnswer):
        client.get_recipient_delivery_report(ID, "15551231234")
    with pytest.raises(UnexpectedAnswer):
        client.list_delivery_reports_page()


def test_the_list_is_walked_page_by_page_and_gives_nothing_twice(
    client: BatchesClient, api: Scripted
) -> None:
    first, second, third = (one(f"1555123000{number}") for number in range(3))
    api.will(page(first, second, count=4), page(second, third, number=1, count=4))
    found = list(client.list_delivery_reports(status="Delivered", page_size=2))
    assert [getattr(each, "recipient", None) for each in found] == [
        "15551230000",
        "15551230001",
        "15551230002",
    ]
    assert api.lines[1].endswith("delivery_reports?page=1&page_size=2&status=Delivered")


def test_a_report_of_a_new_type_costs_none_of_the_others(
    client: BatchesClient, api: Scripted
) -> None:
    odd = [{"type": "recipient_delivery_report_rcs"}, summary(), 5]
    api.will(page(one(), *odd))
    known, *opaque = client.list_delivery_reports_page().delivery_reports
    assert isinstance(known, RecipientDeliveryReport)
    assert [each.raw for each in opaque if isinstance(each, OpaqueReport)] == odd
    assert len(list(client.list_delivery_reports())) == 4


def test_a_list_that_never_ends_is_told(client: BatchesClient, api: Scripted) -> None:
    api.will(page(one(), count=10**9))
    with pytest.raises(UnexpectedAnswer, match="repeats itself"):
        list(client.list_delivery_reports())


def test_an_unknown_filter_is_a_type_error(client: BatchesClient) -> None:
    with pytest.raises(TypeError, match="from_"):
        client.list_delivery_reports_page(from_="x")  # type: ignore[call-arg]


def test_everything_works_against_a_server(server: str) -> None:
    numbers = [f"+1555123{index:04}" for index in range(3)]
    with BatchesClient("plan", "t0ken", base_url=server) as client:
        sent = client.send(TextSubmission(to=numbers, body="Hi", client_reference="report-me"))
        report = client.wait_for(sent.id, type_="full", timeout=30)
        assert (report.is_final, report.total_message_count) == (True, 3)
        assert client.get_recipient_delivery_report(sent.id, numbers[0]).is_final
        hour_ago = datetime.now(UTC) - timedelta(hours=1)
        found = client.list_delivery_reports(
            client_reference="report-me", start_date=hour_ago, page_size=2, code=0
        )
        bare = [number.removeprefix("+") for number in numbers]
        assert sorted(getattr(each, "recipient", "") for each in found) == bare


def test_everything_works_with_asyncio(server: str) -> None:
    async def scenario() -> None:
        async with AsyncBatchesClient("plan", "t0ken", base_url=server) as client:
            sent = await client.send(
                TextSubmission(to=["+15551239999"], body="Hi", client_reference="async-report")
            )
            assert (await client.wait_for(sent.id, timeout=30)).is_final
            assert (await client.get_delivery_report(sent.id, status="Failed")).statuses == []
            assert (await client.get_recipient_delivery_report(sent.id, "15551239999")).code == 0
            listed = client.list_delivery_reports(client_reference="async-report")
            assert len([each async for each in listed]) == 1

    asyncio.run(scenario())


def test_a_report_is_final_only_if_nothing_is_on_its_way() -> None:
    final = [status for status in DeliveryStatus if status not in ("Queued", "Dispatched")]
    for status, other in itertools.product(DeliveryStatus, final):
        raw = summary((1, status, 1), (2, other, 1))
        assert BatchDeliveryReport.from_dict(raw).is_final == (status in final)
        assert RecipientDeliveryReport.from_dict(one(status=status)).is_final == (status in final)

"""The list of the reports of all messages that are final (sources §14.3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest

from sinch_batches_server._http import spec

from .conftest import Api, serving
from .test_delivery_reports import CARRIER, SLOW, STUCK, TWO


@pytest.fixture
def slow() -> Iterator[Api]:
    with serving(SLOW) as api:
        yield api


def listed(api: Api, query: str = "") -> dict[str, Any]:
    path = f"/xms/v1/{api.plan.id}/delivery_reports?{query}"
    page = api.accepted(api.call("GET", path))
    jsonschema_rs.Draft202012Validator(spec.component("DeliveryReportPage")).validate(page)
    return page


def test_the_list_has_final_reports_only_newest_first(slow: Api) -> None:
    first = slow.send(to=TWO, client_reference="first")
    slow.clock.advance(seconds=30)
    slow.send(to=[STUCK, CARRIER])
    slow.clock.advance(seconds=60)
    page = listed(slow)
    assert [(each["status"], each["recipient"]) for each in page["delivery_reports"]] == [
        ("Failed", CARRIER),
        ("Delivered", "15551256344"),
        ("Delivered", "15551231234"),
    ]
    assert (page["count"], page["page"], page["page_size"]) == (3, 0, 3)
    assert {each["batch_id"] for each in page["delivery_reports"][1:]} == {first["id"]}
    assert listed(slow, "status=Queued")["count"] == 0
    assert listed(slow, "status=Failed")["count"] == 1
    assert listed(slow, "code=0")["count"] == 2
    assert listed(slow, "client_reference=first")["count"] == 2


def test_the_list_comes_in_pages_and_the_one_past_the_end_is_empty(api: Api) -> None:
    numbers = [f"1555{number:07d}" for number in range(5)]
    api.send(to=numbers)
    pages = [listed(api, f"page_size=2&page={page}") for page in range(4)]
    assert [page["page_size"] for page in pages] == [2, 2, 1, 0]
    assert {page["count"] for page in pages} == {5}
    shown = [each["recipient"] for page in pages for each in page["delivery_reports"]]
    assert shown == numbers


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 1),
        ("start_date=2019-08-24T14:15:22.345Z", 1),
        ("start_date=2019-08-24T14:15:22.346Z", 0),
        ("end_date=2019-08-24T14:15:22.345Z", 0),
        ("end_date=2019-08-24T14:15:22.346Z", 1),
        ("start_date=2019-08-24+14:15:22.345000%2B00:00", 1),
        ("start_date=2019-08-24+14:15:22.346000+00:00", 0),
        ("end_date=2019-08-24 16:15:22.346 02:00", 1),
        ("start_date=2019-08-24&end_date=2019-08-24", 0),
    ],
)
def test_the_list_is_bounded_by_when_messages_became_final(
    api: Api, query: str, count: int
) -> None:
    api.send()
    api.clock.advance(hours=1)
    assert listed(api, query)["count"] == count


def test_the_list_goes_back_24_hours_by_itself_and_14_days_at_most(api: Api) -> None:
    api.send()
    api.clock.advance(hours=25)
    assert listed(api)["count"] == 0
    assert listed(api, "start_date=2019-08-01")["count"] == 1
    api.clock.advance(days=14)
    assert listed(api, "start_date=2019-08-01")["count"] == 0


def test_the_list_holds_what_was_scheduled_long_ago_and_sent_just_now(api: Api) -> None:
    api.send(send_at="2019-10-24T14:15:22.345Z")
    api.clock.advance(days=61, hours=1)
    assert listed(api)["count"] == 1


@pytest.mark.parametrize("canceled", [False, True])
def test_the_list_has_nothing_of_a_batch_that_was_never_sent(api: Api, canceled: bool) -> None:
    batch = api.scheduled()
    if canceled:
        api.accepted(api.call("DELETE", f"/{batch['id']}"))
        api.clock.advance(days=2)
    assert listed(api)["count"] == 0


@pytest.mark.parametrize("query", ["page=-1", "page_size=0", "page_size=101", "page=x"])
def test_a_page_out_of_bounds_is_refused(api: Api, query: str) -> None:
    assert api.call("GET", f"/xms/v1/plan/delivery_reports?{query}").status_code == 400

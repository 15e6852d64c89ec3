"""The operations that tell what became of messages (sources §14.1 to §14.3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import jsonschema_rs
import pytest

from sinch_batches_server._http import spec
from sinch_batches_server._settings import State

from .conftest import GROUP, MEMBERS, PLAN, Api, Refused, serving

TWO = ["+15551231234", "+15551256344"]
STUCK, CARRIER = "15551230400", "15551230015"
SLOW = replace(
    PLAN,
    delivery={STUCK: State("Queued", 400), CARRIER: State("Failed", 15)},
    delivery_seconds=60,
)


@pytest.fixture
def slow() -> Iterator[Api]:
    """A plan whose batches take a minute to be delivered."""
    with serving(SLOW) as api:
        yield api


def report(api: Api, batch: dict[str, Any], query: str = "") -> dict[str, Any]:
    found = api.accepted(api.call("GET", f"/{batch['id']}/delivery_report?{query}"))
    jsonschema_rs.Draft202012Validator(spec.component("BatchDeliveryReport")).validate(found)
    return found


def of(api: Api, batch: dict[str, Any], number: str) -> httpx.Response:
    return api.call("GET", f"/{batch['id']}/delivery_report/{number}")


def state_of(api: Api, batch: dict[str, Any], number: str) -> tuple[str, int]:
    found = api.accepted(of(api, batch, number))
    jsonschema_rs.Draft202012Validator(spec.component("RecipientDeliveryReport")).validate(found)
    return found["status"], found["code"]


def entries(found: dict[str, Any]) -> list[tuple[int, str, int]]:
    return [(each["code"], each["status"], each["count"]) for each in found["statuses"]]


def test_a_summary_counts_without_recipients(api: Api) -> None:
    batch = api.send(to=TWO, client_reference="mine")
    assert report(api, batch) == {
        "type": "delivery_report_sms",
        "batch_id": batch["id"],
        "client_reference": "mine",
        "total_message_count": 2,
        "statuses": [{"code": 0, "status": "Delivered", "count": 2}],
    }


def test_a_full_report_names_the_recipients_of_each_status(api: Api) -> None:
    batch = api.send(to=TWO, body="${a}", parameters={"a": {TWO[0]: "x"}})
    assert report(api, batch, "type=full")["statuses"] == [
        {"code": 0, "status": "Delivered", "count": 1, "recipients": ["15551231234"]},
        {"code": 405, "status": "Aborted", "count": 1, "recipients": ["15551256344"]},
    ]


def test_members_of_a_group_are_reported_and_not_the_group(api: Api) -> None:
    batch = api.send(to=[GROUP])
    (entry,) = report(api, batch, "type=full")["statuses"]
    assert entry["recipients"] == list(MEMBERS)
    assert of(api, batch, GROUP).status_code == 404
    assert state_of(api, batch, MEMBERS[0]) == ("Delivered", 0)


def test_messages_wait_leave_and_end_in_their_time(slow: Api) -> None:
    batch = slow.send(to=TWO)
    assert entries(report(slow, batch)) == [(400, "Queued", 2)]
    slow.clock.advance(seconds=20)
    assert entries(report(slow, batch)) == [(400, "Queued", 1), (401, "Dispatched", 1)]
    slow.clock.advance(seconds=26)
    assert entries(report(slow, batch)) == [(0, "Delivered", 1), (401, "Dispatched", 1)]
    slow.clock.advance(seconds=14)
    assert entries(report(slow, batch)) == [(0, "Delivered", 2)]


def test_the_time_of_a_report_is_that_of_the_latest_change(slow: Api) -> None:
    batch = slow.send()
    slow.clock.advance(seconds=45)
    before = slow.accepted(of(slow, batch, TWO[0]))
    assert (before["status"], before["at"]) == ("Dispatched", "2019-08-24T14:15:52.345Z")
    assert "operator_status_at" not in before
    slow.clock.advance(seconds=45)
    after = slow.accepted(of(slow, batch, TWO[0]))
    assert (after["status"], after["at"]) == ("Delivered", "2019-08-24T14:16:22.345Z")
    assert after["operator_status_at"] == "2019-08-24T14:16:00.000Z"


def test_what_stays_queued_expires(slow: Api) -> None:
    batch = slow.send(to=[STUCK], expire_at="2019-08-24T15:15:22.345Z")
    slow.clock.advance(minutes=59)
    assert state_of(slow, batch, STUCK) == ("Queued", 400)
    slow.clock.advance(minutes=1)
    assert state_of(slow, batch, STUCK) == ("Aborted", 406)


def test_what_expires_on_its_way_is_not_delivered_after_all(slow: Api) -> None:
    batch = slow.send(expire_at="2019-08-24T14:15:52.345Z")
    slow.clock.advance(minutes=2)
    assert state_of(slow, batch, TWO[0]) == ("Aborted", 406)


def test_canceling_midway_cancels_what_is_queued_and_leaves_the_rest(slow: Api) -> None:
    batch = slow.send(to=TWO)
    slow.clock.advance(seconds=20)
    slow.accepted(slow.call("DELETE", f"/{batch['id']}"))
    assert entries(report(slow, batch)) == [(401, "Dispatched", 1), (407, "Cancelled", 1)]
    slow.clock.advance(minutes=1)
    assert entries(report(slow, batch)) == [(0, "Delivered", 1), (407, "Cancelled", 1)]


def test_canceling_what_was_delivered_leaves_its_report(api: Api) -> None:
    batch = api.send()
    before = report(api, batch)
    api.clock.advance(hours=1)
    api.accepted(api.call("DELETE", f"/{batch['id']}"))
    assert report(api, batch) == before


@pytest.mark.parametrize("canceled", [False, True])
def test_a_batch_that_was_never_sent_has_an_empty_report(api: Api, canceled: bool) -> None:
    batch = api.scheduled()
    if canceled:
        api.accepted(api.call("DELETE", f"/{batch['id']}"))
        api.clock.advance(days=2)
    found = report(api, batch, "type=full")
    assert (found["total_message_count"], found["statuses"]) == (0, [])
    assert of(api, batch, TWO[0]).status_code == 404


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("status=Delivered", [0]),
        ("status=DELIVERED,failed", [0, 15]),
        ("status=Failed%2C%20Delivered", [0, 15]),
        ("status=Failed&status=Delivered", [0, 15]),
        ("status=,", [0, 15]),
        ("code=15,0", [0, 15]),
        ("code=15&code=999", [15]),
        ("status=Delivered&code=15", []),
        ("status=Delivered,Failed&code=15,0", [0, 15]),
        ("client_reference=other&nobody=knows", [0, 15]),
    ],
)
def test_filters_choose_entries_and_leave_the_total(
    slow: Api, query: str, codes: list[int]
) -> None:
    batch = slow.send(to=[TWO[0], CARRIER])
    slow.clock.advance(minutes=1)
    found = report(slow, batch, query)
    assert [entry["code"] for entry in found["statuses"]] == codes
    assert found["total_message_count"] == 2


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("type=report", "syntax_invalid_parameter_format"),
        ("type=none", "syntax_invalid_parameter_format"),
        ("status=Lost", "syntax_invalid_parameter_format"),
        ("code=zero", "syntax_invalid_parameter_format"),
        ("code=-1", "syntax_constraint_violation"),
    ],
)
def test_a_bad_filter_is_refused_before_the_batch_is_looked_for(
    api: Api, refused: Refused, query: str, code: str
) -> None:
    refused(api.call("GET", f"/unknown/delivery_report?{query}"), code, query.partition("=")[2])


@pytest.mark.parametrize("end", ["", "/15551231234"])
def test_the_report_of_a_batch_that_is_unknown_or_of_another_plan_is_not_found(
    api: Api, end: str
) -> None:
    assert api.call("GET", f"/unknown/delivery_report{end}").status_code == 404
    with serving(SLOW, PLAN) as two:
        batch = two.send()
        assert two.of(PLAN).call("GET", f"/{batch['id']}/delivery_report{end}").status_code == 200


@pytest.mark.parametrize(
    "written",
    ["15551231234", "+15551231234", "%2B15551231234", "0015551231234", "1%20555%201231234"],
)
def test_a_recipient_is_found_however_the_number_is_written(api: Api, written: str) -> None:
    batch = api.send(to=TWO)
    found = api.accepted(of(api, batch, written))
    assert found["recipient"] == "15551231234"


def test_a_number_outside_the_batch_is_not_found_and_no_number_is_refused(
    api: Api, refused: Refused
) -> None:
    batch = api.send()
    assert of(api, batch, "15559999999").status_code == 404
    refused(of(api, batch, "+1"), "syntax_invalid_parameter_format", "+1")


def test_reports_are_readable_as_long_as_their_batch(api: Api) -> None:
    batch = api.send()
    api.clock.advance(days=14)
    assert report(api, batch)["total_message_count"] == 1
    api.clock.advance(seconds=1)
    assert api.call("GET", f"/{batch['id']}/delivery_report").status_code == 404

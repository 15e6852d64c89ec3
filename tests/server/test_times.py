"""Times in and out, and the rules between them (sources §3; decisions 17, 18, 21, 22)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinch_batches_server._rules import times
from sinch_batches_server._store.expiry import forget_expired

from .conftest import NOW, TEXT, Api, Place, Refused, serving

LATEST = "9999-12-31T23:59:59.999Z"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2019-08-25", "2019-08-25T00:00:00.000Z"),
        ("2019-08-25T10:20", "2019-08-25T10:20:00.000Z"),
        ("2019-08-25T10:20Z", "2019-08-25T10:20:00.000Z"),
        ("2019-08-25T10:20:30", "2019-08-25T10:20:30.000Z"),
        ("2019-08-25T10:20:30Z", "2019-08-25T10:20:30.000Z"),
        ("2019-08-25t10:20:30z", "2019-08-25T10:20:30.000Z"),
        ("2019-08-25T10:20:30.1Z", "2019-08-25T10:20:30.100Z"),
        ("2019-08-25T10:20:30.123", "2019-08-25T10:20:30.123Z"),
        ("2019-08-25T10:20:30.123456+00:00", "2019-08-25T10:20:30.123Z"),
        ("2019-08-25T10:20:30.1239999Z", "2019-08-25T10:20:30.123Z"),
        ("2019-08-25T10:20:30.123999999Z", "2019-08-25T10:20:30.123Z"),
        ("2019-08-25T10:20:30+05:30", "2019-08-25T04:50:30.000Z"),
        ("2019-08-25T10:20:30+0530", "2019-08-25T04:50:30.000Z"),
        ("2019-08-25T10:20-01:00", "2019-08-25T11:20:00.000Z"),
        ("2020-02-29", "2020-02-29T00:00:00.000Z"),
        ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
        (LATEST, LATEST),
    ],
)
def test_every_documented_form_of_a_time_is_taken_and_answered_in_utc_with_milliseconds(
    api: Api, text: str, meant: str
) -> None:
    assert api.send(send_at=text)["send_at"] == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "2019",
        "2019-08",
        "2019-13-01",
        "2019-02-29",
        "2019-08-25 10:20",
        "2019-08-25T10",
        "2019-08-25T24:00",
        "2019-08-25T10:60",
        "2019-08-25T10:20:61Z",
        "2019-08-25T10:20:30.Z",
        "2019-08-25T10:20:30.1234567890Z",
        "2019-08-25T10:20:30+5",
        "2019-08-25T10:20:30+24:00",
        "2019-08-25T10:20:30+05:60",
        "2019-08-25Z",
        "20190825T102030Z",
        "0000-01-01",
        "0001-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01",
        "2019-08-25T10:20:30Z\n",
        "\u0662\u0660\u0661\u0669-08-25",
    ],
)
@pytest.mark.parametrize("field", ["send_at", "expire_at"])
def test_any_other_text_is_a_malformed_time(
    api: Api, refused: Refused, field: str, text: str
) -> None:
    answer = api.post(TEXT | {field: text})
    refused(answer, "syntax_invalid_parameter_format", f"'{field}'", "date-time")


@given(st.integers(times.parse("0001-01-01"), times.LATEST))
def test_what_is_written_is_read_as_the_same_time(moment: int) -> None:
    assert times.parse(times.render(moment)) == moment


@given(st.text())
def test_no_text_breaks_the_reader_of_times(text: str) -> None:
    assert times.is_valid(text) in (True, False)


def test_the_system_clock_tells_milliseconds() -> None:
    assert times.render(times.system_clock()) > "2026"


def test_without_expiry_a_batch_expires_3_days_after_send_at_or_now(api: Api) -> None:
    assert api.send()["expire_at"] == "2019-08-27T14:15:22.345Z"
    assert api.send(send_at="2019-09-01")["expire_at"] == "2019-09-04T00:00:00.000Z"
    assert api.send(send_at="2019-08-01")["expire_at"] == "2019-08-04T00:00:00.000Z"
    assert api.send(send_at=LATEST)["expire_at"] == LATEST


def test_a_send_at_in_the_past_is_taken_and_sent_at_once(api: Api, refused: Refused) -> None:
    batch = api.send(send_at="2019-08-24T14:15:22.345Z")
    assert batch["send_at"] == "2019-08-24T14:15:22.345Z"
    answer = api.post({"body": ""}, f"/{batch['id']}")
    refused(answer, "batch_already_dispatched", status=403)


@pytest.mark.parametrize(
    ("send_at", "expire_at"),
    [
        (None, "2019-08-27T14:15:22.345Z"),
        (None, "2019-08-24T14:15:22.346Z"),
        ("2019-09-01T00:00:00.000Z", "2019-09-04T00:00:00.000Z"),
        ("2019-09-01T00:00:00.000Z", "2019-09-01T00:00:00.001Z"),
        ("2019-08-24T00:00:00.000Z", "2019-08-24T14:15:22.346Z"),
    ],
)
def test_an_expiry_after_the_start_and_within_3_days_of_it_is_kept(
    api: Api, send_at: str | None, expire_at: str
) -> None:
    assert api.send(send_at=send_at, expire_at=expire_at)["expire_at"] == expire_at


@pytest.mark.parametrize(
    ("send_at", "expire_at", "why"),
    [
        (None, "2019-08-27T14:15:22.346Z", "3 days"),
        (None, "2019-08-24T14:15:22.345Z", "in the past"),
        (None, "2019-08-24", "in the past"),
        ("2019-08-20", "2019-08-21", "in the past"),
        ("2019-08-20", "2019-08-25", "3 days"),
        ("2019-09-01", "2019-09-04T00:00:00.001Z", "3 days"),
        ("2019-09-01", "2019-09-01", "after 'send_at'"),
        ("2019-09-01", "2019-08-31", "after 'send_at'"),
    ],
)
@pytest.mark.parametrize("path", ["", "/dry_run"])
def test_any_other_expiry_breaks_a_constraint(
    api: Api, refused: Refused, path: str, send_at: str | None, expire_at: str, why: str
) -> None:
    answer = api.post(TEXT | {"send_at": send_at, "expire_at": expire_at}, path)
    refused(answer, "syntax_constraint_violation", "'expire_at'", why)


def test_a_scheduled_batch_is_dispatched_when_its_time_comes(api: Api, refused: Refused) -> None:
    batch = api.send(send_at="2019-08-24T14:15:23.345Z")
    api.clock.advance(seconds=0.999)
    api.update(batch["id"], client_reference="still waiting")
    api.clock.advance(seconds=0.001)
    answer = api.post({"client_reference": "too late"}, f"/{batch['id']}")
    refused(answer, "batch_already_dispatched", batch["id"], status=403)


def test_a_scheduled_batch_is_in_reach_until_14_days_after_it_was_sent(place: Place) -> None:
    store = place()
    with serving(store=store) as api:
        batch = api.send(send_at="2019-09-13T14:15:22.345Z")  # in 20 days
        other = api.send(send_at="2019-09-13T14:15:22.345Z")
        api.clock.advance(days=19, hours=23)
        api.run(forget_expired(store, api.clock.now))
        assert api.get(batch["id"]) == batch
        assert api.list("start_date=2019-01-01")["count"] == 0
        api.update(batch["id"], body="changed")
        canceled = api.accepted(api.call("DELETE", f"/{other['id']}"))
        api.clock.advance(days=14)
        api.run(forget_expired(store, api.clock.now))
        assert api.get(other["id"]) == canceled
        api.clock.advance(hours=1)
        assert api.call("GET", f"/{other['id']}").status_code == 404
        assert api.get(batch["id"])["body"] == "changed"
        api.clock.advance(milliseconds=1)
        assert api.call("GET", f"/{batch['id']}").status_code == 404


def test_a_batch_that_is_canceled_late_is_in_reach_14_days_from_then(api: Api) -> None:
    batch = api.send()
    api.clock.advance(days=13)
    canceled = api.accepted(api.call("DELETE", f"/{batch['id']}"))
    api.clock.advance(days=14)
    assert api.get(batch["id"]) == canceled
    api.clock.advance(milliseconds=1)
    assert api.call("GET", f"/{batch['id']}").status_code == 404


def test_a_batch_for_a_time_in_the_past_is_in_reach_14_days_from_now(api: Api) -> None:
    batch = api.send(send_at="2019-01-01")
    api.clock.advance(days=14)
    assert api.get(batch["id"]) == batch


def test_a_batch_is_readable_for_14_days_and_then_gone(api: Api) -> None:
    batch = api.send(feedback_enabled=True)
    api.clock.advance(days=14)
    assert api.get(batch["id"]) == batch
    assert api.list("start_date=2019-01-01")["count"] == 1
    api.clock.now = NOW
    api.clock.advance(days=14, milliseconds=1)
    assert api.list("start_date=2019-01-01")["count"] == 0
    path = f"/{batch['id']}"
    gone = [
        api.call("GET", path),
        api.post({}, path),
        api.call("PUT", path, json=TEXT),
        api.call("DELETE", path),
        api.post({"recipients": []}, f"{path}/delivery_feedback"),
    ]
    assert [(answer.status_code, answer.content) for answer in gone] == [(404, b"")] * 5

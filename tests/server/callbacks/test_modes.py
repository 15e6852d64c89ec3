"""What is sent for each value of `delivery_report`, and when (seed: Send, Cancel)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from sinch_batches_server._settings import State

if TYPE_CHECKING:
    from .conftest import Receiver, Server, ServerFactory

TWO = ["+15551231234", "+15551256344"]
HOUR = 3_600_000


def states(reports: list[dict[str, Any]]) -> list[tuple[str, int]]:
    return [(report["status"], report["code"]) for report in reports]


def test_summary_is_one_report_of_the_batch_without_recipients(server: Server) -> None:
    batch = server.send(to=TWO, client_reference="mine")
    (report,) = server.receiver.reports(1)
    assert report == {
        "type": "delivery_report_sms",
        "batch_id": batch["id"],
        "client_reference": "mine",
        "total_message_count": 2,
        "statuses": [{"code": 0, "status": "Delivered", "count": 2}],
    }
    server.marker()


def test_full_is_one_report_with_the_recipients_of_each_status(server: Server) -> None:
    server.send(
        to=TWO,
        delivery_report="full",
        body="Hi ${name}",
        parameters={"name": {"+15551231234": "Joe"}},
    )
    (report,) = server.receiver.reports(1)
    assert report["statuses"] == [
        {"code": 0, "status": "Delivered", "count": 1, "recipients": ["15551231234"]},
        {"code": 405, "status": "Aborted", "count": 1, "recipients": ["15551256344"]},
    ]
    server.marker()


def test_per_recipient_is_a_report_for_each_change_of_a_status_in_order(server: Server) -> None:
    server.send(to=TWO, delivery_report="per_recipient")
    reports = server.receiver.reports(4)
    for number in ("15551231234", "15551256344"):
        own = [report for report in reports if report["recipient"] == number]
        assert states(own) == [("Dispatched", 401), ("Delivered", 0)]
    server.marker()


def test_per_recipient_of_a_message_that_is_aborted_tells_no_dispatch(server: Server) -> None:
    server.send(delivery_report="per_recipient", body="Hi ${name}", parameters={"name": {}})
    assert states(server.receiver.reports(1)) == [("Aborted", 405)]
    server.marker()


def test_per_recipient_final_is_one_report_for_each_recipient(server: Server) -> None:
    batch = server.send(to=TWO, delivery_report="per_recipient_final", client_reference="mine")
    reports = server.receiver.reports(2)
    assert Counter(report["recipient"] for report in reports) == {
        "15551231234": 1,
        "15551256344": 1,
    }
    assert reports[0] == {
        "type": "recipient_delivery_report_sms",
        "batch_id": batch["id"],
        "client_reference": "mine",
        "recipient": reports[0]["recipient"],
        "code": 0,
        "status": "Delivered",
        "at": "2025-06-15T15:06:40.000Z",
        "operator_status_at": "2025-06-15T15:06:00.000Z",
    }
    server.marker()


def test_none_sends_nothing(server: Server) -> None:
    server.send(delivery_report="none")
    server.marker()


def test_the_default_url_of_the_plan_is_called_if_the_batch_has_none(
    start: ServerFactory, receiver: Receiver
) -> None:
    server = start(default_callback_url=receiver.url("/default"))
    server.send(callback_url=None)
    assert receiver.next().path == "/default"
    server.send(callback_url=receiver.url("/own?a=b"))
    assert receiver.next().path == "/own?a=b"


def test_a_scheduled_batch_is_reported_when_its_time_has_come(server: Server) -> None:
    batch = server.send(send_at="2025-06-15T16:06:40Z")
    server.marker()
    server.clock.now += HOUR
    (report,) = server.receiver.reports(1)
    assert report["batch_id"] == batch["id"]


def test_an_update_moves_the_time_of_the_report(server: Server) -> None:
    batch = server.send(send_at="2025-06-15T16:06:40Z")
    answer = server.client.post(f"/batches/{batch['id']}", json={"send_at": "2025-06-15T18:06:40Z"})
    assert answer.status_code == 200
    server.clock.now += HOUR
    server.marker()
    server.clock.now += 2 * HOUR
    assert server.receiver.reports(1)[0]["batch_id"] == batch["id"]


def test_a_replaced_batch_is_reported_anew(server: Server) -> None:
    batch = server.send()
    server.receiver.reports(1)
    document = {
        "from": "15550001111",
        "to": TWO,
        "body": "",
        "delivery_report": "full",
        "callback_url": server.receiver.url(),
    }
    assert server.client.put(f"/batches/{batch['id']}", json=document).status_code == 200
    assert server.receiver.reports(1)[0]["total_message_count"] == 2
    server.marker()


def test_the_report_of_a_batch_canceled_ahead_of_its_time_is_empty(server: Server) -> None:
    batch = server.send(send_at="2025-06-15T16:06:40Z")
    server.client.delete(f"/batches/{batch['id']}")
    (report,) = server.receiver.reports(1)
    assert report == {
        "type": "delivery_report_sms",
        "batch_id": batch["id"],
        "total_message_count": 0,
        "statuses": [],
    }
    server.clock.now += HOUR
    server.marker()


def test_recipients_of_a_batch_canceled_ahead_of_its_time_get_cancelled_407(
    server: Server,
) -> None:
    batch = server.send(
        to=TWO, delivery_report="per_recipient_final", send_at="2025-06-15T16:06:40Z"
    )
    server.client.delete(f"/batches/{batch['id']}")
    assert states(server.receiver.reports(2)) == [("Cancelled", 407)] * 2


def test_canceling_a_batch_that_was_sent_changes_nothing_and_sends_nothing(
    server: Server,
) -> None:
    batch = server.send()
    server.receiver.reports(1)
    server.client.delete(f"/batches/{batch['id']}")
    server.marker()


def test_canceling_twice_reports_once(server: Server) -> None:
    batch = server.send(send_at="2025-06-15T16:06:40Z")
    server.client.delete(f"/batches/{batch['id']}")
    server.client.delete(f"/batches/{batch['id']}")
    server.receiver.reports(1)
    server.marker()


def test_a_message_of_too_many_parts_is_aborted_with_411_and_tells_its_parts(
    server: Server,
) -> None:
    server.send(
        delivery_report="per_recipient_final", body="x" * 400, max_number_of_message_parts=2
    )
    (report,) = server.receiver.reports(1)
    assert (report["status"], report["code"]) == ("Aborted", 411)
    assert report["number_of_message_parts"] == 3


def test_a_message_cut_to_one_part_is_not_too_long(server: Server) -> None:
    server.send(body="x" * 400, max_number_of_message_parts=1, truncate_concat=True)
    assert server.receiver.reports(1)[0]["statuses"][0]["code"] == 0


def test_a_batch_without_sender_tells_the_originator_that_was_applied(
    start: ServerFactory,
) -> None:
    server = start(default_originator="15550100000")
    server.send(delivery_report="per_recipient_final", **{"from": None})
    assert server.receiver.reports(1)[0]["applied_originator"] == "15550100000"


def test_members_of_a_group_are_reported_one_by_one(start: ServerFactory) -> None:
    group = "01W4FFL35P4NC4K35SMSGROUP1"
    server = start(groups={group: ("15551231234", "15551256344")})
    server.send(to=[group, TWO[0]], delivery_report="full")
    (report,) = server.receiver.reports(1)
    assert report["statuses"][0]["recipients"] == ["15551231234", "15551256344"]


@pytest.mark.parametrize(
    "state", [State("Aborted", 402), State("Failed", 404), State("Expired", 406)]
)
def test_the_settings_provoke_a_state_for_a_number(start: ServerFactory, state: State) -> None:
    server = start(delivery={"15551231234": state})
    server.send(to=TWO, delivery_report="full")
    (report,) = server.receiver.reports(1)
    assert [(entry["status"], entry["code"]) for entry in report["statuses"]] == [
        ("Delivered", 0),
        (state.status, state.code),
    ]


def test_a_binary_batch_is_reported(server: Server) -> None:
    server.send(type="mt_binary", body="AAECAw==", udh="060504158115a0")
    assert server.receiver.reports(1)[0]["total_message_count"] == 1


def test_a_batch_that_takes_its_time_is_reported_when_its_last_message_is_final(
    start: ServerFactory,
) -> None:
    server = start(delivery_seconds=60)
    batch = server.send(to=TWO, delivery_report="per_recipient")
    server.clock.now += 60_000
    reports = server.receiver.reports(4)
    assert {report["batch_id"] for report in reports} == {batch["id"]}
    ats = [report["at"] for report in reports if report["recipient"] == "15551256344"]
    assert ats == ["2025-06-15T15:07:10.000Z", "2025-06-15T15:07:40.000Z"]


def test_a_number_that_stays_queued_holds_up_the_report_until_the_batch_expires(
    start: ServerFactory,
) -> None:
    server = start(delivery={"15551231234": State("Queued", 400)})
    server.send(to=TWO, expire_at="2025-06-15T16:06:40Z")
    server.clock.now += HOUR
    (report,) = server.receiver.reports(1)
    assert [(entry["status"], entry["code"]) for entry in report["statuses"]] == [
        ("Delivered", 0),
        ("Aborted", 406),
    ]

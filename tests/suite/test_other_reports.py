"""The second correct server reports what became of messages, and calls back; in its own way."""

from __future__ import annotations

import json
import queue
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
from tests.suite.other_server import calling, deliveries
from tests.suite.other_server.calling import Caller
from tests.suite.other_server.plan import Plan
from tests.suite.other_server.wire import Server
from tests.suite.serving import in_a_thread

TWO = ["12015550001", "12015550002"]
TEXT: dict[str, Any] = {"from": "12345", "to": TWO, "body": "Hi ${who}"}
LACKING = {"parameters": {"who": {TWO[0]: "you"}}}
PATIENCE = 20.0


class Receiver(ThreadingHTTPServer):
    """Notes what is posted, and answers with each of `statuses`, then with 200."""

    daemon_threads = True

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.came: queue.Queue[dict[str, Any]] = queue.Queue()
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.came.put(json.loads(body))
        self.send_response(self.server.statuses.pop(0) if self.server.statuses else 200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    with in_a_thread(receiver):
        yield receiver


@pytest.fixture(scope="module")
def plan() -> Iterator[httpx.Client]:
    plans = {("p", "t"): Plan(caller=Caller(0.05))}
    headers = {"Authorization": "Bearer t"}
    with (
        in_a_thread(Server(("127.0.0.1", 0), plans)) as url,
        httpx.Client(base_url=f"{url}/xms/v1/p", headers=headers) as client,
    ):
        yield client


def send(plan: httpx.Client, **fields: Any) -> str:
    answer = plan.post("/batches", json={**TEXT, **fields})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def report(plan: httpx.Client, batch: str, **query: str) -> dict[str, Any]:
    answer = plan.get(f"/batches/{batch}/delivery_report", params=query)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def final(plan: httpx.Client, batch: str, **query: str) -> dict[str, Any]:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        found = report(plan, batch, **query)
        if found["statuses"] and not {e["code"] for e in found["statuses"]} & {400, 401}:
            return found
        time.sleep(0.02)
    raise AssertionError("the messages never were final")


def test_a_message_is_queued_then_dispatched_then_final(plan: httpx.Client) -> None:
    batch = send(plan, to=TWO[:1])
    assert report(plan, batch)["statuses"][0]["code"] == 400
    assert final(plan, batch)["statuses"][0]["code"] == 0


def test_a_full_report_names_recipients_and_filters_narrow_it(plan: httpx.Client) -> None:
    batch = send(plan, **LACKING)
    entries = final(plan, batch, type="full")["statuses"]
    named = {entry["code"]: entry["recipients"] for entry in entries}
    assert named == {0: [TWO[0]], 405: [TWO[1]]}
    assert [e["code"] for e in report(plan, batch, status="Aborted, Failed")["statuses"]] == [405]
    assert report(plan, batch, code="0")["total_message_count"] == 1
    assert report(plan, batch, status="ABORTED")["statuses"] == []
    assert plan.get(f"/batches/{batch}/delivery_report?type=x").status_code == 404
    assert plan.get(f"/batches/{batch}/delivery_report?code=x").status_code == 400


def test_a_recipient_is_found_by_its_number_alone(plan: httpx.Client) -> None:
    batch = send(plan)
    for number in (TWO[0], f"+{TWO[0]}"):
        found = plan.get(f"/batches/{batch}/delivery_report/{number}")
        assert found.json()["recipient"] == TWO[0]
    assert plan.get(f"/batches/{batch}/delivery_report/00{TWO[0]}").status_code == 404
    assert plan.get(f"/batches/none/delivery_report/{TWO[0]}").status_code == 404


def test_a_batch_that_was_never_sent_has_no_statuses(plan: httpx.Client) -> None:
    batch = send(plan, send_at=(datetime.now(UTC) + timedelta(days=1)).isoformat())
    path = f"/batches/{batch}"
    assert report(plan, batch)["statuses"] == []
    assert plan.get(f"{path}/delivery_report/{TWO[0]}").json()["code"] == 400
    plan.delete(path)
    assert report(plan, batch)["statuses"] == []
    assert plan.get(f"{path}/delivery_report/{TWO[0]}").json()["code"] == 407


def test_what_is_canceled_at_once_is_aborted_with_407(plan: httpx.Client) -> None:
    batch = send(plan)
    plan.delete(f"/batches/{batch}")
    (entry,) = final(plan, batch)["statuses"]
    assert (entry["code"], entry["status"], entry["count"]) == (407, "Aborted", 2)


def test_the_list_has_final_reports_in_pages(plan: httpx.Client) -> None:
    batch = send(plan, client_reference="listed", **LACKING)
    query = {"client_reference": "listed", "page_size": "1"}
    assert plan.get("/delivery_reports", params=query).json()["count"] in (0, 1)
    final(plan, batch)
    pages = [
        plan.get("/delivery_reports", params={**query, "page": str(page)}).json()
        for page in range(3)
    ]
    assert [page["page_size"] for page in pages] == [1, 1, 0]
    assert {page["count"] for page in pages} == {2}


@pytest.mark.parametrize(
    ("mode", "codes"),
    [
        ("summary", [None]),
        ("full", [None]),
        ("per_recipient", [0, 400, 401]),
        ("per_recipient_final", [0]),
    ],
)
def test_each_mode_calls_back_what_it_says(
    plan: httpx.Client,
    receiver: Receiver,
    mode: str,
    codes: list[int | None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # A machine that is late by less than this misses no state.
    for module in (calling, deliveries):
        monkeypatch.setattr(module, "LEAVES", timedelta(seconds=0.6))
        monkeypatch.setattr(module, "ENDS", timedelta(seconds=1.2))
    url = f"http://127.0.0.1:{receiver.server_port}/"
    batch = send(plan, to=TWO[:1], delivery_report=mode, callback_url=url)
    came = [receiver.came.get(timeout=PATIENCE) for _ in codes]
    assert {each["batch_id"] for each in came} == {batch}
    assert sorted(each.get("code", 0) for each in came) == sorted(code or 0 for code in codes)
    time.sleep(0.2)
    assert receiver.came.empty()


def test_what_is_not_taken_comes_again_and_what_is_refused_does_not(
    plan: httpx.Client, receiver: Receiver
) -> None:
    url = f"http://127.0.0.1:{receiver.server_port}/"
    receiver.statuses = [503, 429, 400]
    send(plan, delivery_report="summary", callback_url=url)
    came = [receiver.came.get(timeout=PATIENCE) for _ in range(3)]
    assert came[0] == came[1] == came[2]
    time.sleep(0.5)
    assert receiver.came.empty()


def test_nothing_is_called_back_of_what_was_canceled_or_changed(
    plan: httpx.Client, receiver: Receiver
) -> None:
    url = f"http://127.0.0.1:{receiver.server_port}/"
    late = {"send_at": (datetime.now(UTC) + timedelta(days=1)).isoformat()}
    asked = {"delivery_report": "summary", "callback_url": url}
    plan.delete(f"/batches/{send(plan, **asked, **late)}")
    send(plan)
    time.sleep(0.5)
    assert receiver.came.empty()

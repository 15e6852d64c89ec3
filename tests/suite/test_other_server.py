"""The second correct server keeps the documented rules and takes the freedoms it claims."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from tests.suite.other_server.plan import Plan
from tests.suite.other_server.wire import Server
from tests.suite.serving import in_a_thread

GROUP = "01FC66621XXXXX119Z8PMV1QPQ"
TEXT: dict[str, Any] = {"from": "12345", "to": ["+12015550001"], "body": "Hi"}
BINARY: dict[str, Any] = {**TEXT, "type": "mt_binary", "body": "AAEC\n", "udh": "0605ab"}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    plans = {
        ("p", "t"): Plan(groups={GROUP: ["12015550008", "12015550009"]}),
        ("q", "u"): Plan(sender_optional=False),
    }
    with in_a_thread(Server(("127.0.0.1", 0), plans)) as url:
        yield f"{url}/xms/v1"


@pytest.fixture
def plan(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{address}/p", headers={"Authorization": "Bearer t"}) as client:
        yield client


def send(plan: httpx.Client, **fields: Any) -> dict[str, Any]:
    answer = plan.post("/batches", json={**TEXT, **fields})
    assert answer.status_code == 201, answer.text
    result: dict[str, Any] = answer.json()
    return result


def later(**delay: float) -> str:
    return (datetime.now(UTC) + timedelta(**delay)).isoformat()


def test_a_send_returns_the_batch_with_bare_digits_and_only_what_was_set(
    plan: httpx.Client,
) -> None:
    batch = send(plan, to=["+1 (201) 555-0001", "0012015550001"], flash_message=False)
    assert batch["to"] == ["12015550001", "12015550001"]
    assert len(batch["id"]) == 16
    assert {"type", "expire_at", "delivery_report", "flash_message"}.isdisjoint(batch)
    assert plan.get(f"/batches/{batch['id']}").json() == batch


def test_a_binary_batch_comes_back_without_the_line_end_and_in_upper_case(
    plan: httpx.Client,
) -> None:
    answer = plan.post("/batches", json=BINARY).json()
    assert (answer["body"], answer["udh"], answer["type"]) == ("AAEC", "0605AB", "mt_binary")


def test_scalars_are_coerced(plan: httpx.Client) -> None:
    batch = send(plan, body=5, feedback_enabled="true", max_number_of_message_parts="2")
    assert batch["body"] == "5"
    assert batch["feedback_enabled"] is True
    assert batch["max_number_of_message_parts"] == 2


@pytest.mark.parametrize(
    "change",
    [
        {"to": []},
        {"to": ["+1"]},
        {"to": ["12015550001"] * 1001},
        {"to": None},
        {"body": None},
        {"body": "x" * 2001},
        {"type": "mt_media"},
        {"from_ton": 7},
        {"from_npi": 19},
        {"max_number_of_message_parts": 0},
        {"client_reference": "x" * 2049},
        {"callback_url": "nowhere"},
        {"delivery_report": "all"},
        {"send_at": "soon"},
        {"send_at": "2030-01-02T00:00Z", "expire_at": "2030-01-01T00:00Z"},
        {"send_at": "2030-01-01T00:00Z", "expire_at": "2030-01-04T00:00:00.001Z"},
        {"parameters": {"k" * 17: {}}},
        {"parameters": {"k": {"default": "v" * 161}}},
        {**BINARY, "udh": None},
        {**BINARY, "udh": "xyz"},
        {**BINARY, "body": "*"},
        {**BINARY, "body": "\u0085"},
        {**BINARY, "udh": "00" * 138},
    ],
)
def test_what_breaks_a_documented_rule_is_refused(
    plan: httpx.Client, change: dict[str, Any]
) -> None:
    for path in ("/batches", "/batches/dry_run"):
        answer = plan.post(path, json={**TEXT, **change})
        assert answer.status_code == 400
        assert isinstance(answer.json()["code"], str)


def test_what_refers_to_something_missing_is_forbidden(plan: httpx.Client) -> None:
    unknown = plan.post("/batches", json={**TEXT, "to": ["0" * 26]})
    nowhere = plan.post("/batches", json={**TEXT, "delivery_report": "full"})
    assert [unknown.status_code, unknown.json()["code"]] == [403, "unknown_group"]
    assert [nowhere.status_code, nowhere.json()["code"]] == [403, "missing_callback_url"]


def test_http_level_refusals_carry_a_json_body(plan: httpx.Client, address: str) -> None:
    batch = f"/batches/{send(plan)['id']}"
    assert plan.get("/batches", headers={"Authorization": "Bearer u"}).status_code == 401
    assert plan.get(f"{address}/q/batches").status_code == 401
    assert plan.get("/batches/none").status_code == 404
    assert plan.patch(batch, json={}).status_code == 405
    answer = plan.post("/batches", content=b"{}", headers={"Content-Type": "text/plain"})
    assert answer.status_code == 415
    assert answer.json()["code"]
    assert answer.headers["Transfer-Encoding"] == "chunked"


def test_plans_are_isolated(plan: httpx.Client, address: str) -> None:
    batch = send(plan)["id"]
    answer = httpx.get(f"{address}/q/batches/{batch}", headers={"Authorization": "Bearer u"})
    assert answer.status_code == 404


def test_the_list_pages_newest_first_and_shows_a_batch_after_a_moment(plan: httpx.Client) -> None:
    ids = [send(plan, client_reference="pages", **{"from": "777"})["id"] for _ in range(3)]
    time.sleep(0.1)
    chosen: dict[str, str | int] = {
        "client_reference": "pages",
        "from": "44345, 777",
        "page_size": 2,
    }
    first = plan.get("/batches", params=chosen).json()
    second = plan.get("/batches", params={**chosen, "page": 1}).json()
    past = plan.get("/batches", params={**chosen, "page": 2}).json()
    assert [batch["id"] for batch in first["batches"] + second["batches"]] == ids[::-1]
    assert [(p["count"], p["page_size"]) for p in (first, second, past)] == [(3, 2), (3, 1), (3, 0)]
    assert plan.get("/batches", params={"page_size": 101}).status_code == 400


def test_a_dry_run_counts_parts_and_stores_nothing(plan: httpx.Client) -> None:
    answer = plan.post(
        "/batches/dry_run?per_recipient=True",
        json={
            "to": ["12015550001", GROUP],
            "body": "${name}" + "€" * 77,
            "parameters": {"name": {"+12015550001": "abcdefg", "12015550008": "ż"}},
            "client_reference": "dry",
        },
    ).json()
    assert (answer["number_of_recipients"], answer["number_of_messages"]) == (3, 4)
    found = [(m["recipient"], m["number_of_parts"]) for m in answer["per_recipient"]]
    assert found == [("12015550008", 2), ("12015550001", 2)]
    assert plan.get("/batches?client_reference=dry").json()["count"] == 0


def test_an_update_keeps_the_rest_and_stops_at_dispatch(plan: httpx.Client) -> None:
    batch = send(plan, send_at=later(hours=1), client_reference="kept", parameters={"k": {}})
    path = f"/batches/{batch['id']}"
    changed = plan.post(
        path,
        json={"to_add": ["12015550002"], "to_remove": ["12015550001"], "parameters": None},
    ).json()
    assert changed["to"] == ["12015550002"]
    assert "parameters" not in changed
    assert changed["client_reference"] == "kept"
    assert changed["modified_at"] > changed["created_at"]
    assert plan.post(path, json={"to_remove": ["12015550002"]}).status_code == 400
    plan.post(path, json={"send_at": None})
    time.sleep(0.15)
    refused = plan.post(path, json={"body": "late"})
    assert [refused.status_code, refused.json()["code"]] == [403, "batch_already_dispatched"]


def test_a_replaced_batch_keeps_its_identity_only(plan: httpx.Client) -> None:
    batch = send(plan, client_reference="gone")
    plan.delete(f"/batches/{batch['id']}")
    replaced = plan.put(f"/batches/{batch['id']}", json=BINARY).json()
    assert (replaced["id"], replaced["created_at"]) == (batch["id"], batch["created_at"])
    assert "client_reference" not in replaced
    assert replaced["canceled"] is False


def test_a_canceled_batch_stays_readable(plan: httpx.Client) -> None:
    batch = send(plan)["id"]
    first, second = (plan.delete(f"/batches/{batch}").json() for _ in range(2))
    assert first["canceled"] is second["canceled"] is True
    assert plan.get(f"/batches/{batch}").json() == second


def test_feedback_is_empty_or_refused(plan: httpx.Client) -> None:
    off = f"/batches/{send(plan)['id']}/delivery_feedback"
    on = f"/batches/{send(plan, feedback_enabled=True)['id']}/delivery_feedback"
    grouped = send(plan, feedback_enabled=True, to=[GROUP])["id"]
    accepted = plan.post(on, json={"recipients": []})
    assert (accepted.status_code, accepted.content) == (202, b"")
    assert plan.post(on, json={}).status_code == 400
    assert plan.post(off, json={"recipients": []}).status_code == 403
    of_group = f"/batches/{grouped}/delivery_feedback"
    assert plan.post(of_group, json={"recipients": []}).status_code == 403
    assert plan.post(of_group, json={"recipients": ["+12015550009"]}).status_code == 202

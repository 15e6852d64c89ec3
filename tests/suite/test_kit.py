"""The kit: what it repairs, what it leaves broken, and what it takes for due."""

from __future__ import annotations

import base64
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sinch_batches_contract import _kit
from sinch_batches_contract._kit._bodies import schema_of
from sinch_batches_contract._kit._faults import faults
from sinch_batches_contract._properties._source import covering_requests, operation
from sinch_batches_contract._spec.operations import bodies, success_of

SUITE = Path(_kit.__file__).parents[1]
TERMS = _kit.Terms()
TEXT: dict[str, Any] = {"to": ["+12015550100"], "body": "Hi", "from": "15551230000"}
BINARY: dict[str, Any] = {**TEXT, "type": "mt_binary", "body": "AAEC", "udh": "00"}


def wrong_with(name: str, document: Any) -> set[tuple[str, str]]:
    """Where and by which keyword a body is wrong, but for the entries of lists."""
    found = faults(schema_of(name, document), document)
    return {
        (str(next(iter(error.instance_path), "")), str(error.kind.name))
        for error in found.errors
        if len(list(error.instance_path)) < 2 or error.instance_path[0] == "parameters"
    }


def documents(name: str) -> list[dict[str, Any]]:
    """The bodies of an operation that the coverage phase makes, right and wrong."""
    return [case.body for case in covering_requests(name) if isinstance(case.body, dict)]


@pytest.mark.parametrize("name", bodies())
def test_what_is_wrong_stays_wrong_and_nothing_else_gets_wrong(name: str) -> None:
    wrong = 0
    for document in documents(name):
        repaired = _kit.repaired(TERMS, schema_of(name, document), document)
        assert wrong_with(name, repaired) == wrong_with(name, document), document
        wrong += bool(wrong_with(name, document))
    assert wrong > 5


@pytest.mark.parametrize("name", bodies())
def test_what_is_right_keeps_the_rules_between_fields(name: str) -> None:
    for document in documents(name):
        if wrong_with(name, document):
            continue
        repaired = _kit.repaired(TERMS, schema_of(name, document), document)
        send_at, expire_at = repaired.get("send_at"), repaired.get("expire_at")
        if send_at and expire_at:
            lasting = datetime.fromisoformat(expire_at) - datetime.fromisoformat(send_at)
            assert timedelta(0) < lasting <= timedelta(days=3)
        if repaired.get("type") == "mt_binary":
            body = base64.b64decode(repaired.get("body", ""))
            assert len(body) + len(repaired.get("udh", "")) // 2 <= 140
        assert ("from_ton" in repaired) == ("from_npi" in repaired)
        if repaired.get("delivery_report") not in (None, "none"):
            assert repaired["callback_url"]


@pytest.mark.parametrize("name", bodies())
def test_what_the_phases_leave_out_is_wrong_in_one_text(name: str) -> None:
    cases = list(_kit.left_out(operation(name), TERMS))
    found = [wrong_with(name, case.body) for case in cases]
    assert all(len(wrong) == 1 for wrong in found)
    patterns, names = ("udh", "pattern"), ("parameters", "propertyNames")
    assert name == "send_delivery_feedback" or {patterns, names} <= set.union(*found)
    for case in cases:
        _kit.repair(case, TERMS)
        is_of_a_batch = name not in ("send_batch", "dry_run_batch")
        assert (_kit.batch_wanted(case, TERMS) is not None) == is_of_a_batch
        # A server may ignore what the page doesn't list for an update.
        assert _kit.due(case, TERMS) == frozenset({400}) or name == "update_batch"
    assert [wrong_with(name, case.body) for case in cases] == found


@pytest.mark.parametrize("name", bodies())
def test_of_what_a_server_lacks_nothing_is_asked(name: str) -> None:
    lacking = _kit.Terms(without=frozenset({"binary", "parameters"}))
    assert list(_kit.left_out(operation(name), lacking)) == []
    document = {**TEXT, "parameters": {" ": 1}}
    assert "parameters" not in _kit.repaired(lacking, schema_of(name, document), document)


def test_a_thousand_and_one_recipients_stay_so_many_and_become_sound() -> None:
    document = {**TEXT, "to": [0] * 1001}
    repaired = _kit.repaired(TERMS, "TextSubmission", document)
    assert len(set(repaired["to"])) == 1001
    assert wrong_with("send_batch", repaired) == {("to", "maxItems")}


def test_a_callback_url_keeps_its_length() -> None:
    document = {**TEXT, "callback_url": "http://e.xy/".ljust(2048, "p")}
    repaired = _kit.repaired(TERMS, "TextSubmission", document)
    assert repaired["callback_url"].startswith("https://example.com/")
    assert len(repaired["callback_url"]) == 2048


def test_only_the_allowed_numbers_are_written_to() -> None:
    terms = _kit.terms_of({"SINCH_SMS_RECIPIENTS": "1555, 1666", "SINCH_SMS_SENDER": "1777"})
    document = {**TEXT, "to": ["+1", "+2", "+3"], "parameters": {"a": {"x": "1", "y": "2"}}}
    repaired = _kit.repaired(terms, "TextSubmission", document)
    assert repaired["to"] == ["1555", "1666"]
    assert repaired["from"] == "1777"
    assert repaired["parameters"] == {"a": {"default": "1", "1555": "2"}}


def test_what_the_server_lacks_is_left_out() -> None:
    terms = _kit.terms_of({"SINCH_SMS_WITHOUT": "scheduling, callbacks,parameters"})
    document = {
        **TEXT,
        "send_at": "2030-01-01T00:00:00Z",
        "delivery_report": "full",
        "callback_url": "https://example.com",
        "parameters": {"a": {}},
    }
    assert set(_kit.repaired(terms, "TextSubmission", document)) == {"to", "body", "from"}
    assert "send_at" not in terms.batch()


@pytest.mark.parametrize(
    ("name", "body", "query", "status"),
    [
        ("send_batch", TEXT, {}, 201),
        ("send_batch", BINARY, {}, 201),
        ("send_batch", {**TEXT, "to": []}, {}, 400),
        ("send_batch", {**TEXT, "type": "mt_media"}, {}, 400),
        ("send_batch", {**BINARY, "body": "*"}, {}, 400),
        ("send_batch", [TEXT], {}, 400),
        ("send_batch", b"{", {}, 400),
        ("send_batch", {**TEXT, "flash_message": {}}, {}, 400),
        ("send_batch", {**TEXT, "flash_message": "true"}, {}, None),
        ("send_batch", {**TEXT, "flash_message": None}, {}, None),
        ("send_batch", {**TEXT, "to": "15551230000"}, {}, None),
        ("send_batch", {**TEXT, "body": "x" * 2000}, {}, 201),
        ("send_batch", {**TEXT, "body": "\U0001f600" * 2000}, {}, None),
        ("replace_batch", {**TEXT, "body": "x" * 1600}, {}, 200),
        ("replace_batch", {**TEXT, "body": "x" * 1601}, {}, None),
        ("replace_batch", {**TEXT, "body": "x" * 2001}, {}, 400),
        ("update_batch", {"body": "Hi"}, {}, 200),
        ("update_batch", {"body": {}}, {}, 400),
        ("update_batch", {"client_reference": {}}, {}, None),
        ("update_batch", {"type": "mt_media"}, {}, None),
        ("list_batches", None, {"page": "0"}, 200),
        ("list_batches", None, {"page": "-1"}, 400),
        ("list_batches", None, {"page": "seven"}, 400),
        ("list_batches", None, {"page": "7.0"}, None),
        ("list_batches", None, {"page": ["1", "2"]}, None),
        ("list_batches", None, {"page_size": "101"}, 400),
        ("list_batches", None, {"page_size": "0"}, None),
        ("list_batches", None, {"start_date": "yesterday"}, 400),
        ("list_batches", None, {"start_date": "2030-01-01"}, None),
        ("dry_run_batch", TEXT, {"per_recipient": "true"}, 200),
        ("dry_run_batch", TEXT, {"per_recipient": "True"}, None),
        ("dry_run_batch", TEXT, {"per_recipient": "perhaps"}, 400),
        ("dry_run_batch", TEXT, {"per_recipient": "1"}, None),
        ("list_delivery_reports", None, {"page": "0"}, 200),
        ("list_delivery_reports", None, {"page": "seven"}, 400),
        ("list_delivery_reports", None, {"status": "Delivered,Failed"}, None),
    ],
)
def test_what_is_due(name: str, body: Any, query: dict[str, Any], status: int | None) -> None:
    given = {} if body is None else {"body": body, "media_type": "application/json"}
    case = operation(name).Case(query=query, **given)
    assert _kit.due(case, TERMS) == (None if status is None else {status})


@pytest.mark.parametrize("name", ["list_batches", "list_delivery_reports"])
def test_a_page_after_the_first_need_not_be_there(name: str) -> None:
    assert _kit.due(operation(name).Case(query={"page": "7"}), TERMS) == frozenset({200, 404})


def test_an_id_that_no_server_gave_is_refused_in_some_way() -> None:
    def due(id_: str, **known: Any) -> Any:
        case = operation("get_batch").Case(path_parameters={"batch_id": id_})
        return _kit.due(case, TERMS, **known)

    assert due("ABC", known={"ABC"}) == due(_kit.BATCH_AT_HAND) == {success_of("get_batch")}
    assert {400, 404} < (due("ABC") or set())
    # What a server, or a proxy before it, makes of these isn't said.
    assert due("a%2Fb") is due("..") is due("") is due("dry_run") is None


def test_a_batch_that_was_there_before_is_read_at_most() -> None:
    def wanted(name: str) -> dict[str, Any] | None:
        case = operation(name).Case(path_parameters={"batch_id": "OLD"})
        return _kit.batch_wanted(case, TERMS, foreign={"OLD"})

    assert wanted("get_batch") is None
    for name in ("cancel_batch", "replace_batch"):
        assert set(wanted(name) or ()) == set(TERMS.batch())


def test_without_a_token_or_with_another_media_type_nothing_else_counts() -> None:
    case = operation("send_batch").Case(body={"to": []}, media_type="application/json")
    assert _kit.due(case, TERMS, has_token=False) == frozenset({401})
    probes = [case for case in covering_requests("send_batch") if _kit.has_other_content_type(case)]
    assert [_kit.due(case, TERMS) for case in probes] == [frozenset({415})] * 2


def test_the_insides_of_schemathesis_are_imported_in_one_module() -> None:
    inside = re.compile(r"^\s*(?:from|import) schemathesis\.(?!checks\b)", re.MULTILINE)
    found = [path.name for path in SUITE.rglob("*.py") if inside.search(path.read_text("utf-8"))]
    assert found == ["_machinery.py"]


def test_a_report_is_asked_of_a_batch_that_went_out_and_of_its_recipient() -> None:
    at_hand = {"batch_id": _kit.BATCH_AT_HAND, "recipient_msisdn": _kit.RECIPIENT_AT_HAND}
    case = operation("get_recipient_delivery_report").Case(path_parameters=at_hand)
    _kit.repair(case, TERMS)
    wanted = _kit.batch_wanted(case, TERMS)
    assert wanted is not None
    assert wanted["to"] == [case.path_parameters["recipient_msisdn"]]
    assert "send_at" not in wanted
    # Whether there is a report yet is left to the server, and whose number another one is.
    assert _kit.due(case, TERMS) == frozenset({200, 404})
    case.path_parameters["recipient_msisdn"] = "12015559999"
    assert _kit.due(case, TERMS) is None


def test_nothing_is_due_of_what_the_server_lacks() -> None:
    terms = _kit.terms_of({"SINCH_SMS_WITHOUT": "reports"})
    case = operation("list_delivery_reports").Case(query={"page": "seven"})
    assert _kit.due(case, terms) is None
    assert _kit.due(case, TERMS) == frozenset({400})


def test_an_update_removes_who_is_there_and_adds_who_is_not() -> None:
    case = operation("update_batch").Case(
        path_parameters={"batch_id": _kit.BATCH_AT_HAND},
        body={"to_add": ["1", "2"], "to_remove": ["3", "4"]},
        media_type="application/json",
    )
    _kit.repair(case, TERMS)
    wanted = _kit.batch_wanted(case, TERMS)
    assert wanted is not None
    changed: Any = case.body
    assert set(changed["to_remove"]) < set(wanted["to"])
    assert not set(changed["to_add"]) & set(wanted["to"])
    alone = _kit.Terms(recipients=("15551230000",))
    assert _kit.repaired(alone, "TextUpdate", {"to_add": ["1"], "to_remove": ["2"]}) == {}

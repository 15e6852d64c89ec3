"""The commands for people: JSON out, a question before a message is sent, errors in a line."""

from __future__ import annotations

import json

import pytest

from sinch_batches import BatchesClient, TextSubmission

from .conftest import Run

MESSAGE = ("--to", "+15551231234", "--from", "12345", "--body", "Hi ${name}")
NAMES = ("--parameters", '{"name": {"default": "you"}}')


@pytest.fixture
def batch_id(server: str) -> str:
    later = "2999-01-01T00:00:00Z"
    batch = TextSubmission(to=["15551231234"], from_="12345", body="Hi", feedback_enabled=True)
    batch.send_at = later  # type: ignore[assignment]
    with BatchesClient("plan", "t0ken", base_url=server) as client:
        return client.send(batch).id


def test_a_message_is_sent_and_shown(run: Run) -> None:
    sent = run("send", *MESSAGE, *NAMES, "--yes", "--delivery-report", "none").document
    assert (sent["to"], sent["delivery_report"]) == (["15551231234"], "none")
    assert run("get", sent["id"]).document == sent
    assert sent["parameters"] == {"name": {"default": "you"}}


@pytest.mark.parametrize(("answer", "status"), [("y\n", 0), ("n\n", 1), ("", 1)])
def test_nothing_is_sent_unless_it_is_wished(run: Run, answer: str, status: int) -> None:
    said = run("send", *MESSAGE, "--client-reference", f"asked {answer!r}", stdin=answer)
    assert said.status == status
    assert "Send to 1 recipient by BatchesClient('plan', base_url='http://127.0.0.1:" in said.err
    found = run("list", "--client-reference", f"asked {answer!r}").out.splitlines()
    assert len(found) == (status == 0)


def test_a_message_may_be_a_json_document(run: Run) -> None:
    fields = {"to": ["15551231234"], "from": "12345", "body": "AAE="}
    text = run("send", "--json", "-", "--yes", stdin=json.dumps(fields)).document
    assert (text["type"], text["body"]) == ("mt_text", "AAE=")
    binary = {**fields, "type": "mt_binary", "udh": "0500"}
    sent = run("send", "--json", "-", "--yes", stdin=json.dumps(binary)).document
    assert (sent["type"], sent["udh"]) == ("mt_binary", "0500")


def test_a_list_is_a_line_for_each_batch_the_newest_first(run: Run, batch_id: str) -> None:
    run("send", *MESSAGE, "--yes")
    lines = run("list", "--limit", "2").out.splitlines()
    assert [json.loads(line)["id"] for line in lines][1:] == [batch_id]


def test_a_dry_run_counts_and_sends_nothing(run: Run) -> None:
    before = run("list").out
    counted = run("dry-run", *MESSAGE, "--per-recipient").document
    assert counted["number_of_messages"] == 1
    assert counted["per_recipient"][0]["recipient"] == "15551231234"
    assert run("list").out == before


def test_a_batch_is_updated_replaced_canceled(run: Run, batch_id: str) -> None:
    updated = run("update", batch_id, "--to-add", "15551231235", "--reset", "expire-at").document
    assert sorted(updated["to"]) == ["15551231234", "15551231235"]
    replaced = run("replace", batch_id, *MESSAGE, "--yes", "--send-at", "2999-01-01T00:00Z")
    assert (replaced.document["id"], replaced.document["body"]) == (batch_id, "Hi ${name}")
    assert run("cancel", batch_id).document["canceled"] is True


def test_feedback_prints_nothing(run: Run, batch_id: str) -> None:
    assert run("feedback", batch_id, "15551231234") == (0, "", "")


@pytest.mark.parametrize("what", ["list", "get", "dry-run"])
def test_a_table_is_for_eyes(run: Run, batch_id: str, what: str) -> None:
    arguments = {"list": [], "get": [batch_id], "dry-run": MESSAGE}[what]
    said = run(what, *arguments, "--table", COLUMNS="200")
    assert said.status == 0
    assert "│" in said.out
    assert ("15551231234" if what != "dry-run" else "number_of_messages") in said.out


@pytest.mark.parametrize(
    ("arguments", "status", "line"),
    [
        (["get", "nothing"], 1, "Error: GET 127.0.0.1:"),
        (["get", "a/b"], 2, "Error: batch_id 'a/b': must be an id"),
        (["send", "--body", "x", "--yes"], 2, "Error: --to or --json must be given"),
        (["send", *MESSAGE, "--send-at", "soon", "--yes"], 2, "Error: send_at 'soon': Invalid"),
        (["send", *MESSAGE, "--parameters", "{", "--yes"], 2, "Error: --parameters is no JSON"),
        (["update", "A", "--reset", "nope"], 2, "Error: --reset: there is no field 'nope'"),
        (["list", "--region", "eu", "--base-url", "http://x"], 2, "Error: base_url 'http://x'"),
        (["get", "A", "--base-url", "http://127.0.0.1:1"], 1, "(it was not sent)"),
    ],
    ids=lambda each: " ".join(each)[:40] if isinstance(each, list) else "",
)
def test_an_error_is_a_line_and_a_status(
    run: Run, arguments: list[str], status: int, line: str
) -> None:
    said = run(*arguments)
    assert said.status == status, said
    assert line in said.err.splitlines()[-1]
    assert not said.out
    assert "t0ken" not in said.err


def test_what_lacks_in_the_environment_is_named(run: Run) -> None:
    said = run("list", SINCH_SMS_API_TOKEN="")
    assert said.status == 2
    assert "SINCH_SMS_API_TOKEN None: must be set in the environment" in said.err

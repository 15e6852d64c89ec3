"""Each reading differs from the second server in what it says, and the suite blames none."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.faults.document import put
from tests.faults.running import ROOT, judge, running
from tests.suite.other_server.fields import RefusedError
from tests.suite.other_server.plan import Plan

from sinch_batches_contract._run._selection import everything
from sinch_batches_contract._settings.settings import Budget

from . import CROWDS, READINGS, plan_of, server, table

REFUSED = "refused"
GROUP = "01FC66621XXXXX119Z8PMV1QPQ"
TEXT: dict[str, Any] = {"from": "12345", "to": ["+12015550001"], "body": "Hi"}
BINARY: dict[str, Any] = {**TEXT, "type": "mt_binary", "body": "AAEC", "udh": "0605AB"}
NOW = datetime.now(UTC).replace(microsecond=0)
TOMORROW = (NOW + timedelta(days=1)).isoformat()
YESTERDAY = (NOW - timedelta(days=1)).isoformat()

Ask = Callable[[Plan], Any]


def days(number: float) -> str:
    return (NOW + timedelta(days=number)).isoformat()


def sent(*names: str, **fields: Any) -> Ask:
    """Send a text, and see these fields of the answer."""
    return lambda plan: seen(plan.send({**TEXT, **fields}), *names)


def binary(*names: str, **fields: Any) -> Ask:
    return lambda plan: seen(plan.send({**BINARY, **fields}), *names)


def updated(*names: str, before: dict[str, Any] | None = None, **fields: Any) -> Ask:
    """Update a batch that is due tomorrow."""

    def ask(plan: Plan) -> Any:
        batch = plan.send({**TEXT, "send_at": TOMORROW, **(before or {})})
        return seen(plan.update(batch["id"], fields), *names)

    return ask


def dried(*names: str, query: dict[str, list[str]] | None = None, **fields: Any) -> Ask:
    return lambda plan: seen(plan.dry_run({**TEXT, **fields}, query or {}), *names)


def detailed(name: str, **fields: Any) -> Ask:
    def ask(plan: Plan) -> Any:
        answer = plan.dry_run({**TEXT, **fields}, {"per_recipient": ["true"]})
        return answer["per_recipient"][0][name]

    return ask


def canceled_then(what: Callable[[Plan, str], Any], **fields: Any) -> Ask:
    def ask(plan: Plan) -> Any:
        one = plan.send({**TEXT, **fields})["id"]
        plan.cancel(one)
        return what(plan, one)

    return ask


def replaced(what: Callable[[dict[str, Any], dict[str, Any]], Any], **fields: Any) -> Ask:
    def ask(plan: Plan) -> Any:
        batch = plan.send(TEXT)
        return what(batch, plan.replace(batch["id"], {**TEXT, **fields}))

    return ask


def seen(answer: dict[str, Any], *names: str) -> Any:
    return tuple(answer.get(name) for name in names)


def is_touched_soon(plan: Plan) -> bool:
    batch = plan.send(TEXT)
    time.sleep(0.15)
    return bool(plan.get(batch["id"])["modified_at"] != batch["modified_at"])


def feedback_beforehand(plan: Plan) -> Any:
    batch = plan.send({**TEXT, "send_at": TOMORROW, "feedback_enabled": True})
    return plan.feedback(batch["id"], {"recipients": []})


def feedback(plan: Plan) -> Any:
    return plan.feedback(plan.send(TEXT)["id"], {"recipients": ["12015550002"]})


EXAMPLES: dict[str, tuple[Ask, Any]] = {
    "short-limits": (dried(body="x" * 1601), REFUSED),
    "utf-16-limits": (sent(body="😀" * 1001), REFUSED),
    "no-part-of-nothing": (dried("number_of_messages", body=""), (0,)),
    "parts-by-the-table": (dried("number_of_messages", body="x" * 1062), (8,)),
    "unlisted-ignored": (replaced(lambda _, new: new.get("from_ton"), from_ton=9), None),
    "update-by-its-list": (updated("client_reference", client_reference="r"), (None,)),
    "get-by-its-schema": (
        lambda plan: seen(plan.get(plan.send({**TEXT, "from_ton": 1})["id"]), "from_ton"),
        (None,),
    ),
    "binary-flags-ignored": (binary("flash_message", flash_message="maybe"), (None,)),
    "binary-parameters-ignored": (binary("parameters", parameters={}), (None,)),
    "expiry-shortened": (
        sent("expire_at", send_at=TOMORROW, expire_at=days(9)),
        (f"{NOW + timedelta(days=4):%Y-%m-%dT%H:%M:%S}.000Z",),
    ),
    "no-maximum-in-updates": (
        updated("expire_at", before={"send_at": TOMORROW}, expire_at=days(9)),
        (f"{NOW + timedelta(days=9):%Y-%m-%dT%H:%M:%S}.000Z",),
    ),
    "life-from-send_at": (sent(send_at=days(-9), expire_at=TOMORROW), REFUSED),
    "past-send_at-dropped": (sent("send_at", send_at=YESTERDAY), (None,)),
    "default-expiry-at-update": (
        updated("expire_at", before={"expire_at": days(2)}, body="new"),
        (None,),
    ),
    "internet-times": (sent(send_at="20300101T0000Z"), REFUSED),
    "whole-seconds": (sent("send_at", send_at="2030-01-01"), ("2030-01-01T00:00:00Z",)),
    "new-id-when-replaced": (replaced(lambda old, new: old["id"] == new["id"]), False),
    "created-when-replaced": (
        replaced(lambda old, new: (old["id"] == new["id"], old["created_at"] < new["created_at"])),
        (True, True),
    ),
    "deleted-is-gone": (canceled_then(lambda plan, one: plan.get(one)), REFUSED),
    "cancel-answers-its-schema": (
        lambda plan: sorted(plan.cancel(plan.send(TEXT)["id"])),
        ["body", "from", "to"],
    ),
    "cancel-clears-times": (
        canceled_then(lambda plan, one: seen(plan.get(one), "send_at"), send_at=TOMORROW),
        (None,),
    ),
    "canceled-is-final": (canceled_then(lambda plan, one: plan.replace(one, TEXT)), REFUSED),
    "exact-updates": (updated(to_add=["+12015550001"]), REFUSED),
    "feedback-always-taken": (feedback, None),
    "feedback-of-what-was-sent": (feedback_beforehand, REFUSED),
    "plus-in-answers": (sent("to", to=["12015550001", GROUP]), (["+12015550001", GROUP],)),
    "recipients-are-a-set": (
        sent("to", to=["12015550009", "12015550001", "12015550009"]),
        (["12015550001", "12015550009"],),
    ),
    "null-refused-in-updates": (updated(callback_url=None), REFUSED),
    "null-refused": (sent(callback_url=None), REFUSED),
    "lowercase-booleans": (dried(query={"per_recipient": ["True"]}), REFUSED),
    "reversed-dates-refused": (
        lambda plan: plan.list({"start_date": ["2030-01-01"], "end_date": ["2029-01-01"]}),
        REFUSED,
    ),
    "details-always-there": (dried("per_recipient"), ([],)),
    "details-by-other-names": (detailed("message"), "Hi"),
    "no-page-after-the-last": (lambda plan: plan.list({"page": ["1"]}), REFUSED),
    "modified-when-sent": (is_touched_soon, True),
    "other-encodings": (detailed("encoding"), "GSM7"),
    "plain-names": (sent(**{"from": "A B"}), REFUSED),
    "long-names": (sent("from", **{"from": "A long name of mine"}), ("A long name of mine",)),
    "empty-is-unset": (sent("callback_url", "client_reference", callback_url=""), (None, None)),
    "writable-text": (sent(body="\ud800"), REFUSED),
}


def test_every_reading_has_an_example_a_source_and_a_place_in_a_crowd() -> None:
    assert set(EXAMPLES) == set(READINGS)
    assert all(reading.source and reading.title for reading in READINGS.values())
    assert sorted(name for crowd in CROWDS for name in crowd) == sorted(READINGS)


def test_the_page_lists_every_reading() -> None:
    document = ROOT / "docs" / "mutants.md"
    assert document.read_text() == put(document, "readings", table())


@pytest.mark.parametrize("name", READINGS)
def test_a_reading_is_another_answer_than_the_second_server_gives(name: str) -> None:
    ask, expected = EXAMPLES[name]
    assert outcome(ask, plan_of((name,))) == expected
    assert outcome(ask, Plan) != expected


def outcome(ask: Ask, kind: type[Plan]) -> Any:
    try:
        return ask(kind(groups={GROUP: ["12015550008"]}))
    except RefusedError:
        return REFUSED
    except KeyError as missing:
        return missing


# `make readings` judges each alone, and says which of a crowd is blamed.
ALONE = [(name,) for name in READINGS] if os.environ.get("READINGS") == "each" else []


@pytest.mark.parametrize("names", ALONE or CROWDS, ids=lambda names: names[0])
def test_the_suite_blames_no_reading(names: tuple[str, ...]) -> None:
    with running(server(names)) as target:
        verdict = judge(target, ["--budget", "quick", "--level", "must", "--seed", "1"])
    assert [sign for sign in verdict.signs if sign.red] == []
    assert verdict.exit_code == 0, verdict.output
    # What it costs is told beforehand.
    most = {rule.id: rule.batches * rule.runs(Budget.QUICK) for rule in everything()}
    assert [(id_, n) for id_, n in verdict.batches.items() if n > most[id_]] == []

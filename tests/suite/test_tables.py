"""The tables of fields and of rules are held against openapi.yaml and against each other."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest

from sinch_batches_contract._fields import FIELDS, expect_echo
from sinch_batches_contract._judgement.levels import Level
from sinch_batches_contract._judgement.outcomes import Violation
from sinch_batches_contract._rules import rule_requirements
from sinch_batches_contract._rules._table import RULES, Rule
from sinch_batches_contract._rules._taker import TAKERS
from sinch_batches_contract._spec.document import spec
from sinch_batches_contract._spec.operations import operations

SCHEMAS = spec()["components"]["schemas"]


def properties(name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = SCHEMAS[name]["properties"]
    return found


def test_every_field_of_a_batch_is_in_the_table_with_the_types_that_have_it() -> None:
    text, binary = properties("TextSubmission"), properties("BinarySubmission")
    assert {name for name, field in FIELDS.items() if field.is_text} == set(text)
    assert {name for name, field in FIELDS.items() if field.is_binary} == set(binary)


@pytest.mark.parametrize("name", properties("TextSubmission"))
def test_the_defaults_are_those_of_the_description(name: str) -> None:
    node = properties("TextSubmission")[name]
    if "default" in node:
        assert FIELDS[name].default == node["default"]


@pytest.mark.parametrize("name", sorted(FIELDS.keys() - {"type"}))
def test_a_field_that_comes_back_changed_or_not_at_all_is_seen(name: str) -> None:
    api: Any = SimpleNamespace(
        numbers=lambda n: ["15551230001", "15551230002"][:n],
        sender="15551230000",
        reference="mine",
        settings=SimpleNamespace(sender=None),
    )
    field = FIELDS[name]
    sent = {name: field.value(api)}
    expect_echo(sent, sent)
    for stored in ({name: field.other(api)}, {}):
        with pytest.raises(Violation, match=f"`{name}`"):
            expect_echo(sent, stored)


def test_a_recipient_that_comes_back_twice_is_seen() -> None:
    with pytest.raises(Violation, match="`to`"):
        expect_echo({"to": ["15551230001"]}, {"to": ["15551230001", "15551230001"]})


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_has_a_level_for_each_operation_or_a_reason(rule: Rule) -> None:
    assert tuple(rule.cells) == TAKERS
    for cell in rule.cells.values():
        assert isinstance(cell, Level) or len(str(cell).split()) >= 3
    assert any(isinstance(cell, Level) for cell in rule.cells.values())


def test_the_takers_are_the_operations_with_a_batch_in_their_body() -> None:
    found = set()
    for name, (method, path) in operations().items():
        body = spec()["paths"][path][method.lower()].get("requestBody")
        if body is not None and "DeliveryFeedback" not in str(body):
            found.add(name)
    assert found == set(TAKERS)


def test_each_rule_is_a_requirement_for_each_operation_that_it_applies_to() -> None:
    cells = sum(isinstance(cell, Level) for rule in RULES.values() for cell in rule.cells.values())
    assert len(rule_requirements()) == cells

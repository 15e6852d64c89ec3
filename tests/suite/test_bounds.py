"""Boundary cases come from openapi.yaml alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

import jsonschema_rs
import pytest

from sinch_batches_contract._bounds import boundary_requirements
from sinch_batches_contract._constraints import limits
from sinch_batches_contract._judgement.levels import Level
from sinch_batches_contract._spec.document import spec


@pytest.fixture
def changed() -> dict[str, Any]:
    return deepcopy(spec())


def ids(document: Mapping[str, Any]) -> set[str]:
    return {entry.id for entry in boundary_requirements(document)}


def test_a_constraint_that_is_added_yields_its_cases_in_every_operation(
    changed: dict[str, Any],
) -> None:
    changed["components"]["schemas"]["TextBody"]["pattern"] = "^[^<>]*$"

    added = ids(changed) - ids(spec())

    operations = ("send_batch", "dry_run_batch", "update_batch", "replace_batch")
    assert added == {f"BOUND-{operation}-text-body-pattern" for operation in operations}


def test_a_field_that_is_added_yields_all_its_cases(changed: dict[str, Any]) -> None:
    feedback = changed["components"]["schemas"]["DeliveryFeedback"]
    feedback["properties"]["note"] = {"type": "string", "minLength": 2, "maxLength": 5}
    feedback["required"].append("note")

    added = ids(changed) - ids(spec())

    keywords = ("required", "type", "type-scalar", "minLength", "maxLength")
    assert added == {f"BOUND-send_delivery_feedback-note-{keyword}" for keyword in keywords}


def test_a_query_parameter_that_is_added_yields_its_cases(changed: dict[str, Any]) -> None:
    changed["paths"]["/xms/v1/{service_plan_id}/batches"]["get"]["parameters"].append(
        {"name": "depth", "in": "query", "schema": {"type": "integer", "maximum": 7}}
    )
    added = ids(changed) - ids(spec())
    assert added == {"BOUND-list_batches-depth-type", "BOUND-list_batches-depth-maximum"}


def test_a_rule_that_is_only_inferred_is_a_should(changed: dict[str, Any]) -> None:
    body = changed["components"]["schemas"]["TextBody"]
    body |= {"minLength": 1, "x-source": {"minLength": "inference"}}

    levels = {entry.id: entry.level for entry in boundary_requirements(changed)}

    assert levels["BOUND-send_batch-text-body-minLength"] is Level.SHOULD
    assert levels["BOUND-send_batch-text-body-maxLength"] is Level.MUST


def test_every_constraint_of_a_request_has_its_cases() -> None:
    found = ids(spec())
    for variant, name in (("text", "TextSubmission"), ("binary", "BinarySubmission")):
        for place, keyword in constraints(spec()["components"]["schemas"][name]):
            assert f"BOUND-send_batch-{variant}-{place}-{keyword}" in found


def constraints(schema: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield field and keyword, found without the code under test."""
    wanted = {"type", "enum", "const", "pattern", "minimum", "maximum", "maxLength"}
    wanted |= {"minItems", "maxItems"}
    for field, node in schema["properties"].items():
        target = node
        if "$ref" in node:
            target = spec()["components"]["schemas"][node["$ref"].rsplit("/", 1)[1]]
        yield from ((field, keyword) for keyword in wanted & target.keys())


SCHEMAS: list[tuple[dict[str, Any], Any]] = [
    ({"maxLength": 5}, "abc"),
    ({"minLength": 3}, "abc"),
    ({"minimum": 1}, 1),
    ({"maximum": 9}, 1),
    ({"enum": ["a", "b"]}, "a"),
    ({"pattern": "^(?:[0-9a-f]{2})+$"}, "00ff"),
    ({"pattern": "^(?:[0-9a-f]{2})+$", "maxLength": 8}, "00ff"),
    ({"type": "integer"}, 1),
    ({"type": "boolean"}, True),
    ({"type": "string"}, "a"),
    ({"type": "array", "minItems": 1}, [1]),
    ({"type": "array", "maxItems": 3}, [1]),
]


@pytest.mark.parametrize(("schema", "sample"), SCHEMAS)
def test_values_at_a_limit_are_valid_and_values_beyond_are_not(
    schema: dict[str, Any], sample: Any
) -> None:
    validator = jsonschema_rs.Draft202012Validator(schema)
    found = list(limits(schema, sample))
    assert found
    for limit in found:
        for value in limit.accepted(lambda size: list(range(size))):
            assert validator.is_valid(value), (limit.keyword, value)
        for value in limit.refused(lambda size: list(range(size))):
            assert not validator.is_valid(value), (limit.keyword, value)

"""Kinds and places come from openapi.yaml alone."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from sinch_batches_contract._judgement.levels import MUST, SHOULD, Level
from sinch_batches_contract._kinds import kind_requirements
from sinch_batches_contract._kinds._kinds import KINDS
from sinch_batches_contract._kinds._places import places
from sinch_batches_contract._spec.document import spec

SCHEMAS = spec()["components"]["schemas"]


@pytest.fixture
def changed() -> dict[str, Any]:
    return deepcopy(spec())


def ids(document: dict[str, Any]) -> set[str]:
    return {entry.id for entry in kind_requirements(document)}


def test_a_place_that_is_added_gets_every_class_of_its_kind(changed: dict[str, Any]) -> None:
    fields = changed["components"]["schemas"]["TextUpdate"]["properties"]
    fields["remind_at"] = {"$ref": "#/components/schemas/SendAt"}

    added = ids(changed) - ids(spec())

    moments = {name for name in ids(spec()) if name.endswith("@update_batch.send_at")}
    assert len(moments) > 20
    assert added == {name.replace("send_at", "remind_at") for name in moments}


def test_a_query_parameter_that_is_added_gets_every_class(changed: dict[str, Any]) -> None:
    path = "/xms/v1/{service_plan_id}/batches"
    schema = {"type": "string", "x-kind": "moment"}
    changed["paths"][path]["get"]["parameters"].append(
        {"name": "changed_since", "in": "query", "schema": schema}
    )
    added = ids(changed) - ids(spec())
    assert {name.partition("@")[2] for name in added} == {"list_batches.changed_since"}
    assert len(added) == sum(name.endswith("@list_batches.end_date") for name in ids(spec()))


def test_a_kind_that_is_given_to_a_field_gets_its_classes(changed: dict[str, Any]) -> None:
    feedback = changed["components"]["schemas"]["DeliveryFeedback"]["properties"]
    feedback["note"] = {"type": "string", "x-kind": "text", "maxLength": 20}
    added = ids(changed) - ids(spec())
    assert "TEXT-blanks-at-ends@send_delivery_feedback.note" in added
    assert all(name.startswith("TEXT-") for name in added)


def test_every_kind_that_the_description_names_has_a_table_and_a_place() -> None:
    named = {schema["x-kind"] for schema in SCHEMAS.values() if "x-kind" in schema}
    placed = {place.kind.name for place in places(spec())}
    assert named <= placed == set(KINDS)


def test_every_field_of_a_request_has_a_kind_but_for_the_type() -> None:
    """Find the fields without the code under test."""
    found = {place.name for place in places(spec())}
    bodies = {
        "send_batch": ("TextSubmission", "BinarySubmission"),
        "replace_batch": ("TextSubmission", "BinarySubmission"),
        "dry_run_batch": ("TextSubmission", "BinarySubmission"),
        "update_batch": ("TextUpdate", "BinaryUpdate"),
        "send_delivery_feedback": ("DeliveryFeedback",),
    }
    for operation, names in bodies.items():
        fields = {field for name in names for field in SCHEMAS[name]["properties"]} - {"type"}
        assert {f"{operation}.{field}" for field in fields} <= found


def test_what_a_page_does_not_list_for_an_operation_is_a_should() -> None:
    levels = {entry.id: entry.level for entry in kind_requirements()}
    assert levels["FLAG-true@send_batch.truncate_concat"] is Level.MUST
    assert levels["FLAG-true@replace_batch.truncate_concat"] is Level.SHOULD
    assert levels["PARAMETERS-default@replace_batch.parameters"] is Level.MUST
    assert levels["PARAMETERS-default@update_batch.parameters"] is Level.SHOULD


def test_a_must_is_tried_only_with_a_type_of_batch_that_it_binds() -> None:
    tried = [
        (place.level_of(value_class, place.variants[0]), place.level_of(value_class, variant))
        for place in places(spec())
        for variant in place.variants
        for value_class in place.classes
        if place.is_tried_as(variant, value_class)
    ]
    assert len(tried) > 400
    assert (MUST, SHOULD) not in tried

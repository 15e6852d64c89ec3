"""openapi.yaml is consistent in itself, and complete for the API page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
from openapi_spec_validator import validate
from tests.document import read_spec

SPEC: dict[str, Any] = read_spec()
METHODS = ("get", "post", "put", "delete")
BODY_TYPES = {"mt_text", "mt_binary"}

Node = dict[str, Any]


def resolve(node: Node) -> Node:
    while "$ref" in node:
        target: Any = SPEC
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part.replace("~1", "/").replace("~0", "~")]
        node = target
    return node


def methods_of(path: Node) -> list[str]:
    return [method for method in METHODS if method in path]


def operations() -> Iterator[tuple[str, Node]]:
    for item in [*SPEC["paths"].values(), *map(resolve, SPEC["webhooks"].values())]:
        for method in methods_of(item):
            yield item[method]["operationId"], item[method]


def bodies() -> Iterator[tuple[str, Node]]:
    """Each JSON body of a request or an answer, with a name for it."""
    for operation_id, operation in operations():
        parts = {"request": operation.get("requestBody", {}), **operation["responses"]}
        for name, part in parts.items():
            for media in resolve(part).get("content", {}).values():
                yield f"{operation_id}-{name}", media


def walk(node: Any, at: str = "#") -> Iterator[tuple[str, Node]]:
    if isinstance(node, dict):
        yield at, node
        for key, value in node.items():
            yield from walk(value, f"{at}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from walk(value, f"{at}/{index}")


def validator(schema: Node) -> jsonschema_rs.Draft202012Validator:
    document = {"components": SPEC["components"], **schema}
    return jsonschema_rs.Draft202012Validator(document, validate_formats=True)


BODIES = dict(bodies())
SCHEMAS = SPEC["components"]["schemas"]


def test_the_document_is_valid_openapi() -> None:
    validate(SPEC)


@pytest.mark.parametrize("name", BODIES)
def test_each_example_fits_its_schema(name: str) -> None:
    media = BODIES[name]
    check = validator(media["schema"])
    assert media["examples"], "a body without an example"
    for title, example in media["examples"].items():
        problems = [str(error) for error in check.iter_errors(resolve(example)["value"])]
        assert not problems, f"{title}: {problems}"


@pytest.mark.parametrize("name", BODIES)
def test_each_body_of_two_types_has_an_example_of_both(name: str) -> None:
    media = BODIES[name]
    members = {
        member["properties"]["type"].get("const")
        for member in map(resolve, resolve(media["schema"]).get("oneOf", []))
    }
    if members >= BODY_TYPES:
        shown = {resolve(e)["value"].get("type", "mt_text") for e in media["examples"].values()}
        assert shown == BODY_TYPES


def test_each_default_and_each_schema_example_fits_its_schema() -> None:
    seen = 0
    for at, schema in walk(SPEC):
        values = list(schema["examples"]) if isinstance(schema.get("examples"), list) else []
        if "default" in schema and ("type" in schema or "$ref" in schema):
            values.append(schema["default"])
        for value in values:
            seen += 1
            assert validator(schema).is_valid(value), f"{at}: {value!r}"
    assert seen > 20


def test_each_parameter_example_fits_its_schema() -> None:
    parameters = [p for at, p in walk(SPEC) if "in" in p and "schema" in p]
    assert len(parameters) == 19
    for parameter in parameters:
        assert validator(parameter["schema"]).is_valid(parameter["example"]), parameter["name"]


def test_everything_that_people_read_is_described() -> None:
    for operation_id, operation in operations():
        assert operation["summary"], operation_id
        assert operation["description"], operation_id
    for at, parameter in walk(SPEC):
        if "in" in parameter and "schema" in parameter:
            assert parameter["description"], at
    for name, schema in SCHEMAS.items():
        assert schema["description"], name
        for key, field in schema.get("properties", {}).items():
            assert resolve(field).get("description"), f"{name}.{key}"


def test_each_operation_asks_for_a_token_of_either_kind_itself() -> None:
    for path in SPEC["paths"].values():
        for method in methods_of(path):
            assert path[method]["security"] == [{"BearerAuth": []}, {"OAuth2": []}]


def test_only_400_and_403_promise_a_body() -> None:
    for operation_id, operation in operations():
        for status, response in operation["responses"].items():
            promised = bool(resolve(response).get("content"))
            assert promised == (status in {"200", "201", "400", "403"}), (operation_id, status)


@pytest.mark.parametrize("union", ["Submission", "Update", "Batch"])
def test_a_document_without_a_type_is_text(union: str) -> None:
    text, binary = (resolve(member) for member in SCHEMAS[union]["oneOf"])
    assert text["properties"]["type"]["const"] == "mt_text"
    assert "type" not in text.get("required", [])
    assert binary["properties"]["type"]["const"] == "mt_binary"
    assert "type" in binary["required"]


def is_there(node: Node, key: str) -> bool:
    """Whether the key of a mark names something: beside it, below it, or in a request's body."""
    head, _, tail = key.partition("/")
    if head == "requestBody":
        schema = resolve(resolve(node[head])["content"]["application/json"]["schema"])
        members = [resolve(member) for member in schema.get("oneOf", [schema])]
        return any(tail in member["properties"] for member in members)
    return key == "*" or (head in node and (not tail or tail in node[head]))


def test_every_mark_names_something_and_a_source_that_can_be_followed() -> None:
    marks = [(at, node) for at, node in walk(SPEC) if "x-source" in node]
    assert marks
    for at, node in marks:
        for key, source in node["x-source"].items():
            assert is_there(node, key), f"{at}: {key}"
            assert re.match(r"(docs|sdk|inference): (sources §|decision )", source), (
                f"{at}: {source}"
            )


def test_no_schema_is_left_unused() -> None:
    used = {node["$ref"] for _, node in walk(SPEC) if isinstance(node.get("$ref"), str)}
    defined = {
        f"#/components/{kind}/{name}"
        for kind, things in SPEC["components"].items()
        for name in things
        if kind != "securitySchemes"
    }
    assert defined == used


# The API page, in figures: what it says of each operation, to be found again in the document.
OPERATIONS = {
    "send_batch": ("post", "/xms/v1/{service_plan_id}/batches", "201"),
    "list_batches": ("get", "/xms/v1/{service_plan_id}/batches", "200"),
    "dry_run_batch": ("post", "/xms/v1/{service_plan_id}/batches/dry_run", "200"),
    "get_batch": ("get", "/xms/v1/{service_plan_id}/batches/{batch_id}", "200"),
    "update_batch": ("post", "/xms/v1/{service_plan_id}/batches/{batch_id}", "200"),
    "replace_batch": ("put", "/xms/v1/{service_plan_id}/batches/{batch_id}", "200"),
    "cancel_batch": ("delete", "/xms/v1/{service_plan_id}/batches/{batch_id}", "200"),
    "send_delivery_feedback": (
        "post",
        "/xms/v1/{service_plan_id}/batches/{batch_id}/delivery_feedback",
        "202",
    ),
}
# Sinch's documentation of delivery reports, likewise.
REPORTS = {
    "get_batch_delivery_report": (
        "get",
        "/xms/v1/{service_plan_id}/batches/{batch_id}/delivery_report",
        "200",
    ),
    "get_recipient_delivery_report": (
        "get",
        "/xms/v1/{service_plan_id}/batches/{batch_id}/delivery_report/{recipient_msisdn}",
        "200",
    ),
    "list_delivery_reports": ("get", "/xms/v1/{service_plan_id}/delivery_reports", "200"),
}


def test_all_operations_stand_at_their_paths_with_their_statuses() -> None:
    found = {
        item[method]["operationId"]: (
            method,
            path,
            *[status for status in item[method]["responses"] if status.startswith("2")],
        )
        for path, item in SPEC["paths"].items()
        for method in METHODS & item.keys()
    }
    assert found == OPERATIONS | REPORTS

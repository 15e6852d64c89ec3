"""What openapi.yaml doesn't mark is on the API page, and what isn't there is marked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from . import api_page
from .test_spec import SPEC, Node, operations, resolve, walk

RULES = {
    *("type", "format", "enum", "const", "pattern", "default", "not", "contentEncoding"),
    *("minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems"),
    *("oneOf", "anyOf", "allOf", "additionalProperties", "propertyNames", "items"),
}
SCHEMAS = SPEC["components"]["schemas"]
OPERATIONS = dict(operations())


def marked(node: Node, *keys: str) -> bool:
    marks = node.get("x-source", {})
    return bool({"*", *keys} & marks.keys())


def beside(node: Node) -> Node:
    """A node with what its `$ref` leads to; the marks of both."""
    target = resolve(node)
    return target | node | {"x-source": target.get("x-source", {}) | node.get("x-source", {})}


def is_said(keyword: str, value: Any, page: Node) -> bool:
    """Whether the page says this; a list on the page is what it says beside, or instead."""
    said = page.get(keyword, "nothing")
    return said is None or value == said or (isinstance(said, list) and value in said)


def unsaid(schema: Node, page: Node, at: str, operation: str) -> Iterator[str]:
    """Return each keyword of a field that is neither marked nor on the page."""
    schema = beside(schema)
    for keyword in sorted(RULES & schema.keys()):
        value = schema[keyword]
        if marked(schema, keyword):
            continue
        if isinstance(value, dict) and keyword in page:
            yield from unsaid(value, page[keyword], f"{at}.{keyword}", operation)
            continue
        narrower = schema.get("x-accepted", {}).get(keyword, {}).get(operation)
        if not is_said(keyword, value if narrower is None else narrower, page):
            yield f"{at}: {keyword} {value!r}"


def unsaid_fields(schema: Node, page: dict[str, Node], operation: str = "") -> Iterator[str]:
    body = OPERATIONS.get(operation, {})
    for name, field in schema.get("properties", {}).items():
        if marked(schema, f"properties/{name}") or marked(body, f"requestBody/{name}"):
            continue
        if name not in page and not marked(beside(field)):
            yield f"{operation}: {name}"
        else:
            yield from unsaid(field, page.get(name, {}), name, operation)


def request_members() -> Iterator[tuple[str, str, Node]]:
    for operation_id in api_page.STATUSES:
        body = resolve(OPERATIONS[operation_id].get("requestBody", {}))
        for media in body.get("content", {}).values():
            schema = resolve(media["schema"])
            for member in map(resolve, schema.get("oneOf", [schema])):
                type_ = member["properties"].get("type", {}).get("const", "")
                yield operation_id, type_, member


MEMBERS = {f"{name}-{type_}": (name, type_, member) for name, type_, member in request_members()}


@pytest.mark.parametrize("case", MEMBERS)
def test_what_a_request_doesnt_mark_is_on_the_page(case: str) -> None:
    name, type_, member = MEMBERS[case]
    page = api_page.REQUESTS[name, type_]
    assert not list(unsaid_fields(member, page, name))
    if not marked(member, "required"):
        assert set(member.get("required", [])) == api_page.REQUIRED.get((name, type_), set())


def rules_of_the_page(name: str, type_: str) -> Iterator[tuple[str, str, Any]]:
    """The figures of a request's fields, but what only the other type of message has."""
    is_text = type_ == "mt_text"
    other_fields = {"udh"} if is_text else {"parameters", "truncate_concat"}
    other_keywords = {"const", "contentEncoding", "pattern"}
    other_keywords |= set() if is_text else {"minLength", "maxLength"}
    for field, rules in api_page.REQUESTS[name, type_].items():
        for keyword, value in rules.items() if field not in other_fields else ():
            if keyword not in other_keywords and not isinstance(value, dict):
                is_limit = isinstance(value, list) and keyword != "enum"
                yield field, keyword, value[0] if is_limit else value


@pytest.mark.parametrize("case", MEMBERS)
def test_a_request_has_every_rule_of_the_page_or_a_mark_in_its_place(case: str) -> None:
    name, type_, member = MEMBERS[case]
    for field, keyword, value in rules_of_the_page(name, type_):
        declared = beside(member["properties"][field])
        if "null" in str(declared.get("oneOf")):
            declared = beside(declared["oneOf"][0])
        narrower = declared.get("x-accepted", {}).get(keyword, {}).get(name)
        is_there = value in (declared.get(keyword), narrower)
        assert is_there or marked(declared, keyword), f"{field}: {keyword}"


@pytest.mark.parametrize("name", api_page.ANSWERS)
def test_what_an_answer_doesnt_mark_is_on_the_page(name: str) -> None:
    assert not list(unsaid_fields(SCHEMAS[name], api_page.ANSWERS[name]))
    assert marked(SCHEMAS[name], "required"), "the page requires no field of an answer"


@pytest.mark.parametrize("name", api_page.QUERIES)
def test_what_a_query_doesnt_mark_is_on_the_page(name: str) -> None:
    declared = {p["name"]: p["schema"] for p in OPERATIONS[name]["parameters"]}
    assert declared.keys() == api_page.QUERIES[name].keys()
    found = unsaid_fields({"properties": declared}, api_page.QUERIES[name])
    assert not list(found)


def test_every_schema_that_the_page_doesnt_have_is_marked_as_a_whole() -> None:
    unions = {"Submission", "Update", "Batch"}
    requests = {
        "TextSubmission",
        "BinarySubmission",
        "TextUpdate",
        "BinaryUpdate",
        "DeliveryFeedback",
    }
    fields = {
        field["$ref"].rpartition("/")[2]
        for name in requests | api_page.ANSWERS.keys()
        for _, field in walk(SCHEMAS[name])
        if "$ref" in field
    }
    known = unions | requests | api_page.ANSWERS.keys() | fields
    for name in SCHEMAS.keys() - known:
        assert "*" in SCHEMAS[name].get("x-source", {}), name


@pytest.mark.parametrize("name", api_page.STATUSES)
def test_every_status_but_that_of_success_is_marked(name: str) -> None:
    operation = OPERATIONS[name]
    for status, response in operation["responses"].items():
        if status == api_page.STATUSES[name]:
            continue
        assert marked(operation, f"responses/{status}") or "*" in resolve(response)["x-source"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("replace_batch", "keeps its id"),
        ("update_batch", "explicit\n`null` resets"),
        ("update_batch", "added before"),
        ("list_batches", "is empty and is no error"),
    ],
)
def test_prose_that_the_page_doesnt_have_is_marked(name: str, words: str) -> None:
    assert words in OPERATIONS[name]["description"]
    assert marked(OPERATIONS[name], "description")


def test_regions_and_the_two_kinds_of_credentials_are_marked() -> None:
    for server in SPEC["servers"]:
        assert marked(server)
    assert marked(SPEC["components"]["securitySchemes"]["OAuth2"])
    assert marked(SCHEMAS["FromTon"], "description")
    assert marked(SCHEMAS["FromNpi"], "description")
    assert marked(SCHEMAS["DryRunRecipient"])


def test_the_narrower_of_two_limits_is_narrower_and_of_an_operation_that_exists() -> None:
    limits = [(at, node) for at, node in walk(SPEC) if "x-accepted" in node]
    assert limits
    for at, node in limits:
        for keyword, by_operation in node["x-accepted"].items():
            for operation, limit in by_operation.items():
                assert operation in OPERATIONS, at
                assert limit < node[keyword], at


def test_a_rule_that_is_neither_marked_nor_on_the_page_is_found() -> None:
    page = {"name": {"type": "string", "maxLength": 5}}
    for field in ({"type": "integer"}, {"maxLength": 6}, {"pattern": "x"}, {"default": "a"}):
        assert list(unsaid_fields({"properties": {"name": {"type": "string"} | field}}, page))
    assert list(unsaid_fields({"properties": {"other": {"type": "string"}}}, page))
    fine = {"type": "string", "maxLength": 5, "pattern": "x", "x-source": {"pattern": "docs: x"}}
    assert not list(unsaid_fields({"properties": {"name": fine}}, page))

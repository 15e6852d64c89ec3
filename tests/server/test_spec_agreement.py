"""What the server must repeat of openapi.yaml agrees with it."""

from __future__ import annotations

from typing import Any

import jsonschema_rs
import pytest

from sinch_batches_server._app import create_app
from sinch_batches_server._http import spec
from sinch_batches_server._rules import cross_field, fields
from sinch_batches_server._settings import demo

from .conftest import BINARY, NOW, TEXT, Api

URL = "https://example.com/"
NEW_VALUES: dict[str, Any] = {
    "from": "44345",
    "body": "AAEC",
    "udh": "00",
    "to_add": ["15559990001"],
    "to_remove": ["15559990001"],
    "parameters": {"a": {"default": "b"}},
    "delivery_report": "full",
    "send_at": "2019-08-25T01:02:03.004Z",
    "expire_at": "2019-08-26T01:02:03.004Z",
    "callback_url": "https://example.com/other",
    "client_reference": "new",
    "feedback_enabled": True,
    "flash_message": True,
    "truncate_concat": True,
    "max_number_of_message_parts": 7,
    "from_ton": 5,
    "from_npi": 9,
}


def test_repeated_limits_and_types_are_those_of_the_description() -> None:
    text, binary = spec.fields("TextSubmission"), spec.fields("BinarySubmission")
    assert text["to"]["maxItems"] == binary["to"]["maxItems"] == cross_field.MOST_RECIPIENTS
    assert (text["type"]["const"], binary["type"]["const"]) == (fields.TEXT, fields.BINARY)
    modes = spec.document()["components"]["schemas"]["DeliveryReportMode"]
    assert fields.NO_REPORT in modes["enum"]


@pytest.mark.parametrize(
    ("schema", "document"), [("TextSubmission", TEXT), ("BinarySubmission", BINARY)]
)
def test_every_field_of_a_submission_is_kept(
    api: Api, schema: str, document: dict[str, Any]
) -> None:
    for field in spec.fields(schema).keys() - {"to", "type"}:
        companions = {"from_ton": 1, "from_npi": 1, "callback_url": URL} | {"send_at": "2019-08-25"}
        sent = document | companions | {field: NEW_VALUES[field]}
        batch = api.accepted(api.post(sent), 201)
        assert batch[field] == NEW_VALUES[field]
        assert api.get(batch["id"]) == batch


@pytest.mark.parametrize(("schema", "document"), [("TextUpdate", TEXT), ("BinaryUpdate", BINARY)])
def test_every_field_of_an_update_is_applied(
    api: Api, schema: str, document: dict[str, Any]
) -> None:
    companions = {"from_ton": 1, "from_npi": 1, "callback_url": URL, "send_at": "2019-08-25T00:00Z"}
    for field in spec.fields(schema).keys() - {"to_add", "to_remove", "type"}:
        batch = api.accepted(api.post(document | companions), 201)
        assert batch.get(field) != NEW_VALUES[field]
        assert api.update(batch["id"], **{field: NEW_VALUES[field]})[field] == NEW_VALUES[field]


@pytest.mark.parametrize("document", [TEXT, BINARY])
def test_answers_fit_the_schema_of_a_batch(api: Api, document: dict[str, Any]) -> None:
    validator = jsonschema_rs.Draft202012Validator(spec.component("Batch"), validate_formats=True)
    everything = {key: value for key, value in NEW_VALUES.items() if not key.startswith("to_")}
    for sent in (document, document | everything):
        batch = api.accepted(api.post(sent), 201)
        validator.validate(batch)
        validator.validate(api.accepted(api.call("DELETE", f"/{batch['id']}")))


def test_every_operation_of_the_description_has_a_route() -> None:
    app = create_app(demo(), clock=lambda: NOW)
    served = {
        (route.path, method)  # type: ignore[attr-defined]
        for route in app.routes
        for method in getattr(getattr(route, "app", None), "_methods", ())
    }
    described = {
        (path, method.upper())
        for path, item in spec.document()["paths"].items()
        for method in item
        if method != "parameters"
    }
    assert served == described


def test_a_query_of_no_operation_is_not_found() -> None:
    with pytest.raises(LookupError, match="no_such_operation"):
        spec.query_parameters("no_such_operation")

"""openapi.yaml is written so that everybody's tools read it right; `make check-tools` asks them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sinch_batches_client.models import Error

from .test_spec import BODIES, SCHEMAS, SPEC, Node, methods_of, resolve, validator, walk


def test_no_dialect_is_named() -> None:
    """Prism checks no body at all if one is, be it the default one."""
    assert "jsonSchemaDialect" not in SPEC


def test_the_region_is_chosen_by_the_server_url() -> None:
    plans, projects = SPEC["servers"]
    assert plans["url"] == "https://{region}.sms.api.sinch.com"
    assert plans["variables"]["region"]["enum"] == ["us", "eu", "au", "br", "ca"]
    assert projects["url"] == "https://zt.{region}.sms.api.sinch.com"
    assert projects["variables"]["region"]["enum"] == ["us", "eu"]


def test_links_lead_from_a_new_batch_to_each_operation_on_it() -> None:
    """So that tools that walk an API by its links get from one operation to the next."""
    sent = SPEC["paths"]["/xms/v1/{service_plan_id}/batches"]["post"]["responses"]["201"]
    led_to = {resolve(link)["operationId"] for link in sent["links"].values()}
    of_a_batch = {
        item[method]["operationId"]
        for path, item in SPEC["paths"].items()
        if "{batch_id}" in path
        for method in methods_of(item)
    }
    assert led_to <= of_a_batch
    assert led_to >= {"get_batch", "update_batch", "replace_batch", "cancel_batch"}
    assert "send_delivery_feedback" in led_to
    for link in SPEC["components"]["links"].values():
        assert link["parameters"].keys() == {"service_plan_id", "batch_id"}


def reachable(schema: Node, at: str) -> Iterator[tuple[str, Node]]:
    """Each node of a schema, and of those that it refers to."""
    for place, node in walk(schema, at):
        yield place, node
        if "$ref" in node:
            yield from reachable(resolve(node), place)


def test_no_body_gives_a_field_a_default() -> None:
    """Tools fill it in before they tell text from binary, or take the field for required."""
    for name, media in BODIES.items():
        for at, node in reachable(media["schema"], name):
            assert "default" not in node or "/examples/" in at, at


def test_no_example_of_a_request_is_out_of_date() -> None:
    """Tools send examples as they are, and all of a schema at once."""
    start, end = (
        datetime.fromisoformat(SCHEMAS[name]["examples"][0]) for name in ("SendAt", "ExpireAt")
    )
    assert timedelta(0) < end - start <= timedelta(days=3)
    assert start > datetime.now(UTC) + timedelta(days=10 * 365)
    for name, media in BODIES.items():
        for example in media["examples"].values() if name.endswith("-request") else ():
            value = resolve(example)["value"]
            assert not isinstance(value.get("expire_at"), str), name


def test_no_error_is_promised_fields_that_a_gateway_leaves_out() -> None:
    gateway = {"timestamp": "2024-09-13T09:10:58Z", "status": 400, "error": "Bad Request"}
    assert validator(SCHEMAS["Error"]).is_valid(gateway)
    assert Error.from_dict(gateway).additional_properties == gateway

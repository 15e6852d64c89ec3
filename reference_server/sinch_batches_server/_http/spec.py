"""The parts of openapi.yaml that requests are checked against."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml

from sinch_batches_client import spec_path

Schema = dict[str, Any]

_INT32_MAX = 2**31 - 1


@cache
def document() -> dict[str, Any]:
    """Read openapi.yaml, once."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, Any] = yaml.load(spec_path().read_bytes(), loader)  # noqa: S506 - it is safe
    for schema in loaded["components"]["schemas"].values():
        _limit_int32(schema)
    return loaded


def _limit_int32(schema: Any) -> None:
    # JSON Schema takes a numeric `format` for a remark; here it is a limit.
    if not isinstance(schema, dict):
        return
    if schema.get("type") == "integer" and schema.get("format") == "int32":
        schema.setdefault("maximum", _INT32_MAX)
    for part in schema.values():
        _limit_int32(part)


def component(name: str) -> Schema:
    """Return a named schema, its references resolvable."""
    return {"$ref": f"#/components/schemas/{name}", "components": document()["components"]}


def fields(name: str) -> dict[str, Schema]:
    """Return the properties of a named schema in their order."""
    properties: dict[str, Schema] = document()["components"]["schemas"][name]["properties"]
    return properties


def query_parameters(operation_id: str) -> dict[str, Schema]:
    """Return the schema of each query parameter of an operation, in their order."""
    for item in document()["paths"].values():
        for operation in item.values():
            if isinstance(operation, dict) and operation.get("operationId") == operation_id:
                return {
                    parameter["name"]: resolved(parameter["schema"])
                    for parameter in map(resolved, operation["parameters"])
                    if parameter["in"] == "query"
                }
    raise LookupError(operation_id)


def resolved(node: Schema) -> Schema:
    """Follow the reference of a node; what stands beside it wins, and items are followed too."""
    if "$ref" in node:
        target: Any = document()
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        node = resolved(target) | {key: value for key, value in node.items() if key != "$ref"}
    return node | {"items": resolved(node["items"])} if "items" in node else node

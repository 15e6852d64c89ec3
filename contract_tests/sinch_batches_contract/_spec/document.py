"""The API's description, read from openapi.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import yaml

from sinch_batches_client import spec_path

from .._judgement.levels import MUST, SHOULD, Level

Schema = Mapping[str, Any]


@cache
def spec() -> dict[str, Any]:
    """Return the whole document; nobody may change it."""
    # libyaml where PyYAML was built with it: eight times as fast, at each start of a run.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, Any] = yaml.load(spec_path().read_bytes(), loader)  # noqa: S506 - it is safe
    return loaded


def spec_version() -> str:
    """Return the version of the description that servers are judged by."""
    return str(spec()["info"]["version"])


def level_of(schema: Mapping[str, Any], keyword: str) -> Level:
    """Return how binding a keyword of a schema is: `x-source` tells where it comes from."""
    kind = source_of(schema, keyword).partition(":")[0]
    return SHOULD if kind in ("sdk", "inference") else MUST


def source_of(schema: Mapping[str, Any], keyword: str) -> str:
    """Return where a keyword of a schema comes from, such as `docs: sources §5`, or `seed`."""
    marks = schema.get("x-source", {})
    return str(marks.get(keyword) or marks.get("*") or "seed")


def resolved(node: Mapping[str, Any], document: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Follow the `$ref` of a node; keywords beside it win over those behind it."""
    if "$ref" not in node:
        return dict(node)
    target: Any = spec() if document is None else document
    for part in node["$ref"].removeprefix("#/").split("/"):
        target = target[part.replace("~1", "/").replace("~0", "~")]
    beside = {name: value for name, value in node.items() if name != "$ref"}
    return resolved(target, document) | beside

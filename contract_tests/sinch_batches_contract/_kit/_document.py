"""The document that requests are drawn from: openapi.yaml with the plan in its paths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from .._judgement.levels import SHOULD
from .._spec.document import level_of, resolved

if TYPE_CHECKING:
    from collections.abc import Iterator

# Stand in the path for a batch that is sent when the request goes out, and for its recipient. Any
# other id is one that no server gave.
BATCH_AT_HAND = "a-batch-at-hand"
RECIPIENT_AT_HAND = "a-recipient-at-hand"
_AT_HAND = {"batch_id": BATCH_AT_HAND, "recipient_msisdn": RECIPIENT_AT_HAND}
_PLAN = "service_plan_id"


def prepare(document: dict[str, Any], plan: str) -> None:
    """Make the document one that random requests can be drawn from, in place.

    The ids in its paths have no producer: left to chance, every request would get 401 or 404. And
    what only the SDKs show of an answer binds nobody.
    """
    document.pop("webhooks", None)
    document["paths"] = {
        path.replace(f"{{{_PLAN}}}", quote(plan, safe="")): _item(item, document)
        for path, item in document["paths"].items()
    }
    for schema in document["components"]["schemas"].values():
        if "required" in schema and level_of(schema, "required") is SHOULD:
            # Without its type a binary batch couldn't be told from a text.
            schema["required"] = [name for name in schema["required"] if name == "type"]


def _item(item: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    parameters = [_parameter(resolved(node, document)) for node in item.get("parameters", ())]
    item["parameters"] = [node for node in parameters if node["name"] != _PLAN]
    for operation in item.values():
        if isinstance(operation, dict):
            operation.pop("callbacks", None)
            for link in _links(operation, document):
                given = link.get("parameters", {})
                link["parameters"] = {n: v for n, v in given.items() if not n.endswith(_PLAN)}
    return item


def _parameter(parameter: dict[str, Any]) -> dict[str, Any]:
    if parameter["name"] not in _AT_HAND:
        return parameter
    # Nothing else of its schema: what breaks `not: dry_run` asks for another path.
    at_hand = _AT_HAND[parameter["name"]]
    return {**parameter, "schema": {"type": "string", "enum": [at_hand]}, "example": at_hand}


def _links(operation: dict[str, Any], document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for response in operation.get("responses", {}).values():
        links = resolved(response, document).get("links", {})
        for name, link in links.items():
            links[name] = resolved(link, document)
            yield links[name]

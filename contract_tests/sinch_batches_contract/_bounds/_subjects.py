"""The requests whose limits are tried: each operation, and each kind of body that it takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .. import _delivery as delivery
from .._operations import needs_of, success_of
from .._spec import resolved
from ._sound import known_to, sound_value

if TYPE_CHECKING:
    from .._api import Api
    from .._line import Answer

# What a control has beside its required fields: it is found again, and isn't sent before tomorrow.
_BESIDE = ("from", "client_reference", "send_at")


@dataclass(frozen=True)
class Subject:
    """One kind of request: an operation with one kind of body, or without one."""

    operation: str
    variant: str
    schema: Mapping[str, Any] | None
    definition: Mapping[str, Any]

    @property
    def name(self) -> str:
        """How ids name it."""
        return f"{self.operation}-{self.variant}" if self.variant else self.operation

    @property
    def success(self) -> int:
        """The status of an accepted request."""
        return success_of(self.operation)

    @property
    def needs(self) -> frozenset[str]:
        """The capabilities without which nobody asks for it."""
        return needs_of(self.operation) | ({"binary"} if self.variant == "binary" else set())

    @property
    def creates(self) -> bool:
        """Whether a batch is made for each request."""
        return self.operation not in ("list_batches", "dry_run_batch", delivery.LIST)

    def control(self, api: Api) -> dict[str, Any]:
        """Return the smallest body that has to be accepted."""
        if self.schema is None:
            return {}
        required = self.schema.get("required", ())
        body: dict[str, Any] = {}
        known = known_to(api)
        for field, node in self.schema.get("properties", {}).items():
            is_beside = field in _BESIDE and "to" in required
            if field in required or is_beside:
                body[field] = sound_value(known, field, resolved(node))
        if "client_reference" in body:
            body["client_reference"] = api.reference
        if "scheduling" in api.settings.without:
            body.pop("send_at", None)
        return body

    def ask(self, api: Api, body: Any, query: dict[str, Any]) -> Answer:
        """Send the request; where it needs a batch, to a new one of the same kind."""
        if self.operation in delivery.OPERATIONS:
            return delivery.ask(self.operation, api, query)
        if self.operation == "list_batches":
            return api.list_page(**query)
        if self.operation == "dry_run_batch":
            return api.dry_run(body, query)
        if self.operation == "send_batch":
            return api.send(body)
        if self.operation == "send_delivery_feedback":
            return api.feedback(str(api.sent(feedback_enabled=True)["id"]), body)
        kind = api.binary() if self.variant == "binary" else None
        if self.operation in ("get_batch", "cancel_batch"):
            act_on = api.get if self.operation == "get_batch" else api.cancel
            return act_on(str(api.sent(kind)["id"]))
        act = api.update if self.operation == "update_batch" else api.replace
        return act(str(api.sent(kind)["id"]), body)


def subjects(document: Mapping[str, Any]) -> Iterator[Subject]:
    """Return every kind of request that the spec describes."""
    for item in document["paths"].values():
        for definition in item.values():
            if not isinstance(definition, Mapping) or "operationId" not in definition:
                continue
            name = definition["operationId"]
            for variant, schema in _bodies(definition, document):
                yield Subject(name, variant, schema, definition)


def _bodies(
    definition: Mapping[str, Any], document: Mapping[str, Any]
) -> Iterator[tuple[str, Mapping[str, Any] | None]]:
    if "requestBody" not in definition:
        yield "", None
        return
    body = resolved(definition["requestBody"], document)
    schema = resolved(body["content"]["application/json"]["schema"], document)
    members = schema.get("oneOf")
    if members is None:
        yield "", schema
        return
    for node in members:
        member = resolved(node, document)
        kind = resolved(member["properties"]["type"], document)["const"]
        yield str(kind).removeprefix("mt_"), member

"""The requests whose limits are tried: each operation, and each kind of body that it takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .._asking import delivery
from .._constraints import sound_value
from .._spec.document import resolved
from .._spec.operations import needs_of, success_of
from ._sound import known_to

if TYPE_CHECKING:
    from .._asking.api import Api
    from .._line import Answer

_MOST_RECIPIENTS = 1000
# Fields of an update that agree with whatever else a batch has.
_INDEPENDENT = frozenset(
    {"type", "from", "client_reference", "feedback_enabled", "flash_message", "truncate_concat"}
    | {"max_number_of_message_parts", "from_ton", "from_npi"}
)
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
        if self.operation == "update_batch":
            body["from"] = api.sender  # whether an update may name nothing isn't documented
        if "scheduling" in api.settings.without:
            body.pop("send_at", None)
        return body

    def ask_in_vain(self, api: Api, body: Any, query: dict[str, Any]) -> Answer:
        """Send a request that has to be refused; where it needs a batch, to one that others use."""
        return self._ask(api, body, query, self._kept(api, "refused"))

    def ask(self, api: Api, body: Any, query: dict[str, Any]) -> Answer:
        """Send the request; where it needs a batch, to one that it can't do harm to."""
        is_harmless = self.operation in ("replace_batch", "send_delivery_feedback") or (
            self.operation == "update_batch" and set(body) <= _INDEPENDENT
        )
        kept = self._kept(api, "accepted") if is_harmless else ""
        return self._ask(api, body, query, kept)

    def _ask(self, api: Api, body: Any, query: dict[str, Any], kept: str) -> Answer:
        if self.operation in delivery.OPERATIONS:
            return delivery.ask(self.operation, api, query)
        match self.operation:
            case "list_batches":
                return api.list_page(**query)
            case "dry_run_batch":
                return api.dry_run(body, query)
            case "send_batch":
                return api.send(body)
        id = kept or str(api.sent(self._stored(api, body))["id"])
        match self.operation:
            case "get_batch":
                return api.get(id)
            case "cancel_batch":
                return api.cancel(id)
            case "update_batch":
                return api.update(id, body)
            case "send_delivery_feedback":
                return api.feedback(id, body)
        return api.replace(id, body)

    def _kept(self, api: Api, use: str) -> str:
        if self.operation not in ("update_batch", "replace_batch", "send_delivery_feedback"):
            return ""
        return api.kept(f"{use} {self.name}", self._stored).id

    def _stored(self, api: Api, body: Any = None) -> dict[str, Any]:
        """Return the batch to act on; it has the recipients that the body removes."""
        if self.operation == "send_delivery_feedback":
            return api.confirmable()
        removed = (body or {}).get("to_remove", []) if self.operation == "update_batch" else []
        to = list(dict.fromkeys([*api.numbers(1), *removed]))[-_MOST_RECIPIENTS:]
        return api.binary(to=to) if self.variant == "binary" else api.text(to=to)


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

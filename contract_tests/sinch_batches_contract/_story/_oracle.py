"""The oracle: what a batch must look like after all that was done to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .._fields import FIELDS, UNSET, read
from .._judgement.outcomes import Violation
from .._spec.page import NOT_IN_EVERY_ANSWER

# Which requirement speaks of a field that an answer gets wrong.
_RULES = {
    "send": {"type": "FIELD-default@send_batch.type", "canceled": "SEND-009"},
    "update": {"to": "UPD-005"},
    "replace": {"type": "REP-008"},
    "cancel": {"canceled": "CAN-001"},
}
_READ_BACK = {
    "send": "READBACK-send@get_batch",
    "get": "READBACK-send@get_batch",
    "update": "READBACK-update@get_batch",
    "replace": "READBACK-replace@get_batch",
    "cancel": "READBACK-cancel@get_batch",
    "list": "READBACK-send@list_batches",
}
_DEFAULTS = {
    "canceled": False,
    "truncate_concat": False,
    **{name: field.default for name, field in FIELDS.items() if field.default is not UNSET},
}
_DEFAULTS.pop("delivery_report", None)  # no story asks for one
# What only the SDKs show of a replacement.
_UNSURE_IF_REPLACED = frozenset({"feedback_enabled", "truncate_concat"})


@dataclass
class Known:
    """One batch as the oracle knows it: the fields that were asked for, by their rules."""

    name: str
    id: str
    fields: dict[str, Any]
    canceled: bool = False
    unsure: frozenset[str] = frozenset()

    @property
    def is_binary(self) -> bool:
        """Whether it is a binary batch."""
        return self.fields.get("type") == "mt_binary"

    def change(self, changes: dict[str, Any]) -> None:
        """Take over the fields of an update: recipients are added, then removed."""
        given = dict(changes)
        to = list(self.fields["to"])
        to += [number for number in given.pop("to_add", []) if number not in to]
        removed = set(given.pop("to_remove", []))
        self.fields = {**self.fields, **given, "to": [n for n in to if n not in removed]}

    def replace(self, document: dict[str, Any]) -> None:
        """Take over the fields of a replacement: all others are at their defaults."""
        self.fields = dict(document)
        self.canceled = False
        self.unsure = _UNSURE_IF_REPLACED

    def expect(self, batch: dict[str, Any], operation: str) -> None:
        """Fail unless the answer shows the batch as it must be by now."""
        for name, value in self._wanted().items():
            if name not in batch and (operation == "cancel" or name in NOT_IN_EVERY_ANSWER):
                continue
            found = batch.get(name, _DEFAULTS.get(name))
            if self._read(name, found) != self._read(name, value):
                raise Violation(
                    f"{operation}: `{name}` of {self.name} must be {value!r}, was {found!r}",
                    _rule(operation, name),
                    about=f"`{name}` is wrong",
                )

    def _read(self, name: str, value: Any) -> Any:
        return read(name, value, is_binary=self.is_binary)

    def _wanted(self) -> dict[str, Any]:
        if self.canceled:  # what else a canceled batch shows isn't documented
            return {"id": self.id, "canceled": True}
        wanted = {"id": self.id, **_DEFAULTS, **self.fields}
        return {name: value for name, value in wanted.items() if name not in self.unsure}


def _rule(operation: str, name: str) -> str:
    by_field = _RULES.get(operation, {})
    if operation == "update" and name in FIELDS and name not in by_field:
        return f"FIELD-changed-alone@update_batch.{name}"
    return by_field.get(name, _READ_BACK[operation])

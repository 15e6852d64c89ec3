"""The oracle: what a batch must look like after all that was done to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .._material import moment_of, same_number, same_numbers
from .._outcomes import Violation

# Which requirement speaks of a field that an answer gets wrong.
_RULES = {
    "send": {
        "body": "SEND-002",
        "to": "SEND-003",
        "from": "SEND-004",
        "client_reference": "SEND-005",
        "type": "SEND-008",
        "canceled": "SEND-009",
        "send_at": "TIME-001",
        "expire_at": "TIME-001",
        "": "SEND-006",
    },
    "get": {"": "GET-001"},
    "update": {"to": "UPD-005", "from": "UPD-002", "": "UPD-001"},
    "replace": {"type": "REP-008", "": "REP-001"},
    "cancel": {"": "CAN-001"},
    "list": {"": "LIST-001"},
}
_FLAGS = ("feedback_enabled", "flash_message", "truncate_concat")
_DEFAULTS = {"type": "mt_text", "canceled": False, **dict.fromkeys(_FLAGS, False)}
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
            found = batch.get(name)
            if name in _DEFAULTS:
                found = batch.get(name, _DEFAULTS[name])
            if _read(name, found) != _read(name, value):
                raise Violation(
                    f"{operation}: `{name}` of {self.name} must be {value!r}, was {found!r}",
                    _rule(operation, name),
                    about=f"`{name}` is wrong",
                )

    def _wanted(self) -> dict[str, Any]:
        if self.canceled:  # what else a canceled batch shows isn't documented
            return {"id": self.id, "canceled": True}
        wanted = {"id": self.id, **_DEFAULTS, **self.fields}
        return {name: value for name, value in wanted.items() if name not in self.unsure}


def _read(name: str, value: Any) -> Any:
    """Return the value in a form in which equal things are equal."""
    if name == "to":
        return sorted(set(same_numbers(value)))  # whether duplicates go is left to the server
    if name == "from":
        return same_number(value)
    if name in ("send_at", "expire_at"):
        return moment_of(value)
    if name == "udh":
        return str(value).lower()
    return value


def _rule(operation: str, name: str) -> str:
    rules = _RULES[operation]
    return rules.get(name, rules[""])

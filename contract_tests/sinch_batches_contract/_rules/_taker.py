"""An operation that takes a batch or changes one, as the rules between fields see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .._asking.documents import document
from .._asking.expect import expect_field, expect_status
from .._spec.operations import success_of

if TYPE_CHECKING:
    from .._asking.api import Api
    from .._line import Answer

TAKERS = ("send_batch", "dry_run_batch", "replace_batch", "update_batch")


@dataclass(frozen=True)
class Taker:
    """An operation of those in TAKERS, and the API to ask for it."""

    operation: str
    api: Api

    @property
    def is_update(self) -> bool:
        """Whether it changes some fields of a batch, and keeps the others."""
        return self.operation == "update_batch"

    def text(self, before: dict[str, Any] | None = None, **fields: Any) -> Answer:
        """Ask with these fields of a text; an update changes a batch that has those of `before`."""
        return self._ask(self.api.text(**(before or {})), self.api.text(**fields), fields)

    def binary(self, before: dict[str, Any] | None = None, **fields: Any) -> Answer:
        """Ask with these fields of a binary batch."""
        changes = {"type": "mt_binary", **fields}
        return self._ask(self.api.binary(**(before or {})), self.api.binary(**fields), changes)

    def accept(self, answer: Answer) -> Answer:
        """Fail unless the request was accepted."""
        return expect_status(answer, success_of(self.operation))

    def refuse(self, answer: Answer, *statuses: int, code: str | None = None) -> None:
        """Fail unless the request was refused with one of the statuses (400), and this code."""
        refused = expect_status(answer, *(statuses or (400,)))
        if code is not None:
            expect_field(refused.json, "code", code)

    def stored(self, answer: Answer) -> dict[str, Any] | None:
        """Return the batch as Get shows it, or None after a dry run."""
        self.accept(answer)
        return None if self.operation == "dry_run_batch" else self.api.stored(answer.id)

    def _ask(
        self, before: dict[str, Any], whole: dict[str, Any], changes: dict[str, Any]
    ) -> Answer:
        if self.operation == "send_batch":
            return self.api.send(whole)
        if self.operation == "dry_run_batch":
            return self.api.dry_run(whole)
        id = str(self.api.sent(before)["id"])
        if self.operation == "replace_batch":
            return self.api.replace(id, whole)
        given = document(changes)
        if "to" in given:
            given["to_add"] = given.pop("to")
        return self.api.update(id, given)

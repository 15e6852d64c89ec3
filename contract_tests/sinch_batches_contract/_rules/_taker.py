"""An operation that takes a batch or changes one, as the rules between fields see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .._asking.documents import document
from .._asking.expect import expect_field, expect_status, expect_unchanged
from .._spec.operations import success_of

if TYPE_CHECKING:
    from .._asking.api import Api
    from .._line import Answer

TAKERS = ("send_batch", "dry_run_batch", "replace_batch", "update_batch")


TEXT, BINARY, TYPED_BINARY = "text", "binary", "typed binary"


@dataclass(frozen=True)
class Taker:
    """An operation of those in TAKERS, the API to ask for it, and the kind of batch that it takes.

    An update of a binary batch names its type if the kind is TYPED_BINARY; on the page it doesn't.
    """

    operation: str
    api: Api
    kind: str = TEXT
    _changed: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_update(self) -> bool:
        """Whether it changes some fields of a batch, and keeps the others."""
        return self.operation == "update_batch"

    def ask(self, before: dict[str, Any] | None = None, **fields: Any) -> Answer:
        """Ask with these fields; an update changes a batch that has those of `before`."""
        make = self.api.text if self.kind == TEXT else self.api.binary
        whole = make(**fields)
        if self.operation == "send_batch":
            return self.api.send(whole)
        if self.operation == "dry_run_batch":
            return self.api.dry_run(whole)
        changed = self.api.sent(make(**(before or {})))
        self._changed.append(changed)
        if self.operation == "replace_batch":
            return self.api.replace(str(changed["id"]), whole)
        given = document(fields)
        if "to" in given:
            given["to_add"] = given.pop("to")
        typed = {"type": "mt_binary"} if self.kind == TYPED_BINARY else {}
        return self.api.update(str(changed["id"]), {**typed, **given})

    def accept(self, answer: Answer) -> Answer:
        """Fail unless the request was accepted."""
        return expect_status(answer, success_of(self.operation))

    def refuse(self, answer: Answer, *statuses: int, code: str | None = None) -> None:
        """Fail unless the last request was refused with one of the statuses (400), and this code.

        What it was to change has to be as it was.
        """
        refused = expect_status(answer, *(statuses or (400,)))
        if code is not None:
            expect_field(refused.json, "code", code)
        for batch in self._changed[-1:]:
            # A batch that is on its way may count that as an update.
            expect_unchanged(self.api.stored(str(batch["id"])), batch, but=("modified_at",))

    def stored(self, answer: Answer) -> dict[str, Any] | None:
        """Return the batch as Get shows it, or None after a dry run."""
        self.accept(answer)
        return None if self.operation == "dry_run_batch" else self.api.stored(answer.id)

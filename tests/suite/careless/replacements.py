"""Carelessness with what replaces a batch: it isn't taken for a batch of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.suite.other_server import plan as plans
from tests.suite.other_server.deliveries import Deliveries, Sending
from tests.suite.other_server.fields import RefusedError
from tests.suite.other_server.plan import Plan
from tests.suite.other_server.submission import Fields

from . import Careless, Patch
from .sequences import has_left, sent_otherwise


def canceled_for_good(patch: Patch) -> None:
    def choose(former: Sending, latter: Sending, _: Fields) -> Sending:
        was_canceled = former.canceled_at is not None
        canceled_at = latter.due - timedelta(seconds=1) if was_canceled else None
        return replace(latter, canceled_at=canceled_at)

    sent_otherwise(patch, "replace", choose)


def sent_at_once_like_the_former(patch: Patch) -> None:
    def choose(former: Sending, latter: Sending, _: Fields) -> Sending:
        return replace(latter, due=former.due) if has_left(former) else latter

    sent_otherwise(patch, "replace", choose)


def dispatched_for_good(patch: Patch) -> None:
    replacing, updating = Plan.replace, Plan.update
    left: set[str] = set()

    def replaced(self: Plan, batch_id: str, document: Any) -> dict[str, Any]:
        if self._find(batch_id).dispatched:
            left.add(batch_id)
        return replacing(self, batch_id, document)

    def updated(self: Plan, batch_id: str, document: Any) -> dict[str, Any]:
        self._read_update(document, self._find(batch_id).fields, plans._now())
        if batch_id in left:
            raise RefusedError("batch_already_dispatched", "It has left already.", status=403)
        return updating(self, batch_id, document)

    patch.setattr(Plan, "replace", replaced)
    patch.setattr(Plan, "update", updated)


def of_the_former_type(patch: Patch) -> None:
    replacing = Plan.replace

    def replaced(self: Plan, batch_id: str, document: Any) -> dict[str, Any]:
        former = self._find(batch_id).fields["type"]
        return dict(replacing(self, batch_id, {"type": former, **document}))

    patch.setattr(Plan, "replace", replaced)


def the_former_called_back_too(patch: Patch) -> None:
    replacing, is_current = Plan.replace, Deliveries.is_current
    former: list[Sending] = []

    def replaced(self: Plan, batch_id: str, document: Any) -> dict[str, Any]:
        sending = self.deliveries._sendings.get(batch_id)
        answer = dict(replacing(self, batch_id, document))
        former.extend([sending] if sending else [])
        return answer

    def is_to_be_told(self: Deliveries, sending: Sending) -> bool:
        return any(sending is each for each in former) or is_current(self, sending)

    patch.setattr(Plan, "replace", replaced)
    patch.setattr(Deliveries, "is_current", is_to_be_told)


ROWS: list[tuple[Careless, str]] = [
    (of_the_former_type, "REP-012"),
    (the_former_called_back_too, "CB-042"),
    (canceled_for_good, "SENT-canceled@replace_batch"),
    (sent_at_once_like_the_former, "SENT-later@replace_batch"),
    (dispatched_for_good, "SENT-later@replace_batch"),
]

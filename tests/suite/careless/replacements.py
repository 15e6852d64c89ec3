"""Carelessness with what replaces a batch: it isn't taken for a batch of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.suite.other_server import plan as plans
from tests.suite.other_server.deliveries import Sending
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


ROWS: list[tuple[Careless, str]] = [
    (canceled_for_good, "SENT-canceled@replace_batch"),
    (sent_at_once_like_the_former, "SENT-later@replace_batch"),
    (dispatched_for_good, "SENT-later@replace_batch"),
]

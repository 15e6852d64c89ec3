"""Carelessness with what is kept to be read again, and with a list that other code writes."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable
from typing import Any

from tests.suite.other_server.plan import Plan

from . import Careless, Patch
from .lists import Page, Query, answered

Shown = dict[str, Any]
Key = Callable[[Plan, Any], Hashable]


def _kept(patch: Patch, reader: str, key: Key, *forgotten_by: str) -> None:
    """Keep what a reader answers until one of these operations names the same batch."""
    kept: dict[Hashable, str] = {}
    read = getattr(Plan, reader)

    def reading(self: Plan, asked: Any) -> Any:
        if key(self, asked) not in kept:
            kept[key(self, asked)] = json.dumps(read(self, asked))
        return json.loads(kept[key(self, asked)])

    def forget(self: Plan, batch_id: str, answer: Shown) -> Shown:
        kept.pop(key(self, batch_id), None)
        return answer

    patch.setattr(Plan, reader, reading)
    for operation in forgotten_by:
        answered(patch, operation, forget)


def _by_plan(plan: Plan, batch_id: str) -> Hashable:
    return id(plan), batch_id


def kept_when_canceled(patch: Patch) -> None:
    _kept(patch, "get", _by_plan, "update", "replace")


def kept_when_updated(patch: Patch) -> None:
    _kept(patch, "get", _by_plan, "replace", "cancel")


def kept_for_every_plan(patch: Patch) -> None:
    _kept(patch, "get", lambda _, batch_id: batch_id, "update", "replace", "cancel")


def entries_kept_when_replaced(patch: Patch) -> None:
    entries: dict[str, Shown] = {}

    def listed(_: Plan, __: Query, page: Page) -> Page:
        return {**page, "batches": [entries.setdefault(b["id"], b) for b in page["batches"]]}

    def forget(_: Plan, batch_id: str, answer: Shown) -> Shown:
        entries.pop(batch_id, None)
        return answer

    answered(patch, "list", listed)
    answered(patch, "update", forget)
    answered(patch, "cancel", forget)


def _written(patch: Patch, field: str, write: Callable[[str], Any]) -> None:
    def entry(batch: Shown) -> Shown:
        return {**batch, field: write(batch[field])} if field in batch else batch

    answered(patch, "list", lambda _, __, page: {**page, "batches": [*map(entry, page["batches"])]})


def references_of_digits_are_numbers(patch: Patch) -> None:
    _written(patch, "client_reference", lambda text: int(text) if text.isdecimal() else text)


def bodies_fit_urls(patch: Patch) -> None:
    _written(patch, "body", lambda text: text.translate(str.maketrans("+/", "-_")))


ROWS: list[tuple[Careless, str]] = [
    (kept_when_canceled, "STATE-canceled@get_batch"),
    (kept_when_updated, "READBACK-update@get_batch"),
    (kept_for_every_plan, "ISO-002"),
    (entries_kept_when_replaced, "READBACK-replace@list_batches"),
    (references_of_digits_are_numbers, "REFERENCE-digits@send_batch.client_reference"),
    (bodies_fit_urls, "BASE64-plus-and-slash@send_batch.body"),
]

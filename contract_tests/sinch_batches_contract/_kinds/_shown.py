"""What a value has done: how it shows in the batch, or in what a dry run tells."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from .._asking.expect import expect, objects
from .._judgement.outcomes import NotTested, Violation
from .._material.numbers import same_number
from .._material.times import moment_of, stamp

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .._asking.api import Api
    from .._line import Answer
    from ._places import Place

# What an update says of the batch, beside what it changes.
TYPE: dict[str, dict[str, Any]] = {"text": {}, "binary": {"type": "mt_binary"}}
# Fields of a request that show in another one of the batch, as entries that are there or gone.
_SHOWN = {"to_add": ("to", True), "to_remove": ("to", False)}
_SOON = timedelta(milliseconds=100)


def looks(api: Api, operation: str, variant: str, answer: Answer) -> list[dict[str, Any]]:
    """Return the batch as it was answered, is stored and listed, and after another change."""
    shown = [answer.json, api.stored(answer.id)]
    if operation == "send_batch":
        shown.append(_listed(api, answer.json))
    with contextlib.suppress(NotTested):  # by a plan of few recipients
        another = api.numbers(4)[3]
        if "update" not in api.settings.without:
            # What has left can't be updated, and stays as it is. Whether an update without
            # expire_at brings its default back is contradiction 9.
            api.update(answer.id, {**TYPE[variant], "to_add": [another]})
            shown.append(api.stored(answer.id) | _only(answer.json, "expire_at"))
    return shown


def _only(batch: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {name: batch[name]} if name in batch else {}


def _listed(api: Api, batch: dict[str, Any]) -> dict[str, Any]:
    """Return the batch as List shows it, or as it is: that it is listed others see to."""
    created = moment_of(batch.get("created_at"))
    if created is None:
        return batch

    def attempt() -> dict[str, Any]:
        page = api.listed(start_date=stamp(created), end_date=stamp(created + _SOON), page_size=100)
        found = [entry for entry in objects(page, "batches") if entry.get("id") == batch["id"]]
        expect(found, f"{batch['id']} must be in the list of the time when it was created")
        return found[0]

    try:
        return api.eventually(attempt)
    except Violation:
        return batch


def in_batch(place: Place, meaning: Any, batch: dict[str, Any]) -> tuple[Any, Any]:
    """Return what the batch must show, and what it does."""
    name, is_there = _SHOWN.get(place.field, (place.field, True))
    value = batch.get(name)
    if not place.is_list:
        return meaning, place.kind.read(value)
    entries = [place.kind.read(entry) for entry in value] if isinstance(value, list) else []
    if is_there:
        return meaning, next((entry for entry in entries if entry == meaning), entries)
    return None, meaning if meaning in entries else None


def in_dry_run(place: Place, meaning: Any, result: dict[str, Any]) -> tuple[Any, Any]:
    """Return what the details of the only recipient must show, and what they do."""
    rows = objects(result, "per_recipient") if "per_recipient" in result else [{}]
    if not rows and place.kind.name in ("text", "parameters"):
        return meaning, "no details"
    row = rows[0] if rows else {}
    if place.field == "to" and "recipient" in row:
        return meaning, place.kind.read(row["recipient"])
    if place.field == "body" and place.kind.name == "text" and "body" in row:
        return meaning, row["body"]
    if place.field == "parameters" and {"recipient", "body"} <= row.keys():
        return _filled_in(meaning, same_number(row["recipient"])), row["body"]
    return None, None


def _filled_in(parameters: Mapping[str, Mapping[str, str]], recipient: str) -> str:
    return "".join(
        values.get(recipient, values.get("default", f"${{{key}}}"))
        for key, values in parameters.items()
    )

"""Carelessness in a single place: a rule that holds in others."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.suite.other_server import plan as plans
from tests.suite.other_server import submission
from tests.suite.other_server.fields import CONSTRAINT, RefusedError, moment
from tests.suite.other_server.plan import Plan

from . import Careless, Patch


def _shifted(read: Any) -> Any:
    """Read `-03:30` as three hours back and half an hour forth."""

    def reading(name: str, value: Any) -> Any:
        shift = timedelta(hours=-1) if str(value).endswith("-03:30") else timedelta()
        return read(name, value) + shift

    return reading


def half_hours_west(patch: Patch) -> None:
    for readers in submission._READERS.values():
        patch.setitem(readers, "send_at", _shifted(readers["send_at"]))


def offset_of_end_date_dropped(patch: Patch) -> None:
    def reading(name: str, value: Any) -> Any:
        return moment(name, value[:19] if name == "end_date" else value)

    patch.setattr(plans, "moment", reading)


def _recipients(patch: Patch, refuse: Callable[[str, str], None]) -> None:
    read = submission.recipients

    def reading(name: str, value: Any, groups: Any) -> list[str]:
        for entry in value:
            refuse(name, str(entry))
        return read(name, value, groups)

    patch.setattr(submission, "recipients", reading)


def plus_refused_when_adding(patch: Patch) -> None:
    def refuse(name: str, entry: str) -> None:
        if name == "to_add" and entry.startswith("+"):
            raise RefusedError(CONSTRAINT, "digits only")

    _recipients(patch, refuse)


def fifteen_digits_forbidden(patch: Patch) -> None:
    def refuse(_: str, entry: str) -> None:
        if len(entry.removeprefix("+")) == 15:
            raise RefusedError("illegal_number_type", "too long", status=403)

    _recipients(patch, refuse)


def parameters_merged(patch: Patch) -> None:
    replace = Plan.replace

    def merging(self: Plan, batch_id: str, document: Any) -> dict[str, Any]:
        former = self._batches[batch_id].fields.get("parameters", {})
        given = document.get("parameters")
        if given:
            document = {**document, "parameters": {**former, **given}}
        return replace(self, batch_id, document)

    patch.setattr(Plan, "replace", merging)


def _unchecked(patch: Patch, operation: str) -> None:
    """Leave out all rules between fields in one operation."""
    check, act = submission.check_together, getattr(Plan, operation)
    lax = threading.local()

    def checking(fields: Any, now: Any) -> None:
        if not getattr(lax, "is_on", False):
            check(fields, now)

    def acting(self: Plan, *arguments: Any) -> Any:
        lax.is_on = True
        try:
            return act(self, *arguments)
        finally:
            lax.is_on = False

    patch.setattr(submission, "check_together", checking)
    patch.setattr(Plan, operation, acting)


def replacements_unchecked(patch: Patch) -> None:
    _unchecked(patch, "replace")


def dry_runs_unchecked(patch: Patch) -> None:
    _unchecked(patch, "dry_run")


def unknown_groups_replaced(patch: Patch) -> None:
    replace = Plan.replace

    def replacing(self: Plan, batch_id: str, document: Any) -> dict[str, Any]:
        to = document.get("to")
        if isinstance(to, list):
            document = {**document, "to": [entry for entry in to if len(str(entry)) != 26] or to}
        return replace(self, batch_id, document)

    patch.setattr(Plan, "replace", replacing)


def _listing(patch: Patch, change: Callable[[dict[str, list[str]]], dict[str, list[str]]]) -> None:
    list_ = Plan.list

    def listing(self: Plan, query: dict[str, list[str]]) -> dict[str, Any]:
        return list_(self, change(query))

    patch.setattr(Plan, "list", listing)


def pages_of_thirty(patch: Patch) -> None:
    def smaller(query: dict[str, list[str]]) -> dict[str, list[str]]:
        is_large = query.get("page_size", [""])[-1] in ("31", "33", "100")
        return {**query, "page_size": ["30"]} if is_large else query

    _listing(patch, smaller)


def page_of_32_bits(patch: Patch) -> None:
    def overflowing(query: dict[str, list[str]]) -> dict[str, list[str]]:
        page = query.get("page", ["0"])[-1]
        if page.isdigit() and int(page) >= 2**31:
            raise RefusedError("overflow", "arithmetic overflow", status=500)
        return query

    _listing(patch, overflowing)


def bodies_cut(patch: Patch) -> None:
    read = submission._READERS["mt_text"]["body"]
    patch.setitem(
        submission._READERS["mt_text"], "body", lambda name, value: read(name, value)[:1600]
    )


def cancel_not_shown(patch: Patch) -> None:
    get = Plan.get
    patch.setattr(Plan, "get", lambda self, id_: {**get(self, id_), "canceled": False})


def _answering(patch: Patch, change: Callable[[dict[str, Any]], None]) -> None:
    """Change each page of the list."""
    list_ = Plan.list

    def listing(self: Plan, query: dict[str, list[str]]) -> dict[str, Any]:
        page = list_(self, query)
        change(page)
        return page

    patch.setattr(Plan, "list", listing)


def entries_without_parameters(patch: Patch) -> None:
    def change(page: dict[str, Any]) -> None:
        for batch in page["batches"]:
            batch.pop("parameters", None)

    _answering(patch, change)


def count_up_to_a_page(patch: Patch) -> None:
    _answering(patch, lambda page: page.update(count=min(page["count"], 100)))


def _updating(patch: Patch, forget: Callable[[Any], str]) -> None:
    """Forget a field of the batch in updates."""
    read = Plan._read_update

    def reading(self: Plan, document: Any, current: Any, now: Any) -> Any:
        fields = read(self, document, current, now)
        return {name: value for name, value in fields.items() if name != forget(document)}

    patch.setattr(Plan, "_read_update", reading)


def parameters_gone_with_the_body(patch: Patch) -> None:
    _updating(patch, lambda document: "parameters" if "body" in document else "")


def feedback_gone_with_an_update(patch: Patch) -> None:
    _updating(patch, lambda document: "" if "feedback_enabled" in document else "feedback_enabled")


def _revived(patch: Patch, operation: str) -> None:
    act = getattr(Plan, operation)

    def acting(self: Plan, batch_id: str, document: Any) -> dict[str, Any]:
        self._find(batch_id).canceled = False
        answer: dict[str, Any] = act(self, batch_id, document)
        return answer

    patch.setattr(Plan, operation, acting)


def revived_by_a_refused_replacement(patch: Patch) -> None:
    _revived(patch, "replace")


def revived_by_a_refused_update(patch: Patch) -> None:
    _revived(patch, "update")


ROWS: list[tuple[Careless, str]] = [
    (half_hours_west, "MOMENT-offset-half-hour@send_batch.send_at"),
    (offset_of_end_date_dropped, "MOMENT-offset-half-hour-east@list_batches.end_date"),
    (plus_refused_when_adding, "RECIPIENT-plus@update_batch.to_add"),
    (fifteen_digits_forbidden, "RECIPIENT-digits-15@send_batch.to"),
    (parameters_merged, "PARAMETERS-several@replace_batch.parameters"),
    *(
        (replacements_unchecked, f"RULE-{rule}@replace_batch")
        for rule in (
            "expiry-too-late",
            "bytes-141",
            "expiry-before-sending",
            "report-to-nowhere-refused",
        )
    ),
    (unknown_groups_replaced, "RULE-unknown-group-refused@replace_batch"),
    (dry_runs_unchecked, "RULE-bytes-141@dry_run_batch"),
    (dry_runs_unchecked, "RULE-expiry-before-sending@dry_run_batch"),
    (pages_of_thirty, "SCALE-31@list_batches.page_size"),
    (page_of_32_bits, "COUNT-beyond-32-bits@list_batches.page"),
    (bodies_cut, "TEXT-longest@send_batch.body"),
    (cancel_not_shown, "STATE-canceled@get_batch"),
    (entries_without_parameters, "READBACK-send@list_batches"),
    (count_up_to_a_page, "SCALE-101@list_batches.page"),
    (parameters_gone_with_the_body, "FIELD-changed-alone@update_batch.body"),
    (feedback_gone_with_an_update, "FIELD-changed-alone@update_batch.from"),
    (revived_by_a_refused_replacement, "STATE-canceled-refused@replace_batch"),
    (revived_by_a_refused_update, "STATE-canceled-refused@update_batch"),
]

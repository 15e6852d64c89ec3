"""Carelessness with lists, filters and dry runs."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.suite.other_server import plan as plans
from tests.suite.other_server import sms
from tests.suite.other_server.fields import Reader, integer, moment, sender_filter
from tests.suite.other_server.plan import Plan

from . import Careless, Patch

Page = dict[str, Any]
Query = dict[str, list[str]]


def answered(patch: Patch, name: str, change: Callable[[Plan, Any, Any], Any]) -> None:
    """Change what an operation answers; the change is given plan, request and answer."""
    operation = getattr(Plan, name)

    def answering(self: Plan, request: Any, *others: Any) -> Any:
        return change(self, request, operation(self, request, *others))

    patch.setattr(Plan, name, answering)


def _entries(patch: Patch, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    def changed(_: Plan, __: Query, page: Page) -> Page:
        return {**page, "batches": [change(batch) for batch in page["batches"]]}

    answered(patch, "list", changed)


def bodies_shortened_in_lists(patch: Patch) -> None:
    _entries(patch, lambda batch: {**batch, "body": batch["body"][:200]})


def fifty_recipients_in_lists(patch: Patch) -> None:
    _entries(patch, lambda batch: {**batch, "to": batch["to"][:50]})


def _found_by_the_first(patch: Patch, name: str) -> None:
    """Find batches by what a field was when they were sent."""
    first: dict[str, Any] = {}

    def noting(_: Plan, __: Any, batch: dict[str, Any]) -> dict[str, Any]:
        first[batch["id"]] = batch.get(name)
        return batch

    def found(self: Plan, query: Query, page: Page) -> Page:
        if name not in query:
            return page
        others = {key: value for key, value in query.items() if key != name}
        batches = [
            batch
            for batch in whole(self, others | {"page_size": ["100"]})["batches"]
            if first[batch["id"]] in query[name][-1].split(",")
        ]
        return {**page, "batches": batches, "page_size": len(batches), "count": len(batches)}

    whole = Plan.list
    answered(patch, "send", noting)
    answered(patch, "list", found)


def found_by_the_first_sender(patch: Patch) -> None:
    _found_by_the_first(patch, "from")


def found_by_the_first_reference(patch: Patch) -> None:
    _found_by_the_first(patch, "client_reference")


def dates_not_counted(patch: Patch) -> None:
    whole = Plan.list

    def counted(self: Plan, query: Query, page: Page) -> Page:
        others = {name: value for name, value in query.items() if not name.endswith("_date")}
        return {**page, "count": whole(self, others)["count"]}

    answered(patch, "list", counted)


def _asked(patch: Patch, change: Callable[[Query], Query]) -> None:
    list_ = Plan.list
    patch.setattr(Plan, "list", lambda self, query: list_(self, change(query)))


def one_date_at_a_time(patch: Patch) -> None:
    def started(query: Query) -> Query:
        return {n: v for n, v in query.items() if n != "end_date" or "start_date" not in query}

    _asked(patch, started)


def first_sender_cleaned_only(patch: Patch) -> None:
    def reading(entry: str) -> str:
        return entry if entry.startswith(("+", "00")) else read(entry)

    def listing(self: Plan, query: Query) -> Page:
        first, *others = ",".join(query.get("from", [""])).split(",")
        cleaned = [read(first), *others] if others else [first]
        if others:
            patch.setattr(plans, "sender_filter", reading)
        try:
            return list_(self, query | ({"from": cleaned} if others else {}))
        finally:
            patch.setattr(plans, "sender_filter", read)

    read, list_ = sender_filter, Plan.list
    patch.setattr(Plan, "list", listing)


def senders_of_texts_only(patch: Patch) -> None:
    def texts(_: Plan, query: Query, page: Page) -> Page:
        kept = [b for b in page["batches"] if "from" not in query or "udh" not in b]
        gone = len(page["batches"]) - len(kept)
        return {**page, "batches": kept, "page_size": len(kept), "count": page["count"] - gone}

    answered(patch, "list", texts)


def default_pages_of_twenty_apart(patch: Patch) -> None:
    def shown(self: Plan, query: Query, page: Page) -> Page:
        if "page_size" in query or page["page"] == 0:
            return page
        both = [
            batch
            for number in range(page["page"] + 1)
            for batch in whole(self, {**query, "page": [str(number)]})["batches"]
        ]
        batches = both[page["page"] * 20 :][:30]
        return {**page, "batches": batches, "page_size": len(batches)}

    whole = Plan.list
    answered(patch, "list", shown)


def one_encoding_for_all(patch: Patch) -> None:
    def composing(*given: Any, truncate: bool) -> list[sms.Message]:
        messages = sms.compose(*given, truncate=truncate)
        if all(message.encoding == "text" for message in messages):
            return messages
        return [
            m._replace(parts=1 if len(m.body) <= 70 else -(-len(m.body) // 67)) for m in messages
        ]

    patch.setattr(plans, "compose", composing)


def binary_dry_runs_of_one(patch: Patch) -> None:
    def counted(_: Plan, document: Any, answer: dict[str, Any]) -> dict[str, Any]:
        is_binary = document.get("type") == "mt_binary"
        return {**answer, "number_of_recipients": 1} if is_binary else answer

    answered(patch, "dry_run", counted)


def keys_are_patterns(patch: Patch) -> None:
    def filled(body: str, parameters: dict[str, dict[str, str]], recipient: str) -> str:
        for key, values in parameters.items():
            value = values.get(recipient, values.get("default", ""))
            body = value.join(re.split(rf"\$\{{{key}\}}", body))
        return body

    patch.setattr(sms, "_fill_in", filled)


def empty_values_passed_over(patch: Patch) -> None:
    fill_in = sms._fill_in

    def filled(body: str, parameters: dict[str, dict[str, str]], recipient: str) -> str | None:
        used = {
            key: {who: text for who, text in values.items() if text or who == "default"}
            for key, values in parameters.items()
        }
        return fill_in(body, used, recipient)

    patch.setattr(sms, "_fill_in", filled)


def numbers_end_where_they_are_understood(patch: Patch) -> None:
    def reader(minimum: int, maximum: int) -> Reader:
        read = integer(minimum, maximum)
        return lambda name, value: read(name, re.sub(r"(?<=[0-9])\D.*", "", value))

    patch.setattr(plans, "integer", reader)


def times_in_whole_seconds(patch: Patch) -> None:
    patch.setattr(plans, "moment", lambda *given: moment(*given).replace(microsecond=0))


def references_are_patterns(patch: Patch) -> None:
    def matching(self: Plan, query: Query, page: Page) -> Page:
        (wanted, *_), others = query.get("client_reference", [None]), dict(query)
        others.pop("client_reference", None)
        if wanted is None or "%" not in wanted:
            return page
        pattern = re.escape(wanted).replace("%", ".*").replace("_", ".")
        found = [
            batch
            for batch in whole(self, others | {"page_size": ["100"]})["batches"]
            if re.fullmatch(pattern, batch.get("client_reference", ""))
        ]
        return {**page, "batches": found, "page_size": len(found), "count": len(found)}

    whole = Plan.list
    answered(patch, "list", matching)


def nothing_counted_past_the_end(patch: Patch) -> None:
    answered(patch, "list", lambda _, __, page: page if page["batches"] else {**page, "count": 0})


ROWS: list[tuple[Careless, str]] = [
    (bodies_shortened_in_lists, "READBACK-send@list_batches"),
    (fifty_recipients_in_lists, "READBACK-send@list_batches"),
    (found_by_the_first_sender, "FILT-changed@update_batch.from"),
    (found_by_the_first_sender, "FILT-changed@replace_batch.from"),
    (found_by_the_first_reference, "FILT-changed@replace_batch.client_reference"),
    (dates_not_counted, "FILT-009"),
    (one_date_at_a_time, "FILT-014"),
    (first_sender_cleaned_only, "SENDERS-plus-last@list_batches.from"),
    (senders_of_texts_only, "FILT-004"),
    (default_pages_of_twenty_apart, "SCALE-31@list_batches.page_size"),
    (times_in_whole_seconds, "FILT-017"),
    (references_are_patterns, "FILT-001"),
    (nothing_counted_past_the_end, "LIST-005"),
    (one_encoding_for_all, "PART-007"),
    (binary_dry_runs_of_one, "DRY-001"),
    (keys_are_patterns, "DRY-006"),
    (empty_values_passed_over, "PARAMETERS-empty-value@dry_run_batch.parameters"),
    (numbers_end_where_they_are_understood, "BOUND-list_batches-page-type"),
    (numbers_end_where_they_are_understood, "BOUND-list_batches-page_size-type"),
]

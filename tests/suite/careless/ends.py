"""Carelessness with batches whose messages end in more than one way, or as another's would."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.suite.other_server import calling, sms
from tests.suite.other_server import deliveries as reporting
from tests.suite.other_server.calling import Caller
from tests.suite.other_server.deliveries import LEAVES, Deliveries, Sending, endings
from tests.suite.other_server.submission import Fields

from . import Careless, Patch
from .sequences import sent_otherwise

Entry = dict[str, Any]


def codes_of_a_status_merged(patch: Patch) -> None:
    summary = Sending.summary

    def merging(self: Sending, at: Any, **how: Any) -> dict[str, Any]:
        report, merged = summary(self, at, **how), dict[str, Entry]()
        for entry in report["statuses"]:
            known = merged.setdefault(entry["status"], entry)
            if known is not entry:
                known["count"] += entry["count"]
                known["recipients"] = [*known.get("recipients", ()), *entry.get("recipients", ())]
        return {**report, "statuses": list(merged.values())}

    patch.setattr(Sending, "summary", merging)


def _told_early(patch: Patch, modes: set[str], tell: Callable[..., None]) -> None:
    """Tell something when the first messages have ended, all others when the last ones have."""
    watch = Caller.watch

    def watching(self: Caller, sending: Sending, deliveries: Deliveries) -> None:
        watch(self, sending, deliveries)
        if sending.fields.get("delivery_report") in modes and len(set(sending.ends.values())) > 1:
            left = (sending.due + LEAVES - deliveries.now()).total_seconds() + 0.02
            calling._later(max(left, 0), lambda: tell(self, sending, deliveries))

    patch.setattr(Caller, "watch", watching)


def aborted_ones_told_twice(patch: Patch) -> None:
    def tell(caller: Caller, sending: Sending, deliveries: Deliveries) -> None:
        for number, (_, status) in sending.ends.items():
            if status == "Aborted" and deliveries.is_current(sending):
                report = sending.report(number, *sending.state(number, deliveries.now()))
                caller._post(sending.fields["callback_url"], report)

    _told_early(patch, {"per_recipient_final"}, tell)


def summaries_at_the_first_end(patch: Patch) -> None:
    def tell(caller: Caller, sending: Sending, deliveries: Deliveries) -> None:
        caller._tell(sending, deliveries, "full", {})

    _told_early(patch, {"full"}, tell)


def templates_shortened(patch: Patch) -> None:
    compose = sms.compose

    def composing(body: str, *others: Any, truncate: bool) -> list[sms.Message]:
        return compose(sms._cut_to_one_part(body) if truncate else body, *others, truncate=False)

    patch.setattr(reporting, "compose", composing)


def _ended_as(patch: Patch, name: str) -> None:
    """Go by a field of what was replaced."""

    def choose(former: Sending, latter: Sending, _: Fields) -> Sending:
        fields = {key: latter.fields[key] for key in latter.fields if key != name}
        fields |= {name: former.fields[name]} if name in former.fields else {}
        return replace(latter, ends=endings(fields, list(latter.ends)))

    sent_otherwise(patch, "replace", choose)


def limit_of_the_former(patch: Patch) -> None:
    _ended_as(patch, "max_number_of_message_parts")


def values_of_the_former(patch: Patch) -> None:
    _ended_as(patch, "parameters")


ROWS: list[tuple[Careless, str]] = [
    (codes_of_a_status_merged, "DR-061"),
    (aborted_ones_told_twice, "CB-051"),
    (summaries_at_the_first_end, "CB-051"),
    (templates_shortened, "DR-033"),
    (limit_of_the_former, "SENT-limit@replace_batch"),
    (values_of_the_former, "SENT-values@replace_batch"),
]

"""Delivery reports: what became of a message, and which messages a report is about."""

from __future__ import annotations

from datetime import timedelta
from itertools import chain
from typing import TYPE_CHECKING

from .._asking.delivery import (
    BATCH_REPORT,
    RECIPIENT_REPORT,
    batch_report,
    entries,
    final_report,
    listed_reports,
    odd_reference,
    recipient_report,
    recipients_of,
    reports,
    sent_now,
    total_of,
)
from .._asking.expect import expect, expect_equal, expect_field, expect_status
from .._catalogue.requirement import requirement
from .._judgement.levels import MUST, SHOULD
from .._judgement.outcomes import NotTested
from .._material.times import moment_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .._asking.api import Api

_CANCELED = {(407, "Cancelled"), (407, "Aborted")}  # the older documentation has Aborted
# Codes of Sinch's own; those of carriers go with several statuses.
_STATUSES = {
    **dict.fromkeys((402, 403, 404, 405, 406, 408, 410, 411, 412, 413), ("Aborted",)),
    0: ("Delivered",),
    400: ("Queued",),
    401: ("Dispatched",),
    407: ("Cancelled", "Aborted"),
}
_SLACK = timedelta(seconds=1)
_SOME = 3  # members of a group, which may have thousands


@requirement(
    "DR-020",
    MUST,
    BATCH_REPORT,
    "A scheduled batch that is canceled has an empty report",
    source="seed: Cancel: an empty delivery report",
    needs=["scheduling"],
)
def canceled_in_time(api: Api) -> None:
    id = api.sent(to=api.numbers(2))["id"]
    expect_status(api.cancel(id), 200)
    for type in ("summary", "full"):
        found = entries(expect_status(batch_report(api, id, type=type), 200).json)
        expect(not found, f"`statuses` must be empty, had {len(found)} entries")


@requirement(
    "DR-021",
    SHOULD,
    BATCH_REPORT,
    "The report of a batch that is scheduled, or was canceled in time, counts no messages",
    source="inference: decision R11, decision R12",
    needs=["scheduling"],
)
def nothing_to_count(api: Api) -> None:
    id = api.sent()["id"]
    for act in (api.get, api.cancel):
        act(id)
        report = expect_status(batch_report(api, id), 200).json
        expect(not entries(report), "`statuses` must be empty")
        expect_field(report, "total_message_count", 0)


@requirement(
    "DR-022",
    SHOULD,
    RECIPIENT_REPORT,
    "A recipient of a batch that was never sent has no report, or one that says so",
    source="inference: decision R14",
    needs=["scheduling"],
)
def recipient_of_nothing(api: Api) -> None:
    id, number = api.sent()["id"], api.numbers(1)[0]
    waiting = recipient_report(api, id, number)
    if expect_status(waiting, 404, 200).status == 200:
        expect_field(waiting.json, "code", 400)
    expect_status(api.cancel(id), 200)
    canceled = recipient_report(api, id, number)
    if expect_status(canceled, 404, 200).status == 200:
        expect_field(canceled.json, "code", 407)


@requirement(
    "DR-023",
    MUST,
    BATCH_REPORT,
    "Canceling a batch whose messages are final leaves its reports as they are, listed ones too",
    source="seed: Cancel: the delivery report isn't changed; docs: sources §14.3",
    batches=2,
)
def canceled_too_late(api: Api) -> None:
    asked = [(api, api.text(to=api.numbers(2), send_at=...))]
    if "binary" not in api.settings.without:
        other = api.afresh()
        asked.append((other, other.binary(to=api.numbers(2), send_at=...)))
    for asking, document in asked:
        id = str(asking.sent(document)["id"])
        before, listed = final_report(api, id, type="full"), listed_reports(asking, 2)
        own = _own_states(api, id)
        expect_status(api.cancel(id), 200)
        after = expect_status(batch_report(api, id, type="full"), 200).json
        expect_equal(total_of(after), total_of(before), "`total_message_count` after canceling")
        expect_equal(_states(after), _states(before), "`statuses` after canceling")
        expect_equal(_own_states(api, id), own, "the recipients' own reports after canceling")
        kept = listed_reports(asking, 2)
        expect_equal(_listed_states(kept), _listed_states(listed), "listed reports after canceling")


def _own_states(api: Api, id: str) -> list[tuple[str, ...]]:
    reports = [expect_status(recipient_report(api, id, n), 200).json for n in api.numbers(2)]
    return _listed_states(reports)


def _listed_states(reports: Sequence[Mapping[str, object]]) -> list[tuple[str, ...]]:
    return sorted(tuple(str(r.get(n)) for n in ("recipient", "code", "status")) for r in reports)


def _states(report: dict[str, object]) -> list[tuple[int, str, list[str]]]:
    return sorted((e.code, e.status, sorted(e.recipients or ())) for e in entries(report))


@requirement(
    "DR-024",
    MUST,
    BATCH_REPORT,
    "Canceling right after sending tells what was canceled from what wasn't",
    source="seed: Cancel; docs: sources §14.4: 407",
)
def canceled_midway(api: Api) -> None:
    numbers = api.numbers(20)
    id = sent_now(api, to=numbers)
    expect_status(api.cancel(id), 200)
    report = expect_status(batch_report(api, id, type="full"), 200).json
    if not entries(report):
        return  # canceled before any of it was dispatched
    named = recipients_of(report)
    expect(set(named) <= set(numbers), "a report must name recipients of its batch only")
    expect(len(named) == len(set(named)), "a report must name each recipient once")
    for entry in entries(report):
        if entry.code == 407 or entry.status == "Cancelled":
            state = (entry.code, entry.status)
            expect(state in _CANCELED, f"what was canceled is 407 Cancelled, was {state}")


@requirement(
    "DR-027",
    MUST,
    BATCH_REPORT,
    "A code goes with its status, on the way and in the end, and Delivered with code 0 only",
    source="docs: sources §14.4",
)
def codes_go_with_statuses(api: Api) -> None:
    id = sent_now(api, to=api.numbers(2))
    for entry in chain.from_iterable(map(entries, reports(api, id))):
        known = _STATUSES.get(entry.code, (entry.status,))
        is_paired = entry.status in known and (entry.status != "Delivered" or entry.code == 0)
        expect(is_paired, f"code {entry.code} can't be {entry.status}")


@requirement(
    "DR-028",
    MUST,
    BATCH_REPORT,
    "Members of a group are reported with the client reference of the batch, and not the group",
    source="seed: Send, to, client_reference; docs: sources §4; inference: sources §14.1",
    needs=["groups"],
)
def members_of_a_group(api: Api) -> None:
    group = api.settings.group
    if group is None:
        raise NotTested("needs a group that exists: --group")
    reference = odd_reference(api)
    id = sent_now(api, to=[group], client_reference=reference)
    report = final_report(api, id, type="full")
    named = recipients_of(report)
    expect(named, "a full report must name the members")
    expect(group not in named, "a group is no recipient")
    of_some = [expect_status(recipient_report(api, id, n), 200).json for n in named[:_SOME]]
    for told in (report, *of_some):
        expect_field(told, "client_reference", reference)


@requirement(
    "DR-029",
    MUST,
    BATCH_REPORT,
    "A binary batch has reports too",
    source="docs: sources §14.1",
    needs=["binary"],
)
def binary_batch(api: Api) -> None:
    id = api.sent(api.binary(send_at=...))["id"]
    expect_equal(total_of(final_report(api, str(id))), 1, "`total_message_count`")


@requirement(
    "DR-030",
    SHOULD,
    RECIPIENT_REPORT,
    "The time of a report isn't before the batch was created",
    source="docs: sources §14.4; inference: decision R22",
)
def time_of_the_report(api: Api) -> None:
    batch = api.sent(send_at=..., body="Hi")
    final_report(api, batch["id"])
    report = expect_status(recipient_report(api, batch["id"], api.numbers(1)[0]), 200).json
    moment, created = moment_of(report["at"]), moment_of(batch["created_at"])
    expect(
        moment is not None and created is not None and moment >= created - _SLACK,
        f"`at` must not be before created_at, was {report['at']!r}",
    )

"""The filters of the report of a batch."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from .._asking.delivery import (
    BATCH_REPORT,
    batch_report,
    entries,
    final_report,
    sent_now,
    total_of,
)
from .._asking.expect import expect, expect_equal, expect_status
from .._catalogue.requirement import requirement
from .._judgement.levels import MUST, SHOULD

if TYPE_CHECKING:
    from .._asking.api import Api


_TYPES = ("summary", "full")


def mixed(api: Api, count: int = 4) -> str:
    """Return the id of a batch whose messages end in two ways, once all are final."""
    numbers = api.numbers(count)
    values = {"who": dict.fromkeys(numbers[: count // 2], "you")}
    id = sent_now(api, to=numbers, body="Hi ${who}", parameters=values)
    final_report(api, id)
    return id


@requirement(
    "DR-040",
    MUST,
    BATCH_REPORT,
    "status keeps only entries of these statuses, one or several, in both types of report",
    source="docs: sources §14.1",
    needs=["parameters"],
)
def filter_by_status(api: Api) -> None:
    id = mixed(api)
    everything = entries(final_report(api, id))
    present = {entry.status for entry in everything}
    sets = ({"Aborted", "Unknown"}, present, *({status} for status in present))
    for wanted, type in product(sets, _TYPES):
        query = {"status": ",".join(sorted(wanted)), "type": type}
        answer = expect_status(batch_report(api, id, **query), 200)
        found = sorted((entry.code, entry.count) for entry in entries(answer.json))
        due = sorted((each.code, each.count) for each in everything if each.status in wanted)
        expect_equal(found, due, f"`statuses` with {query}")


@requirement(
    "DR-041",
    MUST,
    BATCH_REPORT,
    "code keeps only entries of these codes, one or several, in both types of report",
    source="docs: sources §14.1",
    needs=["parameters"],
)
def filter_by_code(api: Api) -> None:
    id = mixed(api)
    everything = entries(final_report(api, id))
    present = {entry.code for entry in everything}
    sets = ({405, 406}, present, *({code} for code in present))
    for wanted, type in product(sets, _TYPES):
        query = {"code": ",".join(map(str, sorted(wanted))), "type": type}
        answer = expect_status(batch_report(api, id, **query), 200)
        found = sorted((entry.code, entry.count) for entry in entries(answer.json))
        due = sorted((each.code, each.count) for each in everything if each.code in wanted)
        expect_equal(found, due, f"`statuses` with {query}")


@requirement(
    "DR-042",
    SHOULD,
    BATCH_REPORT,
    "Filters leave the number of messages as it is",
    source="sdk: sources §14.1; inference: decision R7",
)
def filters_leave_the_total(api: Api) -> None:
    id = sent_now(api, to=api.numbers(3))
    final_report(api, id)
    report = expect_status(batch_report(api, id, status="Rejected"), 200).json
    expect_equal(total_of(report), 3, "`total_message_count`")
    expect(not entries(report), "no message was rejected")


@requirement(
    "DR-043",
    SHOULD,
    BATCH_REPORT,
    "status may be in upper case, and both lists may have blanks after commas",
    source="sdk: sources §14.1; inference: decision R3, decision R4",
    needs=["parameters"],
)
def forms_of_filters(api: Api) -> None:
    id = mixed(api)
    for query in ({"status": "ABORTED"}, {"status": "Aborted, Unknown"}, {"code": "406, 405"}):
        found = entries(expect_status(batch_report(api, id, **query), 200).json)
        expect_equal([entry.code for entry in found], [405], f"the codes with {query}")


@requirement(
    "DR-044",
    SHOULD,
    BATCH_REPORT,
    "Both filters together keep what fits both",
    source="sdk: sources §14.1; inference: decision R6",
    needs=["parameters"],
)
def both_filters(api: Api) -> None:
    id = mixed(api)
    for code, wanted in (("0", []), ("405", [405]), ("406,405", [405])):
        query = {"status": "Aborted", "code": code}
        found = entries(expect_status(batch_report(api, id, **query), 200).json)
        expect_equal([entry.code for entry in found], wanted, f"the codes with {query}")

"""The list of delivery reports."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from .._asking.delivery import (
    INTERMEDIATE,
    LIST,
    final_report,
    listed_reports,
    odd_reference,
    report_page,
    sent_now,
)
from .._asking.expect import (
    expect,
    expect_equal,
    expect_field,
    expect_status,
    integer_in,
    objects,
    text_in,
)
from .._catalogue.requirement import requirement
from .._judgement.levels import MUST, SHOULD
from .._material.times import moment_of, now, stamp
from .report_filters import mixed

if TYPE_CHECKING:
    from .._asking.api import Api


def _listed(api: Api, **query: Any) -> dict[str, Any]:
    return expect_status(report_page(api, client_reference=api.reference, **query), 200).json


@requirement(
    "DR-050",
    MUST,
    LIST,
    "The list holds the reports of final messages, each with all that it needs",
    source="docs: sources §14.3",
)
def listed(api: Api) -> None:
    numbers = api.numbers(3)
    id = sent_now(api, to=numbers)
    final_report(api, id)
    reports = listed_reports(api, 3)
    expect_equal(
        sorted(text_in(report, "recipient") for report in reports), sorted(numbers), "the numbers"
    )
    for report in reports:
        expect_field(report, "batch_id", id)
        expect_field(report, "type", "recipient_delivery_report_sms")
        expect(moment_of(report["at"]), f"`at` must be a time, was {report['at']!r}")
        expect_field(report, "client_reference", api.reference)


@requirement(
    "DR-051",
    MUST,
    LIST,
    "The list holds final statuses only",
    source="docs: sources §14.3: finished",
)
def final_only(api: Api) -> None:
    sent_now(api, to=api.numbers(5))
    for report in objects(_listed(api, page_size=100), "delivery_reports"):
        status = text_in(report, "status")
        expect(status not in INTERMEDIATE, f"`status` must be a final one, was {status!r}")


@requirement(
    "DR-052",
    MUST,
    LIST,
    "Pages hold each report once; page_size is how many, count how many in all",
    source="docs: sources §14.3; sdk: sources §14.3",
    batches=2,
)
def pages(api: Api) -> None:
    _expect_pages(api, 4, (4, 2), of_batches=2)


@requirement(
    "DR-060",
    MUST,
    LIST,
    "Of 101 reports each is on one page, and count tells them all",
    source="docs: sources §14.3; seed: Send, to [ 1 .. 1000 ] items",
)
def pages_of_many(api: Api) -> None:
    _expect_pages(api, 40, (40, 40, 21))


def _expect_pages(api: Api, most: int, sizes: tuple[int, ...], of_batches: int = 1) -> None:
    count = sum(sizes)
    numbers = api.numbers(count // of_batches)
    for _ in range(of_batches):
        final_report(api, sent_now(api, to=numbers))
    listed_reports(api, count)
    found = []
    for number, size in enumerate(sizes):
        page = _listed(api, page=number, page_size=most)
        expect_field(page, "page", number)
        expect_field(page, "page_size", size)
        expect_field(page, "count", count)
        found += [text_in(report, "recipient") for report in objects(page, "delivery_reports")]
    expect(
        sorted(found) == sorted(numbers * of_batches),
        f"the pages must name each of {len(numbers)} numbers, of each of {of_batches} batches once",
    )


@requirement(
    "DR-053",
    SHOULD,
    LIST,
    "A page past the end is 200 and empty, and knows the count",
    source="sdk: sources §14.3",
)
def past_the_end(api: Api) -> None:
    final_report(api, sent_now(api))
    listed_reports(api, 1)
    page = _listed(api, page=7)
    expect_field(page, "delivery_reports", [])
    expect_field(page, "page_size", 0)
    expect_field(page, "count", 1)


@requirement(
    "DR-054",
    SHOULD,
    LIST,
    "The newest reports come first",
    source="docs: sources §14.3",
    batches=3,
)
def newest_first(api: Api) -> None:
    for _ in range(3):
        final_report(api, sent_now(api))
    moments = [moment_of(report["at"]) for report in listed_reports(api, 3)]
    known = [moment for moment in moments if moment is not None]
    expect_equal(known, sorted(known, reverse=True), "the order of `at`")


@requirement(
    "DR-055",
    MUST,
    LIST,
    "status and code keep only reports of these",
    source="docs: sources §14.3",
    needs=["parameters"],
)
def filtered(api: Api) -> None:
    mixed(api)
    everything = Counter(integer_in(report, "code") for report in listed_reports(api, 4))
    for query in ({"status": "Aborted"}, {"code": "405"}, {"code": "406,405"}):
        reports = listed_reports(api, 2, **query)
        expect_equal([report["code"] for report in reports], [405, 405], f"the codes with {query}")
    for code, count in everything.items():
        found = {integer_in(report, "code") for report in listed_reports(api, count, code=code)}
        expect_equal(found, {code}, f"the codes with code={code}")
    expect_field(_listed(api, status="Rejected"), "count", 0)


@requirement(
    "DR-056",
    MUST,
    LIST,
    "client_reference keeps only reports of batches with exactly this one",
    source="docs: sources §14.3",
    batches=2,
)
def by_reference(api: Api) -> None:
    other = api.afresh()
    mine, theirs = sent_now(api), sent_now(other)
    final_report(api, mine)
    final_report(other, theirs)
    expect_equal([report["batch_id"] for report in listed_reports(api, 1)], [mine], "the batches")
    shorter = expect_status(report_page(api, client_reference=api.reference[:-1]), 200).json
    expect_field(shorter, "count", 0)


@requirement(
    "DR-057",
    SHOULD,
    LIST,
    "A reference may have any characters",
    source="sdk: sources §14.3",
    batches=2,
)
def any_reference(api: Api) -> None:
    for reference in (f"{api.reference}%&! #$+ü", odd_reference(api)):
        final_report(api, sent_now(api, client_reference=reference))
        (report,) = listed_reports(api, 1, client_reference=reference)
        expect_field(report, "client_reference", reference)


@requirement(
    "DR-058",
    MUST,
    LIST,
    "start_date keeps what was final at this very time or after it, end_date what was before",
    source="docs: sources §14.3",
)
def by_dates(api: Api) -> None:
    final_report(api, sent_now(api))
    (report,) = listed_reports(api, 1)
    at = moment_of(report["at"]) or now()
    early, before, after, late = (stamp(at + timedelta(seconds=n)) for n in (-2, -1, 1, 2))
    for query, count in (
        ({"start_date": report["at"]}, 1),
        ({"end_date": report["at"]}, 0),
        ({"start_date": before}, 1),
        ({"start_date": after}, 0),
        ({"end_date": before}, 0),
        ({"end_date": after}, 1),
        ({"start_date": before, "end_date": after}, 1),
        ({"start_date": early, "end_date": before}, 0),
        ({"start_date": after, "end_date": late}, 0),
    ):
        expect_field(_listed(api, **query), "count", count)


@requirement(
    "DR-059",
    MUST,
    LIST,
    "Another plan finds none of these reports",
    source="docs: sources §1",
)
def list_of_another_plan(api: Api) -> None:
    other = api.other_plan()
    final_report(api, sent_now(api))
    listed_reports(api, 1)
    page = expect_status(report_page(other, client_reference=api.reference), 200).json
    expect_field(page, "count", 0)

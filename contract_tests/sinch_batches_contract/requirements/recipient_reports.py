"""The delivery report of a recipient: what it says, and of whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._asking.delivery import (
    RECIPIENT_REPORT,
    entries,
    final_report,
    recipient_report,
    sent_now,
)
from .._asking.expect import expect, expect_field, expect_status, integer_in, text_in
from .._catalogue.requirement import requirement
from .._judgement.levels import MUST, SHOULD
from .._material.times import moment_of
from .reports import of_two_ends

if TYPE_CHECKING:
    from .._asking.api import Api

_UNKNOWN = "01FC66621XXXXX119Z8PMV1QPQ"


@requirement(
    "DR-010",
    MUST,
    RECIPIENT_REPORT,
    "The report of a recipient names batch, number, code, status and time",
    source="docs: sources §14.2, §14.4",
)
def one_recipient(api: Api) -> None:
    numbers = api.numbers(2)
    id = sent_now(api, to=[f"+{number}" for number in numbers])
    final_report(api, id)
    for number in numbers:
        report = expect_status(recipient_report(api, id, number), 200).json
        expect_field(report, "type", "recipient_delivery_report_sms")
        expect_field(report, "batch_id", id)
        expect_field(report, "recipient", number)
        integer_in(report, "code")
        text_in(report, "status")
        expect(moment_of(report["at"]), f"`at` must be a time, was {report['at']!r}")


@requirement(
    "DR-011",
    MUST,
    RECIPIENT_REPORT,
    "The number in the path may have a leading +",
    source="docs: sources §14.2",
)
def number_with_plus(api: Api) -> None:
    _expect_found(api, ["+{}"])


@requirement(
    "DR-012",
    SHOULD,
    RECIPIENT_REPORT,
    "The number in the path may have a leading 00, or an escaped +",
    source="sdk: sources §14.2; inference: decision R15",
)
def other_forms_of_the_number(api: Api) -> None:
    _expect_found(api, ["00{}", "%2B{}"])


def _expect_found(api: Api, forms: list[str]) -> None:
    number = api.numbers(1)[0]
    id = sent_now(api)
    final_report(api, id)
    for form in forms:
        path = f"{api.at(id)}/delivery_report/{form.format(number)}"
        report = expect_status(api.call("GET", path), 200).json
        expect_field(report, "recipient", number)


@requirement(
    "DR-013",
    MUST,
    RECIPIENT_REPORT,
    "A number that the batch wasn't sent to is 404",
    source="docs: sources §14.2",
)
def not_a_recipient(api: Api) -> None:
    expect_status(recipient_report(api, sent_now(api), "12015550999"), 404)


@requirement(
    "DR-014",
    MUST,
    RECIPIENT_REPORT,
    "The report of a recipient agrees with that of the batch",
    source="docs: sources §14.1, §14.2",
    needs=["parameters"],
)
def both_agree(api: Api) -> None:
    numbers = api.numbers(3)
    id = sent_now(api, to=numbers, **of_two_ends(numbers[:1]))
    for entry in entries(final_report(api, id, type="full")):
        for number in entry.recipients or ():
            one = expect_status(recipient_report(api, id, number), 200).json
            expect_field(one, "code", entry.code)
            expect_field(one, "status", entry.status)

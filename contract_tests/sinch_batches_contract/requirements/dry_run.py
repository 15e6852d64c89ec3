"""Dry run: totals, details per recipient, and nothing stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._asking.callbacks import arrived, asking, mailbox, reports, settled
from .._asking.delivery import report_page
from .._asking.expect import expect, expect_equal, expect_field, expect_status, objects
from .._catalogue.requirement import LISTENING, requirement
from .._judgement.levels import MUST, SHOULD
from .._judgement.outcomes import NotTested
from .._line import Document
from .._material.numbers import same_number

if TYPE_CHECKING:
    from .._asking.api import Api

DRY = "dry_run_batch"


def dry_run(api: Api, document: dict[str, Any], **query: Any) -> dict[str, Any]:
    """Return what a dry run answers."""
    return expect_status(api.dry_run(document, query), 200).json


def details(api: Api, document: dict[str, Any], **query: Any) -> dict[str, dict[str, Any]]:
    """Return the details of a dry run by recipient."""
    rows = objects(dry_run(api, document, per_recipient="true", **query), "per_recipient")
    return Document({same_number(row.get("recipient")): row for row in rows})


def bodies(rows: dict[str, dict[str, Any]], *numbers: str) -> list[Any]:
    """Return the body of each recipient; NotTested if the details have other names."""
    if not all({"recipient", "body"} <= row.keys() for row in rows.values()):
        raise NotTested("the details have other names than `recipient` and `body`: see DRY-003")
    return [rows.get(number, {}).get("body") for number in numbers]


def only_detail(api: Api, document: dict[str, Any]) -> dict[str, Any]:
    rows = details(api, document)
    expect(len(rows) == 1, f"`per_recipient` must hold one recipient, {len(rows)} were there")
    return next(iter(rows.values()))


def _many(count: int) -> list[str]:
    # A dry run sends nothing, so these numbers needn't be allowed ones.
    return [f"1201555{index:04d}" for index in range(count)]


@requirement(
    "DRY-001",
    MUST,
    DRY,
    "A dry run is answered 200 with the number of recipients and of message parts",
    source="seed: Dry run, 200",
)
def totals(api: Api) -> None:
    answer = dry_run(api, api.text(to=_many(3), body="x" * 161))
    expect_field(answer, "number_of_recipients", 3)
    expect_field(answer, "number_of_messages", 6)
    if "binary" not in api.settings.without:
        answer = dry_run(api, api.binary(to=_many(3)))
        expect_field(answer, "number_of_recipients", 3)


@requirement(
    "DRY-002",
    MUST,
    DRY,
    "A dry run stores no batch",
    source="seed: Dry run: without actually sending any messages",
)
def nothing_is_stored(api: Api) -> None:
    dry_run(api, api.text())
    page = api.listed(client_reference=api.reference)
    expect(not page.get("batches"), "a dry run must not be listed")


@requirement(
    "DRY-013",
    MUST,
    DRY,
    "A dry run sends nothing: no callback tells of it, and no delivery report",
    source="seed: Dry run: without actually sending any messages",
    batches=1,
    share=LISTENING,
)
def nothing_is_sent(api: Api) -> None:
    box = mailbox(api)
    asked = {"body": "Hi", "delivery_report": "per_recipient_final", "callback_url": box.url}
    dry_run(api, api.text(send_at=..., **asked))
    id = asking(api, box, "per_recipient_final")
    arrived(api, box, id, 1)
    told = {str(report.get("batch_id")) for report in reports(settled(api, box))}
    expect_equal(told, {id}, "the batches that callbacks tell of, after a dry run and a batch")
    if "reports" not in api.settings.without:
        page = expect_status(report_page(api, client_reference=api.reference), 200).json
        told = {str(report.get("batch_id")) for report in objects(page, "delivery_reports")}
        expect(told <= {id}, "a dry run must not be in the list of delivery reports")


@requirement(
    "DRY-003",
    SHOULD,
    DRY,
    "With per_recipient=true each recipient has number, parts, body and encoding",
    source="sdk: sources §7, the names of the four fields",
)
def details_per_recipient(api: Api) -> None:
    to = _many(3)
    rows = details(api, api.text(to=to, body="Hello"))
    expect_equal(sorted(rows), to, "the recipients in `per_recipient`")
    for row in rows.values():
        expect_field(row, "number_of_parts", 1)
        expect_field(row, "body", "Hello")
        expect(isinstance(row.get("encoding"), str), "`encoding` must be a string")


@requirement(
    "DRY-004",
    MUST,
    DRY,
    "Without per_recipient there are no details",
    source="docs: sources §7",
)
def no_details_by_default(api: Api) -> None:
    for query in ({}, {"per_recipient": "false"}):
        answer = dry_run(api, api.text(), **query)
        expect(not answer.get("per_recipient"), "`per_recipient` must be left out")


@requirement(
    "DRY-005",
    MUST,
    DRY,
    "Each recipient's body has its own value of a parameter, or the default",
    source="docs: sources §5",
    needs=["parameters"],
)
def values_of_parameters(api: Api) -> None:
    first, second, third = _many(3)
    parameters = {
        "name": {first: "Joe", f"+{second}": "Ann", "default": "there"},
        "n": {"default": "1"},
    }
    document = api.text(
        to=[first, second, third], body="Hi ${name}${n} ${name}!", parameters=parameters
    )
    rows = details(api, document)
    found = bodies(rows, first, second, third)
    expect_equal(found, ["Hi Joe1 Joe!", "Hi Ann1 Ann!", "Hi there1 there!"], "the bodies")


@requirement(
    "DRY-006",
    MUST,
    DRY,
    "Keys of parameters are case sensitive, and a dot in one stands for a dot only",
    source="docs: sources §5",
    needs=["parameters"],
)
def case_of_keys(api: Api) -> None:
    keys = {"n.me": "dotted", "name": "small", "Name": "large"}
    parameters = {key: {"default": value} for key, value in keys.items()}
    document = api.text(body="${n.me} ${Name} ${name}", parameters=parameters)
    rows = details(api, document)
    expect_equal(bodies(rows, *rows), ["dotted large small"], "the bodies")


@requirement(
    "DRY-007",
    MUST,
    DRY,
    "number_of_recipients limits the details, not the totals",
    source="seed: Dry run, number_of_recipients",
)
def limited_details(api: Api) -> None:
    document = api.text(to=_many(5))
    for limit, shown in ((2, 2), (1000, 5)):
        query = {"per_recipient": "true", "number_of_recipients": limit}
        answer = dry_run(api, document, **query)
        expect_equal(len(objects(answer, "per_recipient")), shown, "the number of details")
        expect_field(answer, "number_of_recipients", 5)
        expect_field(answer, "number_of_messages", 5)


@requirement(
    "DRY-008",
    MUST,
    DRY,
    "Without number_of_recipients there are details of 100 recipients",
    source="seed: Dry run, number_of_recipients, Default: 100",
)
def default_limit(api: Api) -> None:
    answer = dry_run(api, api.text(to=_many(101)), per_recipient="true")
    expect_equal(len(objects(answer, "per_recipient")), 100, "the number of details")
    expect_field(answer, "number_of_recipients", 101)


@requirement(
    "DRY-009",
    SHOULD,
    DRY,
    "per_recipient may be written True",
    source="sdk: sources §3; decision 67",
)
def capital_true(api: Api) -> None:
    answer = dry_run(api, api.text(), per_recipient="True")
    expect_equal(len(objects(answer, "per_recipient")), 1, "the number of details")


@requirement(
    "DRY-010",
    SHOULD,
    DRY,
    "A binary batch has one part per recipient and no details",
    source="sdk: sources §7",
    needs=["binary"],
)
def binary_dry_run(api: Api) -> None:
    answer = dry_run(api, api.binary(to=_many(2)), per_recipient="true")
    expect_field(answer, "number_of_recipients", 2)
    expect_field(answer, "number_of_messages", 2)
    expect("per_recipient" not in answer, "`per_recipient` must be left out")


@requirement(
    "DRY-012",
    SHOULD,
    DRY,
    "A recipient without a value keeps the placeholder, and is counted",
    source="inference: decision 23",
    needs=["parameters"],
)
def missing_value(api: Api) -> None:
    first, second = _many(2)
    parameters = {"name": {first: "Joe"}}
    rows = details(api, api.text(to=[first, second], body="Hi ${name}", parameters=parameters))
    expect_equal(rows.get(second, {}).get("body"), "Hi ${name}", "the body without a value")

"""Dry run: how many parts a message has, and in which encoding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._catalogue import requirement
from .._expect import expect_equal, expect_field
from .._levels import MUST, SHOULD
from .dry_run import DRY, details, dry_run, only_detail

if TYPE_CHECKING:
    from .._api import Api

_NEEDS = ["dry-run"]


def _expect_parts(api: Api, *cases: tuple[str, int]) -> None:
    for body, parts in cases:
        answer = dry_run(api, api.text(body=body))
        what = f"`number_of_messages` of {len(body)} characters like {body[:12]!r}"
        expect_equal(answer.get("number_of_messages"), parts, what)


@requirement(
    "PART-001",
    MUST,
    DRY,
    "160 GSM characters are one part",
    source="docs: sources §7",
    needs=_NEEDS,
    batches=0,
)
def one_gsm_part(api: Api) -> None:
    _expect_parts(api, ("a" * 160, 1), ("a" * 161, 2), ("@£$¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ" * 5, 1))


@requirement(
    "PART-002",
    MUST,
    DRY,
    "Each part of a longer GSM message has 153 characters",
    source="docs: sources §7",
    needs=_NEEDS,
    batches=0,
)
def gsm_parts(api: Api) -> None:
    _expect_parts(api, ("a" * 306, 2), ("a" * 307, 3), ("a" * 918, 6))


@requirement(
    "PART-014",
    SHOULD,
    DRY,
    "From the seventh part on, too, parts have 153 characters of GSM or 67 of Unicode",
    source="docs: sources §7; decision 64",
    needs=_NEEDS,
    batches=0,
)
def many_parts(api: Api) -> None:
    _expect_parts(api, ("a" * 1071, 7), ("a" * 1072, 8), ("中" * 469, 7), ("中" * 470, 8))


@requirement(
    "PART-003",
    MUST,
    DRY,
    "An extension character of GSM counts twice",
    source="docs: sources §7",
    needs=_NEEDS,
    batches=0,
)
def extension_characters(api: Api) -> None:
    _expect_parts(api, *((character * 80, 1) for character in "|^€{}[]~\\"))
    _expect_parts(api, ("€" * 80 + "a", 2))


@requirement(
    "PART-004",
    MUST,
    DRY,
    "With a character outside GSM, 70 characters are one part",
    source="docs: sources §7",
    needs=_NEEDS,
    batches=0,
)
def one_unicode_part(api: Api) -> None:
    _expect_parts(api, ("中" * 70, 1), ("中" * 71, 2), ("a" * 70 + "中", 2))


@requirement(
    "PART-012",
    SHOULD,
    DRY,
    "Curly quotes and small ç aren't in GSM, unless the plan replaces them",
    source="docs: sources §7, the GSM table; auto-encoding is a setting of the plan",
    needs=_NEEDS,
    batches=0,
)
def near_gsm(api: Api) -> None:
    _expect_parts(api, ("a" * 70 + "“", 2), ("ç" * 71, 2))


@requirement(
    "PART-005",
    MUST,
    DRY,
    "Each part of a longer Unicode message has 67 characters",
    source="docs: sources §7",
    needs=_NEEDS,
    batches=0,
)
def unicode_parts(api: Api) -> None:
    _expect_parts(api, ("中" * 134, 2), ("中" * 135, 3), ("中" * 402, 6))


@requirement(
    "PART-006",
    SHOULD,
    DRY,
    "A character outside the basic plane counts twice",
    source="inference: sources §7",
    needs=_NEEDS,
    batches=0,
)
def astral_characters(api: Api) -> None:
    _expect_parts(api, ("\U0001f600" * 35, 1), ("\U0001f600" * 36, 2))


@requirement(
    "PART-007",
    MUST,
    DRY,
    "Parts are counted in the body with its values in place",
    source="docs: sources §7",
    needs=[*_NEEDS, "parameters"],
    batches=0,
)
def parts_after_substitution(api: Api) -> None:
    first, second = "12015550101", "12015550102"
    parameters = {"x": {first: "b" * 151, "default": "b"}}
    document = api.text(to=[first, second], body="a" * 10 + "${x}", parameters=parameters)
    expect_field(dry_run(api, document), "number_of_messages", 3)


@requirement(
    "PART-013",
    SHOULD,
    DRY,
    "The details give the parts of each recipient's own message",
    source="sdk: sources §7, `number_of_parts`",
    needs=[*_NEEDS, "parameters"],
    batches=0,
)
def parts_per_recipient(api: Api) -> None:
    first, second = "12015550101", "12015550102"
    parameters = {"x": {first: "b" * 151, "default": "b"}}
    rows = details(api, api.text(to=[first, second], body="a" * 10 + "${x}", parameters=parameters))
    parts = [rows.get(number, {}).get("number_of_parts") for number in (first, second)]
    expect_equal(parts, [2, 1], "`number_of_parts`")


@requirement(
    "PART-008",
    SHOULD,
    DRY,
    "The encoding is text or unicode, per recipient",
    source="sdk: sources §7",
    needs=[*_NEEDS, "parameters"],
    batches=0,
)
def encoding(api: Api) -> None:
    first, second = "12015550101", "12015550102"
    document = api.text(
        to=[first, second], body="${x}", parameters={"x": {first: "€", "default": "ж"}}
    )
    rows = details(api, document)
    found = [rows.get(number, {}).get("encoding") for number in (first, second)]
    expect_equal(found, ["text", "unicode"], "`encoding`")


@requirement(
    "PART-009",
    SHOULD,
    DRY,
    "No part ends between the halves of an extension character or a surrogate pair",
    source="inference: decision 26",
    needs=_NEEDS,
    batches=0,
)
def pairs_are_not_split(api: Api) -> None:
    _expect_parts(api, ("a" * 152 + "€" + "a" * 152, 3))
    _expect_parts(api, ("ж" * 66 + "\U0001f600" + "ж" * 66, 3))


@requirement(
    "PART-010",
    SHOULD,
    DRY,
    "truncate_concat cuts each body to one part",
    source="seed: Send, truncate_concat; inference: decision 27",
    needs=_NEEDS,
    batches=0,
)
def truncated(api: Api) -> None:
    document = api.text(body="a" * 161, truncate_concat=True)
    row = only_detail(api, document)
    expect_field(row, "number_of_parts", 1)
    expect_field(row, "body", "a" * 160)
    expect_field(dry_run(api, document), "number_of_messages", 1)
    row = only_detail(api, api.text(body="a" * 161, truncate_concat=False))
    expect_field(row, "number_of_parts", 2)
    expect_field(row, "body", "a" * 161)


@requirement(
    "PART-011",
    SHOULD,
    DRY,
    "An empty body is one part",
    source="inference: decision 26",
    needs=_NEEDS,
    batches=0,
)
def empty_body(api: Api) -> None:
    _expect_parts(api, ("", 1))

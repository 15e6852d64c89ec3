"""Dry run: how many parts a message has, and in which encoding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._asking.expect import expect_equal, expect_field
from .._catalogue.requirement import requirement
from .._judgement.levels import MUST, SHOULD, Level
from .dry_run import DRY, details, dry_run, only_detail

if TYPE_CHECKING:
    from .._asking.api import Api


# Of the GSM alphabet all that has no escape.
_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)


def _expect_parts(api: Api, *cases: tuple[str, int]) -> None:
    for body, parts in cases:
        answer = dry_run(api, api.text(body=body))
        what = f"`number_of_messages` of {len(body)} characters like {body[:12]!r}"
        expect_equal(answer.get("number_of_messages"), parts, what)


def _in_one(character: str, whole: int, part: int) -> tuple[tuple[str, int], ...]:
    """Return texts of one part: what fits one of many parts, and what needs a whole message."""
    counts = (1, part - 1, part, part + 1, whole - 1, whole)
    return (*((character * count, 1) for count in counts), (character * (whole + 1), 2))


def _in_many(character: str, part: int) -> tuple[tuple[str, int], ...]:
    """Return texts that fill up to six parts, and those of a character more."""
    filled = ((character * (part * parts), parts) for parts in range(2, 7))
    begun = ((character * (part * parts + 1), parts + 1) for parts in range(2, 6))
    return (*filled, *begun)


# How many parts texts have: id, level, rule, source, and each text with its parts.
_PARTS: tuple[tuple[str, Level, str, str, tuple[tuple[str, int], ...]], ...] = (
    (
        "PART-001",
        MUST,
        "Up to 160 GSM characters are one part",
        "docs: sources §7",
        (
            *_in_one("a", 160, 153),
            (_BASIC, 1),
            (_BASIC + "a" * (160 - len(_BASIC)), 1),
        ),
    ),
    (
        "PART-002",
        MUST,
        "Each part of a longer GSM message has 153 characters",
        "docs: sources §7",
        _in_many("a", 153),
    ),
    (
        "PART-014",
        SHOULD,
        "From the seventh part on, too, parts have 153 characters of GSM or 67 of Unicode",
        "docs: sources §7; decision 64",
        (
            ("a" * 1071, 7),
            ("a" * 1072, 8),
            ("中" * 469, 7),
            ("中" * 470, 8),
        ),
    ),
    (
        "PART-003",
        MUST,
        "An extension character of GSM counts twice",
        "docs: sources §7",
        (
            *((character * 80, 1) for character in "|^€{}[]~\\"),
            ("€" * 80 + "a", 2),
            *(("€" * (76 * parts), parts) for parts in range(2, 7)),
            *(("€" * (77 * parts), parts + 1) for parts in range(2, 6)),
        ),
    ),
    (
        "PART-004",
        MUST,
        "With a character outside GSM, up to 70 characters are one part",
        "docs: sources §7",
        (
            *_in_one("中", 70, 67),
            ("a" * 70 + "中", 2),
        ),
    ),
    (
        "PART-012",
        SHOULD,
        "Curly quotes, a bare grave accent and ç aren't in GSM, unless the plan replaces them",
        "docs: sources §7, the GSM table; auto-encoding is a setting of the plan",
        (
            ("a" * 70 + "“", 2),
            ("ç" * 71, 2),
            ("`" * 71, 2),
        ),
    ),
    (
        "PART-005",
        MUST,
        "Each part of a longer Unicode message has 67 characters",
        "docs: sources §7",
        _in_many("中", 67),
    ),
    (
        "PART-006",
        SHOULD,
        "A character outside the basic plane counts twice",
        "inference: sources §7",
        (
            ("\U0001f600" * 35, 1),
            ("\U0001f600" * 36, 2),
        ),
    ),
    (
        "PART-009",
        SHOULD,
        "No part ends between the halves of an extension character or a surrogate pair",
        "inference: decision 26",
        (
            ("a" * 152 + "€" + "a" * 152, 3),
            ("ж" * 66 + "\U0001f600" + "ж" * 66, 3),
        ),
    ),
    ("PART-011", SHOULD, "An empty body is one part", "inference: decision 26", (("", 1),)),
)


def _enter(
    id: str, level: Level, title: str, source: str, cases: tuple[tuple[str, int], ...]
) -> None:
    @requirement(id, level, DRY, title, source=source)
    def has_so_many_parts(api: Api) -> None:
        _expect_parts(api, *cases)


for _row in _PARTS:
    _enter(*_row)


@requirement(
    "PART-007",
    MUST,
    DRY,
    "Parts are counted in each message with its own values in place, in its own encoding",
    source="docs: sources §7",
    needs=["parameters"],
)
def parts_after_substitution(api: Api) -> None:
    first, second = "12015550101", "12015550102"
    parameters = {"x": {first: "b" * 151, "default": "b"}}
    document = api.text(to=[first, second], body="a" * 10 + "${x}", parameters=parameters)
    expect_field(dry_run(api, document), "number_of_messages", 3)
    parameters = {"x": {first: "ж", "default": "y"}}
    document = api.text(to=[first, second], body="a" * 99 + "${x}", parameters=parameters)
    expect_field(dry_run(api, document), "number_of_messages", 3)


@requirement(
    "PART-013",
    SHOULD,
    DRY,
    "The details give the parts of each recipient's own message",
    source="sdk: sources §7, `number_of_parts`",
    needs=["parameters"],
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
    needs=["parameters"],
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
    "PART-010",
    SHOULD,
    DRY,
    "truncate_concat cuts each body to one part",
    source="seed: Send, truncate_concat; inference: decision 27",
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

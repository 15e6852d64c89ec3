"""The catalogue: ids, levels, sources, and the page that is made from it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from sinch_batches_contract._catalogue.requirement import Requirement
from sinch_batches_contract._catalogue.unobservable import UNOBSERVABLE
from sinch_batches_contract._command.listing import catalogue_document
from sinch_batches_contract._judgement.levels import Level
from sinch_batches_contract._run._selection import everything
from sinch_batches_contract._spec.operations import ANY_OPERATION, operations
from sinch_batches_contract._spec.page import SECTIONS

from .conftest import Judge

ROOT = Path(__file__).parents[2]
SEED_OR_DOCS = re.compile(r"\b(seed|docs)\b")


@pytest.fixture(scope="module")
def entries() -> list[Requirement]:
    return list(everything())


def test_every_id_stands_once(entries: list[Requirement]) -> None:
    counted = Counter(entry.id for entry in entries)
    assert [name for name, count in counted.items() if count > 1] == []


def test_the_page_of_requirements_is_what_the_catalogue_gives() -> None:
    page = (ROOT / "docs" / "requirements.md").read_text(encoding="utf-8")
    assert page == catalogue_document(), (
        "run: python -m sinch_batches_contract._command.listing > docs/requirements.md"
    )


def test_every_requirement_names_an_operation_and_a_source(entries: list[Requirement]) -> None:
    known = {*operations(), ANY_OPERATION}
    assert {entry.operation for entry in entries} <= known
    assert all(re.search(r"\b(seed|docs|sdk|inference)\b", entry.source) for entry in entries)
    assert all(entry.title for entry in entries)


def test_what_is_not_documented_is_never_a_must(entries: list[Requirement]) -> None:
    musts = [entry for entry in entries if entry.level is Level.MUST]
    assert [entry.id for entry in musts if not SEED_OR_DOCS.search(entry.source)] == []


def test_every_operation_has_checks_boundaries_or_stories(entries: list[Requirement]) -> None:
    assert {entry.operation for entry in entries} == {*operations(), ANY_OPERATION}


def test_a_rule_that_is_not_checked_has_a_reason() -> None:
    assert all(rule and why for _, rule, why in UNOBSERVABLE)


def test_list_prints_the_catalogue_and_judges_nothing(
    judge: Judge, entries: list[Requirement]
) -> None:
    run = judge("--list")

    assert run.exit_code == 0
    lines = run.out.splitlines()
    assert len(lines) == len(entries)
    assert lines[0].split("\t")[:3] == ["HTTP-001", "MUST", "check"]


def test_list_keeps_to_the_choice(judge: Judge) -> None:
    run = judge("--list", "--only", "SEND-00*", "--skip", "SEND-009")
    ids = [line.split("\t")[0] for line in run.out.splitlines()]
    assert ids == ["SEND-001"]


# What a source may name: a section of the API page, a paragraph of docs/sources.md, a decision.
SECTION = "|".join(["Batches", *SECTIONS.values()])
LEADS_SOMEWHERE = re.compile(
    rf"seed: ({SECTION})\b|sources §\d|decision (\d|[1-5]\d|6[0-8]|R\d|R[12]\d|R30)\b"
    r"|contradiction \d|page L\d"
)


def test_every_source_leads_to_a_section_of_the_page_or_of_this_repository(
    entries: list[Requirement],
) -> None:
    assert [
        (entry.id, entry.source)
        for entry in entries
        if not LEADS_SOMEWHERE.search(entry.source) and not entry.id.startswith("PROP-")
    ] == []


def test_every_title_stands_alone(entries: list[Requirement]) -> None:
    leaning = re.compile(r"^(That|This|It|Such|The same)\b|\bsuch\b|\bthose\b", re.IGNORECASE)
    assert [entry.title for entry in entries if leaning.search(entry.title)] == []

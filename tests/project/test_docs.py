"""What the documents say of commands, targets and files is so."""

from __future__ import annotations

import functools
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from sinch_batches_contract._load.invariants import INVARIANTS
from sinch_batches_contract._run._selection import everything

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
TARGETS = set(re.findall(r"^([a-z][a-z0-9-]*):", MAKEFILE, re.MULTILINE))


@functools.cache
def help_of(command: str) -> str:
    run = [str(Path(sys.executable).with_name("sinch-batches")), command, "--help"]
    help_text: str = subprocess.run(run, check=True, capture_output=True, text=True).stdout
    return help_text


def named(document: Path) -> str:
    return str(document.relative_to(ROOT))


def shell_lines(document: Path) -> list[str]:
    blocks = re.findall(
        r"```(?:sh|shell|bash|console)\n(.*?)```", document.read_text("utf-8"), re.DOTALL
    )
    return [line for block in blocks for line in block.replace("\\\n", " ").splitlines()]


def code_spans(document: Path) -> list[str]:
    prose = re.sub(r"```.*?```", "", document.read_text("utf-8"), flags=re.DOTALL)
    return re.findall(r"`([^`\n]+)`", prose)


# What is gone may be named where it is told that it has gone.
@pytest.mark.parametrize("document", [d for d in DOCUMENTS if d.name != "CHANGELOG.md"], ids=named)
def test_every_requirement_that_a_document_names_is_in_the_catalogue(document: Path) -> None:
    known = {entry.id for entry in everything()} | {entry.id for entry in INVARIANTS}
    told = re.findall(r"\b[A-Z]{2,5}-\d{3}\b(?!@)", document.read_text("utf-8"))
    assert set(told) - known == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_make_target_that_a_document_names_exists(document: Path) -> None:
    for line in [*shell_lines(document), *code_spans(document)]:
        if line.startswith("make "):
            words = shlex.split(line, comments=True)
            targets = [word for word in words[1:] if re.fullmatch(r"[a-z][a-z0-9-]*", word)]
            assert set(targets) <= TARGETS, line


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_link_to_a_file_leads_to_one(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", document.read_text("utf-8")):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert (document.parent / target).exists(), target


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_option_of_a_command_that_a_document_names_exists(document: Path) -> None:
    for line in shell_lines(document):
        if "sinch-batches " not in line or "pip install" in line:
            continue
        words = shlex.split(line.split("sinch-batches ", 1)[1], comments=True)
        command = words[0]
        options = [word.split("=")[0] for word in words[1:] if word.startswith("--")]
        known = help_of(command)
        assert [option for option in options if not re.search(rf"{option}\b", known)] == [], line


def test_every_target_says_what_it_does() -> None:
    phony = set(re.findall(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE))
    silent = {"fresh-client"}
    described = set(re.findall(r"^([a-z][a-z0-9-]*):.*## ", MAKEFILE, re.MULTILINE))
    assert phony - silent == described


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_test_that_a_document_names_exists(document: Path) -> None:
    for span in code_spans(document):
        if span.startswith("tests/") and ".py" in span:
            path, _, test = span.partition("::")
            source = (ROOT / path).read_text("utf-8")
            assert f"def {test}" in source, span

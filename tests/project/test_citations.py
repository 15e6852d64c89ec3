"""Every source that a rule cites is in docs/sources.md or docs/contradictions.md.

The forms are those that docs/sources.md tells: `sources §2.1`, `decision 35`, `contradiction 7`,
`page L314`, and `seed: Send, expire_at: max is 3 days` for a section of the API page.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = (ROOT / "docs/sources.md").read_text("utf-8")
CONTRADICTIONS = (ROOT / "docs/contradictions.md").read_text("utf-8")
ANCHORS = set(re.findall(r'<a id="([^"]+)"></a>', SOURCES + CONTRADICTIONS))
LAST_LINE = 1497
KINDS = {"seed", "docs", "sdk", "inference"}

JOIN = r"(?:, | to | and )"
SECTIONS = re.compile(rf"\bsources\s+(§\d+(?:\.\d+)*(?:{JOIN}§\d+(?:\.\d+)*)*)")
ITEMS = re.compile(rf"\b(decision|contradiction)s?\s+(R?\d+(?:{JOIN}R?\d+)*)")
LINES = re.compile(rf"\bpage (L\d+(?:-\d+)?(?:{JOIN}L\d+(?:-\d+)?)*)")
# In Python `seed: int` is a type, no source. What openapi.yaml doesn't mark is on the page.
SEED = re.compile(r"\bseed: (?!int\b|str\b|\w+ in openapi\.yaml)(?P<head>[A-Za-z][^\"`|:;.)\]\n]*)")
# What can't be followed: a section of who knows what.
STRAY = re.compile(r"§\d\S*|(?:api|report)-facts")


def sections_of_the_page() -> dict[str, set[str]]:
    table = SOURCES.partition('id="s0.1"')[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ([A-Za-z ]+?) \| \d+-\d+ \| (.*) \|$", table, re.MULTILINE)
    return {section: set(re.findall(r"[a-z_]+|\d+", names)) for section, names in rows}


PAGE = sections_of_the_page()


def anchors_named(text: str) -> Iterator[tuple[str, str]]:
    """Each citation of one of the two pages, and the anchor that it needs."""
    for cited in SECTIONS.findall(text):
        yield from ((f"sources §{n}", f"s{n}") for n in re.findall(r"[\d.]+", cited))
    for kind, cited in ITEMS.findall(text):
        yield from ((f"{kind} {n}", f"{kind}-{n}") for n in re.findall(r"R?\d+", cited))


def is_on_the_page(head: str) -> bool:
    """Whether sections and fields such as `Send, expire_at` are those of the API page."""
    names = [name.strip() for name in head.split(",")]
    known = [PAGE[name] for name in names if name in PAGE]
    fields = {name for name in names[len(known) :] if re.fullmatch(r"[a-z]+(_[a-z]+)+", name)}
    return names[0] in PAGE and fields <= set[str]().union(*known)


def faults(text: str) -> Iterator[str]:
    yield from (cited for cited, anchor in anchors_named(text) if anchor not in ANCHORS)
    for cited in LINES.findall(text):
        lines = [int(line) for line in re.findall(r"\d+", cited)]
        yield from (f"page L{line}" for line in lines if not 1 <= line <= LAST_LINE)
    yield from (seed[0] for seed in SEED.finditer(text) if not is_on_the_page(seed["head"]))
    yield from STRAY.findall(SECTIONS.sub("", text))


def tracked() -> list[str]:
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    out: str = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    named = {"docs/sources.md", "tests/project/test_citations.py"}
    return sorted(set(out.splitlines()) - named)


def test_every_citation_leads_to_a_place_that_exists() -> None:
    nowhere: dict[str, list[str]] = {}
    for name in tracked():
        path = ROOT / name
        if path.suffix in {".py", ".md", ".yaml", ".toml", ".jinja", ".html"} and path.is_file():
            found = list(faults(path.read_text("utf-8")))
            nowhere |= {name: found} if found else {}
    assert not nowhere


@pytest.mark.parametrize(
    "text",
    [
        "sources §99",
        "sources §2.1, §2.9",
        "decision 999",
        "decisions 1 to 999",
        "decision R99",
        "contradiction 33",
        "page L1498",
        "seed: Sent, body",
        "seed: Feedback, expire_at",
        "(§7.1)",
        "docs: §2",
        "api" + "-facts",
    ],
)
def test_a_citation_that_leads_nowhere_is_found(text: str) -> None:
    assert list(faults(text))


def test_every_row_and_section_can_be_cited() -> None:
    assert {f"contradiction-{number}" for number in range(1, 33)} <= ANCHORS
    assert {f"decision-{number}" for number in range(1, 69)} <= ANCHORS
    assert {f"decision-R{number}" for number in range(1, 31)} <= ANCHORS
    assert {f"s{number}" for number in range(16)} <= ANCHORS
    assert len(PAGE) == 10


def test_every_link_between_the_two_pages_leads_to_an_anchor() -> None:
    for text in (SOURCES, CONTRADICTIONS):
        for anchor in re.findall(r"\]\((?:sources|contradictions)?(?:\.md)?#([^)]+)\)", text):
            assert anchor in ANCHORS, anchor


def test_every_fact_names_a_source_of_the_table() -> None:
    table = SOURCES.partition('id="s0.1"')[0]
    tags = {
        tag.strip()
        for row in re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE)
        for tag in row.split(",")
    }
    for cited in re.findall(r"\[((?:seed|docs|sdk|inference)[^\]]*)\]", SOURCES):
        for part in cited.split(";"):
            kind, _, names = " ".join(part.split()).partition(": ")
            assert kind in KINDS, cited
            if kind in {"docs", "sdk"} and names:
                told = {re.split(r"'| \d| ", name.strip())[0] for name in names.split(",")}
                assert told <= tags | {"the", "checked"}, cited

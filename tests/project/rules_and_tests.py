"""Which tests hold each rule, as their citations say: `python -m tests.project.rules_and_tests`.

It writes docs/rules-and-tests.md.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.project.test_citations import ITEMS, PAGE, SECTIONS, SEED

from sinch_batches_contract._run._selection import everything

ROOT = Path(__file__).resolve().parents[2]
PAGE_OF_RULES = ROOT / "docs/rules-and-tests.md"
_INTRODUCTION = """\
# Rules and their tests

Which tests hold a rule, as they cite it: those of the server and of the client by file, the
requirements of the suite by the beginning of their ids; [Requirements](requirements.md) lists each.
A test that cites a section means its parts too. This page is made by
`python -m tests.project.rules_and_tests`; a test holds it up to date.
"""
_PARTS = {
    "seed": ("The API page", "section"),
    "sources": ("Sources", "section of [Sources](sources.md)"),
    "decision": ("Decisions", "row of [Contradictions and decisions](contradictions.md)"),
    "contradiction": ("Contradictions", "row of [Contradictions and decisions](contradictions.md)"),
}
_RANGE = re.compile(r"(R?)(\d+) to R?(\d+)")
_BY_FILE = ("tests/server", "tests/client")

Rule = tuple[str, str]


def rules_cited(text: str) -> Iterator[Rule]:
    """Each rule that a text cites, as its kind and its name there."""
    for seed in SEED.finditer(text):
        yield from (("seed", name) for name in re.split(", ", seed["head"]) if name in PAGE)
    for cited in SECTIONS.findall(text):
        yield from (("sources", number) for number in _spelt_out(cited.replace("§", "")))
    for kind, cited in ITEMS.findall(text):
        yield from ((kind, number) for number in _spelt_out(cited))


def _spelt_out(cited: str) -> list[str]:
    """The numbers of `1, 3 to 5 and R2`; those between `14.1` and `14.3` as well."""

    def between(span: re.Match[str]) -> str:
        return ", ".join(f"{span[1]}{n}" for n in range(int(span[2]), int(span[3]) + 1))

    cited = re.sub(
        r"(\d+)\.(\d+) to \1\.(\d+)", lambda span: _parts(*map(int, span.groups())), cited
    )
    return re.findall(r"R?\d+(?:\.\d+)*", _RANGE.sub(between, cited))


def _parts(section: int, first: int, last: int) -> str:
    return ", ".join(f"{section}.{part}" for part in range(first, last + 1))


def tests_by_rule() -> dict[Rule, dict[str, set[str]]]:
    found: dict[Rule, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for folder in _BY_FILE:
        for path in (ROOT / folder).rglob("test_*.py"):
            for rule in rules_cited(path.read_text("utf-8")):
                found[rule][folder].add(path.relative_to(ROOT).as_posix())
    for entry in everything():
        for rule in rules_cited(entry.source):
            found[rule]["suite"].add(f"{entry.id.partition('-')[0]}-*")
    return found


def document() -> str:
    found = tests_by_rule()
    lines = [_INTRODUCTION]
    for kind, (heading, column) in _PARTS.items():
        lines += [
            f"## {heading}",
            "",
            f"| {column} | server | client | suite |",
            "|---|---|---|---|",
        ]
        for rule in sorted((rule for rule in found if rule[0] == kind), key=_place):
            cells = (", ".join(f"`{each}`" for each in sorted(found[rule][by])) for by in _COLUMNS)
            lines.append(f"| {_shown(*rule)} | {' | '.join(cells)} |")
        lines.append("")
    return "\n".join(lines)


_COLUMNS = (*_BY_FILE, "suite")


def _place(rule: Rule) -> tuple[object, ...]:
    if rule[0] == "seed":
        return (list(PAGE).index(rule[1]),)
    return (rule[1].startswith("R"), [int(part) for part in rule[1].lstrip("R").split(".")])


def _shown(kind: str, name: str) -> str:
    if kind == "seed":
        return name
    if kind == "sources":
        return f"[sources §{name}](sources.md#s{name})"
    return f"[{kind} {name}](contradictions.md#{kind}-{name})"


if __name__ == "__main__":
    PAGE_OF_RULES.write_text(document(), "utf-8")

"""The matrix counts a kill only if a requirement that describes the fault has failed."""

from __future__ import annotations

from pathlib import Path

import pytest

from .document import has, put
from .kept import Kept
from .matrix import Row, median_seconds, one_line, survivors, table, totals
from .registry import SEMANTIC, SYNTACTIC, Fault, chosen, faults
from .running import ROOT, Sign, Verdict
from .surgery import nothing

LEAK = Fault("leak", SEMANTIC, "Plans leak", ("ISO-002", "ISO-003"), nothing)
LIMIT = Fault("limit", SYNTACTIC, "No limit", ("BOUND-*-to-maxItems",), nothing)


def row(fault: Fault, *signs: tuple[str, str, float], exit_code: int = 1) -> Row:
    made = tuple(Sign(*sign) for sign in signs)
    return Row(fault, Verdict(exit_code, 9.0, made, 5, "out\nno answer\n"))


def test_the_first_describing_requirement_kills() -> None:
    killed = row(
        LEAK,
        ("GET-001", "requirement", 0.5),
        ("ISO-003", "requirement", 1.5),
        ("ISO-002", "model", 2.5),
    )
    assert killed.outcome == "killed"
    assert [sign.seconds for sign in killed.naming] == [1.5, 2.5]
    assert one_line(killed).split() == ["leak", "killed", "1.5", "s", "requirement", "ISO-003"]


@pytest.mark.parametrize(
    ("made", "outcome"),
    [
        (row(LEAK, exit_code=0), "survived"),
        (row(LEAK, ("GET-001", "requirement", 0.5)), "misnamed"),
        (row(LIMIT, ("PROP-send_batch-invalid", "property", 0.5)), "misnamed"),
        (row(LIMIT, ("BOUND-send_batch-text-to-maxItems", "boundary", 0.5)), "killed"),
        (row(LEAK, exit_code=2), "no verdict"),
    ],
)
def test_anything_else_does_not(made: Row, outcome: str) -> None:
    assert made.outcome == outcome
    assert (made.fault.id in survivors([made])) == (outcome != "killed")


def test_totals_are_by_kind_and_by_way() -> None:
    rows = [
        row(LEAK, ("ISO-002", "requirement", 1.0), ("ISO-002", "model", 3.0)),
        row(LIMIT, ("PROP-send_batch-invalid", "property", 1.0)),
    ]
    lines = totals(rows).splitlines()
    assert lines[2:] == [
        "| semantic | 1 | 1 | 1 | 0 | 0 | 1 | 0 |",
        "| syntactic | 1 | 0 | 0 | 0 | 0 | 0 | 0 |",
        "| all | 2 | 1 | 1 | 0 | 0 | 1 | 0 |",
    ]
    assert median_seconds(rows) == 1.0
    assert "| `leak` | semantic | Plans leak | `ISO-002` |  |  | `ISO-002` | 1.0 s |" in table(rows)


def test_a_part_of_the_document_is_replaced_and_the_others_stay(tmp_path: Path) -> None:
    document = tmp_path / "kill-matrix.md"
    document.write_text(put(document, "faults", "killed"))
    document.write_text(put(document, "soak", "green"))
    document.write_text(put(document, "faults", "all killed"))
    text = document.read_text()
    assert "all killed" in text
    assert "\nkilled" not in text
    assert "green" in text


def test_a_part_that_the_document_has_not_is_told_and_nothing_written(tmp_path: Path) -> None:
    document = tmp_path / "kill-matrix.md"
    assert has(document, "faults")
    assert not has(document, "seed-9")
    with pytest.raises(ValueError, match=r"kill-matrix\.md has no part seed-9"):
        put(document, "seed-9", "found")


def test_faults_are_chosen_by_patterns() -> None:
    assert [fault.id for fault in chosen("leak-*,ton-7")] == ["ton-7", "leak-get", "leak-change"]
    with pytest.raises(LookupError, match="no fault is called nothing"):
        chosen("nothing")


def test_a_kill_is_kept_and_a_survivor_is_tried_again(tmp_path: Path) -> None:
    file = tmp_path / "verdicts.jsonl"
    killed = row(LEAK, ("ISO-002", "requirement", 1.0))
    for made in (killed, row(LIMIT, exit_code=0)):
        Kept(file).add(made)
    assert Kept(file).row(LEAK) == killed
    assert Kept(file).row(LIMIT) is None
    assert Kept(None).row(LEAK) is None


def test_the_kept_matrix_names_every_fault() -> None:
    kept = (ROOT / "docs" / "kill-matrix.md").read_text()
    assert [fault for fault in faults() if f"| `{fault}` |" not in kept] == []

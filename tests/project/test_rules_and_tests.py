"""The page that leads from each rule to its tests is what the citations give."""

from __future__ import annotations

import pytest
from tests.project.rules_and_tests import PAGE_OF_RULES, document, rules_cited


def test_the_page_is_up_to_date() -> None:
    """Else run `python -m tests.project.rules_and_tests`."""
    assert PAGE_OF_RULES.read_text("utf-8") == document()


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("seed: Send, Cancel", {("seed", "Send"), ("seed", "Cancel")}),
        ("seed: Send, expire_at: max is 3 days", {("seed", "Send")}),
        ("sources §2, §14.1 to §14.3", {("sources", n) for n in ("2", "14.1", "14.2", "14.3")}),
        ("decisions 7 to 9, 34", {("decision", n) for n in ("7", "8", "9", "34")}),
        ("decision R20; contradiction 7", {("decision", "R20"), ("contradiction", "7")}),
        ("a plan of its own", set()),
    ],
)
def test_a_citation_is_read(text: str, rules: set[tuple[str, str]]) -> None:
    assert set(rules_cited(text)) == rules

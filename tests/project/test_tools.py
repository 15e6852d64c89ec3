"""docs/tools.md is what `make check-tools` wrote, with the versions that are pinned."""

from __future__ import annotations

from pathlib import Path

from tests.tools.__main__ import HEAD, TOOLS, lines

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_tells_every_tool_and_the_version_that_is_pinned() -> None:
    written = (ROOT / "docs/tools.md").read_text("utf-8")
    assert written.startswith(HEAD)
    rows = [(tool, "") for tool in TOOLS]
    for line in lines(rows):
        assert line.removesuffix("  |\n") in written
    verdicts = [line.split("|")[4].strip() for line in written[len(HEAD) :].splitlines()]
    assert len(verdicts) == len(TOOLS)
    assert all(verdict == "right" or verdict.startswith("left out: ") for verdict in verdicts)

"""Type checkers see each type, and each mistake."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
MISTAKES = [
    "client.send(TextUpdate())",
    "client.send({'to': ['1'], 'body': ''})",
    "TextSubmission(to='1', body='')",
    "TextSubmission(to=['1'], body=b'')",
    "TextSubmission(to=['1'], boddy='')",
    "TextSubmission(to=['1'], body='', send_at='2030-01-01')",
    "TextSubmission(to=['1'], body='', send_at=None)",
    "TextUpdate(body=None)",
    "BinarySubmission(to=['1'], body=5, udh=b'')",
    "client.list_page(form='1')",
    "client.get(5)",
    "BatchesClient('p', 't', timout=3)",
    "client.send(TextSubmission(to=['1'], body='')).body.upper()",
]


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """A user's file that is right, and one of mistakes, for one run of a checker."""
    right, mistaken = tmp_path / "typed_use.py", tmp_path / "mistakes.py"
    right.write_text("# pyright: strict\n" + (HERE / "typed_use.py").read_text())
    names = "BatchesClient, BinarySubmission, TextSubmission, TextUpdate"
    head = f"from sinch_batches import {names}\nclient = BatchesClient.from_env()\n"
    mistaken.write_text(head + "\n".join(MISTAKES) + "\n")
    return [str(right), str(mistaken)]


def lines_with_errors(error: str, *command: str) -> dict[str, set[int]]:
    """What a checker says of each file."""
    done = subprocess.run(
        [sys.executable, "-m", *command], capture_output=True, text=True, check=False
    )
    found: dict[str, set[int]] = {"typed_use": set(), "mistakes": set()}
    for name, line in re.findall(rf"(typed_use|mistakes)\.py:(\d+):.*{error}", done.stdout):
        found[name].add(int(line))
    return found


EACH_MISTAKE = {"typed_use": set(), "mistakes": set(range(3, 3 + len(MISTAKES)))}


def test_mypy_strict_finds_each_mistake_and_nothing_else_nor_an_any(files: list[str]) -> None:
    cache = f"--cache-dir={HERE.parents[1] / '.mypy_cache'}"
    strict = ("--config-file=", "--strict", "--disallow-any-expr", cache)
    assert lines_with_errors("error:", "mypy", *strict, *files) == EACH_MISTAKE


def test_pyright_strict_finds_each_mistake_and_nothing_else(files: list[str]) -> None:
    command = ("pyright", "--pythonpath", sys.executable)
    assert lines_with_errors(" - error", *command, *files) == EACH_MISTAKE

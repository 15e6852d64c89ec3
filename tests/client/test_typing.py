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


def judged(*command: str) -> tuple[dict[str, set[int]], str]:
    """The lines with errors in each file, and all that the checker says.

    That an expression is an Any is told by the strictest checker alone: no mistake counts by it.
    """
    done = subprocess.run(
        [sys.executable, "-m", *command], capture_output=True, text=True, check=False
    )
    found: dict[str, set[int]] = {"typed_use": set(), "mistakes": set(), "elsewhere": set()}
    for line in re.findall(r"^.*\berror: .*|^.* - error.*", done.stdout, re.MULTILINE):
        place = re.search(r"(typed_use|mistakes)\.py:(\d+):", line)
        if place is None:
            found["elsewhere"].add(0)
        elif place[1] == "typed_use" or "error: Expression " not in line:
            found[place[1]].add(int(place[2]))
    return found, done.stdout + done.stderr


EACH_MISTAKE = {
    "typed_use": set(),
    "mistakes": set(range(3, 3 + len(MISTAKES))),
    "elsewhere": set(),
}


def test_mypy_strict_finds_each_mistake_and_nothing_else_nor_an_any(files: list[str]) -> None:
    cache = f"--cache-dir={HERE.parents[1] / '.mypy_cache'}"
    strict = ("--config-file=", "--strict", "--disallow-any-expr", cache)
    found, said = judged("mypy", *strict, *files)
    assert found == EACH_MISTAKE, said


def test_pyright_strict_finds_each_mistake_and_nothing_else(files: list[str]) -> None:
    found, said = judged("pyright", "--pythonpath", sys.executable, *files)
    assert found == EACH_MISTAKE, said

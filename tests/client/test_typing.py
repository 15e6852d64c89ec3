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


def run(*command: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", *command], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_mypy_strict_finds_no_error_and_no_any_in_a_users_file() -> None:
    code, said = run(
        "mypy", "--config-file=", "--strict", "--disallow-any-expr",
        f"--cache-dir={HERE.parents[1] / '.mypy_cache'}", str(HERE / "typed_use.py"),
    )  # fmt: skip
    assert code == 0, said


def test_pyright_strict_finds_no_error_in_a_users_file(tmp_path: Path) -> None:
    user = tmp_path / "typed_use.py"
    user.write_text("# pyright: strict\n" + (HERE / "typed_use.py").read_text())
    code, said = run("pyright", "--pythonpath", sys.executable, str(user))
    assert code == 0, said


@pytest.fixture(scope="module")
def mistaken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    names = "BatchesClient, BinarySubmission, TextSubmission, TextUpdate"
    head = f"from sinch_batches import {names}\nclient = BatchesClient.from_env()\n"
    path = tmp_path_factory.mktemp("typing") / "mistakes.py"
    path.write_text(head + "\n".join(MISTAKES) + "\n")
    return path


def lines_in(said: str) -> set[int]:
    return {int(line) for line in re.findall(r"mistakes\.py:(\d+):.*error:", said)}


def test_mypy_finds_each_mistake(mistaken: Path) -> None:
    cache = HERE.parents[1] / ".mypy_cache"
    _, said = run("mypy", "--config-file=", "--strict", f"--cache-dir={cache}", str(mistaken))
    assert lines_in(said) == set(range(3, 3 + len(MISTAKES))), said


def test_pyright_finds_each_mistake(mistaken: Path) -> None:
    _, said = run("pyright", "--pythonpath", sys.executable, str(mistaken))
    found = {int(line) for line in re.findall(r"mistakes\.py:(\d+):\d+ - error", said)}
    assert found == set(range(3, 3 + len(MISTAKES))), said

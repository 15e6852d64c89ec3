"""Every Python block of the documents runs, in order per document, against the reference server.

A block that begins with "```python excerpt" isn't run: it must stand as it is in the code. One that
begins with "```py" is an example of Sinch's own SDK; it runs too, apart from the others.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)
OF_THE_SDK = re.compile(r"^```py\n(.*?)^```$", re.DOTALL | re.MULTILINE)
DOCUMENTS = [
    path
    for path in [ROOT / "README.md", *sorted(ROOT.glob("docs/*.md"))]
    if BLOCK.search(path.read_text("utf-8"))
]


EXCERPT = re.compile(r"^```python excerpt\n(.*?)^```$", re.DOTALL | re.MULTILINE)
CODE = [
    path.read_text("utf-8")
    for folder in ("overlays", "contract_tests", "reference_server", "examples", "tests")
    for path in ROOT.glob(f"{folder}/**/*.py")
]


@pytest.fixture(scope="module")
def surroundings() -> Iterator[dict[str, str]]:
    """The environment that the documents presume, with a server that runs meanwhile."""
    command = str(Path(sys.executable).with_name("sinch-batches"))
    plan, token = "docs-plan", "docs-token"
    arguments = ["serve", "--port", "0", "--service-plan-id", plan, "--api-token", token]
    server = subprocess.Popen(
        [command, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert server.stdout is not None
    try:
        yield {
            **os.environ,
            "SINCH_SMS_BASE_URL": server.stdout.readline().strip(),
            "SINCH_SERVICE_PLAN_ID": plan,
            "SINCH_SMS_API_TOKEN": token,
        }
    finally:
        server.terminate()
        server.wait(timeout=10)
        server.stdout.close()


def code_of(document: Path, kind: re.Pattern[str] = BLOCK) -> str:
    """The blocks alone, each on the lines where it stands in the document."""
    text, code, at = document.read_text("utf-8"), "", 0
    for block in kind.finditer(text):
        code += "\n" * text.count("\n", at, block.start(1)) + block[1]
        at = block.end(1)
    return code


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_the_python_blocks_of_a_document_run(
    document: Path, surroundings: dict[str, str], tmp_path: Path
) -> None:
    run(code_of(document), tmp_path / f"{document.stem}.py", surroundings, "-W", "error")


def test_the_examples_of_the_official_sdk_run_too(
    surroundings: dict[str, str], tmp_path: Path
) -> None:
    code = code_of(ROOT / "docs/from-the-official-sdk.md", OF_THE_SDK)
    assert "SinchClient" in code
    run(code, tmp_path / "official.py", surroundings)


def test_each_example_of_the_official_sdk_has_one_of_this_beside_it() -> None:
    text = (ROOT / "docs/from-the-official-sdk.md").read_text("utf-8")
    pairs = re.findall(
        r'^<div class="grid" markdown>$(.*?)^</div>$', text, re.DOTALL | re.MULTILINE
    )
    assert len(pairs) == len(OF_THE_SDK.findall(text)) == len(BLOCK.findall(text))
    assert all(re.fullmatch(r"\n\n```py\n.*\n```python\n.*\n\n", pair, re.DOTALL) for pair in pairs)


def run(code: str, script: Path, surroundings: dict[str, str], *options: str) -> None:
    script.write_text(code, "utf-8")
    done = subprocess.run(
        [sys.executable, *options, str(script)],
        cwd=script.parent,
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("document", sorted(ROOT.glob("docs/*.md")), ids=lambda path: path.name)
def test_an_excerpt_stands_in_the_code(document: Path) -> None:
    for excerpt in EXCERPT.findall(document.read_text("utf-8")):
        assert any(excerpt in code for code in CODE), excerpt


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_the_python_blocks_of_a_document_pass_strict_type_checks(
    document: Path, tmp_path: Path
) -> None:
    script = tmp_path / f"{document.stem.lower().replace('-', '_')}.py"
    script.write_text(code_of(document), "utf-8")
    command = ["mypy", "--strict", "--config-file=", f"--cache-dir={ROOT / '.mypy_cache'}"]
    done = subprocess.run(
        [sys.executable, "-m", *command, str(script)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_a_block_keeps_the_lines_of_its_document() -> None:
    lines = (ROOT / "README.md").read_text("utf-8").splitlines()
    for at, line in enumerate(code_of(ROOT / "README.md").splitlines()):
        assert line in ("", lines[at])

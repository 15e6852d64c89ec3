"""docs/changing-the-spec.md, done by its own words on a copy, for two changes as they occur."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/changing-the-spec.md").read_text("utf-8")
PACKAGES = ("generated", "overlays", "contract_tests", "reference_server", "command_line")
# Of step 4, what a change of the spec can break; the rest is the same for all of them.
TESTS = (
    "tests/project/test_spec.py",
    "tests/project/test_spec_sources.py",
    "tests/project/test_citations.py",
    "tests/server/test_spec_agreement.py",
    "tests/suite/test_catalogue.py::test_the_page_of_requirements_is_what_the_catalogue_gives",
)


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new), "utf-8")


def another_limit(copy: Path) -> None:
    spec = copy / "openapi.yaml"
    old = "    FromTon:\n      type: integer\n      x-kind: count\n      format: int32\n"
    old += "      minimum: 0\n      maximum: 6\n"
    mark = '      x-source: { maximum: "docs: sources §6", description: "sdk: sources §6" }\n'
    replace(spec, old, old.replace("maximum: 6\n", f"maximum: 7\n{mark}"))
    before, name, after = spec.read_text("utf-8").partition("    FromTon:\n")
    after = after.replace('      x-source: { description: "sdk: sources §6" }\n', "", 1)
    spec.write_text(before + name + after, "utf-8")


def a_new_field(copy: Path) -> None:
    spec = copy / "openapi.yaml"
    field = (
        "        priority:\n"
        "          type: integer\n"
        "          minimum: 0\n"
        "          description: Messages with a higher one are sent first.\n"
        '          x-source: { "*": "docs: sources §6" }\n'
    )
    for name in ("TextSubmission", "TextBatch"):
        before, marker, after = spec.read_text("utf-8").partition(f"    {name}:\n")
        place = "        parameters:"
        spec.write_text(before + marker + after.replace(place, field + place, 1), "utf-8")
    server = copy / "reference_server/sinch_batches_server/_rules/fields.py"
    line = "    from_ton: int | None = _wired(read=_whole)\n"
    replace(server, line, line + line.replace("from_ton", "priority"))
    agreement = copy / "tests/server/test_spec_agreement.py"
    replace(agreement, '    "from_ton": 5,\n', '    "from_ton": 5,\n    "priority": 3,\n')


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in names.splitlines():
        if (ROOT / name).is_file():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / ".venv").symlink_to(sys.prefix)
    for git in (["init", "-q"], ["add", "--all"]):
        subprocess.run(["git", *git], cwd=tmp_path, check=True)
    return tmp_path


def run(copy: Path, *command: str) -> None:
    path = os.pathsep.join(str(copy / package) for package in PACKAGES)
    done = subprocess.run(
        command,
        cwd=copy,
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_five_steps_lead_from_edits_to_green_tests(copy: Path) -> None:
    make = ("make", "--no-print-directory", "-o", ".venv/.ready")
    a_new_field(copy)
    another_limit(copy)
    for target in ("lint-spec", "generate", "check-generated"):
        assert f"`make {target}`" in PAGE
        run(copy, *make, "HAS_NODE=", target)
    changed = subprocess.run(
        ["git", "diff", "--name-only"], cwd=copy, check=True, capture_output=True, text=True
    ).stdout
    assert {"openapi.yaml", "docs/requirements.md"} <= set(changed.split())
    run(copy, sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", *TESTS)


def test_without_the_steps_the_tests_are_red(copy: Path) -> None:
    another_limit(copy)
    with pytest.raises(AssertionError, match="test_the_page_of_requirements"):
        run(copy, sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", *TESTS)

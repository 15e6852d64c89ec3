"""The rules of this house that a machine can check."""

from __future__ import annotations

import importlib
import itertools
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TRACKED = [
    ROOT / name
    for name in subprocess.run(
        ["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.splitlines()
]
WRITTEN = [
    path
    for path in TRACKED
    if path.suffix == ".py" and path.exists() and "generated" not in path.parts
]
PACKAGES = ["sinch_batches", "sinch_batches_cli", "sinch_batches_contract", "sinch_batches_server"]


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_module_has_more_than_250_lines() -> None:
    long = {named(path): len(path.read_text("utf-8").splitlines()) for path in WRITTEN}
    assert {name: lines for name, lines in long.items() if lines > 250} == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    empty = re.compile(r"_?(utils?|helpers?|common|manager|base|misc)")
    assert [named(path) for path in WRITTEN if empty.fullmatch(path.stem)] == []


def test_every_function_has_a_name() -> None:
    nameless = re.compile(r"^(async )?def _+\(", re.MULTILINE)
    assert [named(path) for path in WRITTEN if nameless.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_each_package_says_what_is_public_and_has_it(package: str) -> None:
    module = importlib.import_module(package)
    assert len(set(module.__all__)) == len(module.__all__)
    for name in module.__all__:
        assert not name.startswith("_")
        assert getattr(module, name) is not None


def test_nothing_in_the_repository_names_a_package_registry_or_a_machine() -> None:
    registry = re.compile(r"--(extra-)?index-url|https?://[^ )\"]*/simple/?|files\.pythonhosted")
    machine = re.compile(r"(^|[^a-zA-Z./])/(root|home/\w+|Users/\w+)/")
    found = []
    for path in TRACKED:
        if path.suffix in {".png", ".svg"} or not path.exists() or path == Path(__file__):
            continue
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if registry.search(line) or machine.search(line):
                found.append(f"{named(path)}:{number}: {line.strip()}")
    assert found == []


def test_the_pins_are_names_and_versions_alone() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert [pin for pin in pins if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", pin)] == []
    assert pins == sorted(set(pins), key=str.lower)


def test_what_is_set_up_is_pinned_alike_and_has_hashes() -> None:
    text = re.sub(r"^#.*\n", "", (ROOT / "pins.txt").read_text("utf-8"), flags=re.MULTILINE)
    entries = re.split(r"\n(?=\S)", text.strip())
    hashed = {pinned(entry) for entry in entries if "--hash=sha256:" in entry}
    assert len(hashed) == len(entries)
    known = dict(map(pinned, (ROOT / "constraints.txt").read_text("utf-8").splitlines()[1:]))
    # What this platform doesn't need isn't in constraints.txt.
    assert [
        (name, version) for name, version in hashed if known.get(name, version) != version
    ] == []
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    extras = project["project"]["optional-dependencies"]
    wanted = [
        *("pip", "hatchling", "editables"),
        *project["project"]["dependencies"],
        *itertools.chain(*(extras[name] for name in ("cli", "contract", "load", "server"))),
        *(want for want in project["dependency-groups"]["dev"] if isinstance(want, str)),
    ]
    names = {bare(re.split(r"[\[<>=~ ]", want)[0]) for want in wanted}
    assert names - {name for name, _ in hashed} == set()


def pinned(pin: str) -> tuple[str, str]:
    """Return name and version, the name as all spellings of it read."""
    name, _, version = re.sub(r"\[.*?\]", "", pin).partition("==")
    return bare(name), version.split()[0]


def bare(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_tool_that_shapes_generated_code_is_pinned_alike_in_both_places() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    pins = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    for tool in ("openapi-python-client", "ruff"):
        exact = re.findall(rf'"({tool}==[^"]+)"', project)
        assert exact == [pin for pin in pins if pin.startswith(f"{tool}==")]


def test_every_dependency_is_named_with_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *itertools.chain(*project["project"]["optional-dependencies"].values()),
        *itertools.chain(*project["dependency-groups"].values()),
    ]
    rows = re.findall(
        r"^\| ([^|]+) \|", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE
    )
    named_there = {name.strip() for row in rows for name in row.split(",")}
    names = {re.split(r"[\[<>=~ ]", want)[0] for want in wanted if isinstance(want, str)}
    assert names - named_there == set()


def test_make_test_runs_every_folder_of_tests() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = re.findall(r"^(?:UN)?MEASURED := (.+)$", makefile, re.MULTILINE)
    folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}
    tops = {f"tests/{folder.relative_to(ROOT / 'tests').parts[0]}" for folder in folders}
    assert {word for words in named for word in words.split()} == tops

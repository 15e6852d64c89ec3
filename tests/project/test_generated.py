"""What the generator writes is what stands in generated/, and the templates over it stay small."""

from __future__ import annotations

import copy
import difflib
import os
import pickle
import re
import shutil
import subprocess
import sys
from pathlib import Path

import openapi_python_client
import pytest

from sinch_batches_client import spec_path
from sinch_batches_client.models import DeliveryReportMode, TextSubmission
from sinch_batches_client.types import UNSET

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "overlays/generator/templates"
ORIGINALS = Path(openapi_python_client.__file__).parent / "templates"
BIN = Path(sys.executable).parent


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def generate(checkout: Path, **environment: str) -> dict[str, bytes]:
    """Run the recipe of `make generate` in a copy of what it reads."""
    subprocess.run(
        ["make", "--no-print-directory", "-o", ".venv/.ready", "fresh-client"],
        cwd=checkout,
        env=os.environ | environment,
        check=True,
        capture_output=True,
    )
    return files(checkout / "build/generated/sinch_batches_client")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name in ("openapi.yaml", "Makefile", "pyproject.toml", "pins.txt"):
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "overlays/generator", tmp_path / "overlays/generator")
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv/.ready").touch()
    (tmp_path / ".venv/bin").symlink_to(BIN)
    return tmp_path


def test_generating_gives_the_same_bytes_whatever_the_surroundings(checkout: Path) -> None:
    fake = checkout / "elsewhere"
    fake.mkdir()
    (fake / "ruff").write_text("#!/bin/sh\nexit 3\n")
    (fake / "ruff").chmod(0o755)
    path = f"{fake}{os.pathsep}{os.environ['PATH']}"
    expected = files(ROOT / "generated/sinch_batches_client")
    for environment in (
        {"PATH": path, "PYTHONHASHSEED": "1", "LC_ALL": "C"},
        {"PATH": path, "PYTHONHASHSEED": "4242", "LC_ALL": "C.UTF-8", "TZ": "Asia/Kolkata"},
    ):
        assert generate(checkout, **environment) == expected


def test_the_drift_check_names_a_file_with_one_byte_changed(checkout: Path) -> None:
    shutil.copytree(ROOT / "generated", checkout / "generated")
    changed = checkout / "generated/sinch_batches_client/models/text_batch.py"
    changed.write_bytes(changed.read_bytes().replace(b"mt_text", b"mt_texu", 1))
    drift = subprocess.run(
        ["make", "-o", ".venv/.ready", "check-generated"],
        cwd=checkout,
        check=False,
        capture_output=True,
        text=True,
    )
    assert drift.returncode != 0
    assert "sinch_batches_client/models/text_batch.py" in drift.stdout


def test_every_generated_module_says_that_it_is_generated() -> None:
    for path in (ROOT / "generated").rglob("*.py"):
        first = path.read_text("utf-8").splitlines()[0]
        assert first == "# Generated from openapi.yaml by `make generate`: do not edit.", path


def test_the_generated_package_is_typed() -> None:
    assert (ROOT / "generated/sinch_batches_client/py.typed").is_file()


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("*.jinja")), ids=lambda path: path.name)
def test_each_template_is_headed_and_differs_little_from_the_original(template: Path) -> None:
    text = template.read_text("utf-8")
    header, _, body = text.partition("-#}\n")
    for word in ("openapi-python-client 0.29.1", "Reason:", "Upstream issue:", "Remove when:"):
        assert word in " ".join(header.split()), word
    original = (ORIGINALS / template.relative_to(TEMPLATES)).read_text("utf-8")
    delta = [
        line
        for line in difflib.ndiff(original.splitlines(), body.splitlines())
        if re.match(r"[+-] ", line)
    ]
    assert 0 < len(delta) <= 20, "\n".join(delta)


def test_unset_stays_itself_when_copied_or_pickled() -> None:
    submission = TextSubmission(to=["15551231234"], body="Hi")
    assert copy.deepcopy(submission).from_ is UNSET
    assert pickle.loads(pickle.dumps(submission)).from_ is UNSET
    assert not UNSET


def test_an_enum_keeps_a_value_that_it_does_not_know() -> None:
    mode = DeliveryReportMode("per_planet")
    assert mode == "per_planet"
    assert mode.value == "per_planet"
    assert pickle.loads(pickle.dumps(mode)) == mode
    assert list(DeliveryReportMode) == sorted(DeliveryReportMode)
    with pytest.raises(ValueError, match="5"):
        DeliveryReportMode(5)  # type: ignore[arg-type]


def test_the_spec_is_found_in_a_checkout() -> None:
    assert spec_path() == ROOT / "openapi.yaml"


def test_the_page_on_the_generated_client_calls_every_operation() -> None:
    page = (ROOT / "docs/generated-client.md").read_text("utf-8")
    modules = (ROOT / "generated/sinch_batches_client/api/batches").glob("[a-z]*.py")
    for module in modules:
        assert re.search(rf"\b{module.stem}\.(sync|asyncio)", page), module.stem
    assert re.search(r"\.sync_detailed\(", page)
    assert re.search(r"\.asyncio_detailed\(", page)

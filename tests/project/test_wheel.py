"""The wheel holds the five packages, one copy of the spec, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = {
    "sinch_batches",
    "sinch_batches_cli",
    "sinch_batches_client",
    "sinch_batches_contract",
    "sinch_batches_server",
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    out = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT],
        check=True,
        capture_output=True,
    )
    (path,) = out.iterdir()
    return zipfile.ZipFile(path)


def test_the_wheel_holds_the_five_packages_each_with_its_types(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    roots = {name.split("/")[0] for name in names}
    assert {root for root in roots if not root.endswith(".dist-info")} == PACKAGES
    for package in PACKAGES:
        assert f"{package}/py.typed" in names


def test_the_wheel_holds_the_spec_once_and_unchanged(wheel: zipfile.ZipFile) -> None:
    (name,) = [name for name in wheel.namelist() if name.endswith("openapi.yaml")]
    assert wheel.read(name) == (ROOT / "openapi.yaml").read_bytes()


def test_the_client_alone_needs_three_packages(wheel: zipfile.ZipFile) -> None:
    (name,) = [name for name in wheel.namelist() if name.endswith("METADATA")]
    required = [
        line.removeprefix("Requires-Dist: ")
        for line in wheel.read(name).decode().splitlines()
        if line.startswith("Requires-Dist: ") and "extra ==" not in line
    ]
    names = sorted(line.split("<")[0].split(">")[0] for line in required)
    assert names == ["attrs", "httpx", "sniffio"]


def test_no_plugin_loads_into_the_pytest_runs_of_users(wheel: zipfile.ZipFile) -> None:
    (name,) = [name for name in wheel.namelist() if name.endswith("entry_points.txt")]
    assert "pytest11" not in wheel.read(name).decode()

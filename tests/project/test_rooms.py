"""The rooms of the server and of the suite: arrows go down only, and the guide to them is true."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
HOUSES = {
    "server": ROOT / "reference_server/sinch_batches_server",
    "suite": ROOT / "contract_tests/sinch_batches_contract",
}
in_each_house = pytest.mark.parametrize("house", HOUSES)


def table_under(head: str) -> str:
    """Return the rows of the table in the guide that begins with, or after, this line."""
    after = GUIDE.partition(head)[2].lstrip("\n")
    assert after, f"CONTRIBUTING.md has no {head!r}"
    return after.partition("\n\n")[0]


def named_in(rows: str) -> list[str]:
    """Return the rooms and modules of the rows that end with a question."""
    told = re.findall(r"^\| (`.+`) \| .+\? \|$", rows, re.MULTILINE)
    return [name.rstrip("/") for row in told for name in re.findall(r"`([\w/]+)`", row)]


def test_the_import_contracts_are_kept_those_of_the_rooms_among_them() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [command, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    for house in HOUSES:
        assert f"the rooms of the {house}: each needs those below it alone KEPT" in done.stdout
        assert f"no circles in the {house} KEPT" in done.stdout


@in_each_house
def test_every_file_that_is_said_to_decide_something_is_there(house: str) -> None:
    named = re.findall(r"`(_\w+/\w+\.py)`", table_under(f"Which file of the {house} decides …"))
    assert len(set(named)) >= 5
    assert [name for name in named if not (HOUSES[house] / name).is_file()] == []


@in_each_house
def test_every_room_and_module_has_its_question(house: str) -> None:
    told = named_in(table_under(f"| room of the {house} | question |"))
    modules = {path.stem for path in HOUSES[house].glob("*.py")} - {"__init__", "__main__"}
    rooms = {path.parent.name for path in HOUSES[house].glob("*/__init__.py")}
    assert sorted(told) == sorted(modules | rooms)


def test_no_module_of_the_suite_lies_beside_its_rooms_but_those_that_others_import() -> None:
    modules = {path.stem for path in HOUSES["suite"].glob("*.py")}
    assert modules == {"__init__", "__main__", "load", "schemathesis"}


def test_the_guide_goes_through_the_rooms_of_the_suite_from_top_to_bottom() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    (layers,) = [
        contract["layers"]
        for contract in settings["tool"]["importlinter"]["contracts"]
        if contract["name"].startswith("the rooms of the suite")
    ]
    floor = {room: at for at, layer in enumerate(layers) for room in layer.split(" | ")}
    rows = table_under("| room of the suite | question |").splitlines()
    highest = [min(floor[room] for room in rooms) for row in rows if (rooms := named_in(row))]
    assert highest == sorted(highest)

"""The rooms of the server: arrows go down only, and the guide to them is true."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SERVER = ROOT / "reference_server/sinch_batches_server"
GUIDE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")


def test_the_import_contracts_are_kept_those_of_the_rooms_among_them() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [command, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert "each needs those below it alone KEPT" in done.stdout
    assert "no circles in the server KEPT" in done.stdout


def test_every_file_that_is_said_to_decide_something_is_there() -> None:
    table = GUIDE.partition("Which file decides")[2].partition("\n## ")[0]
    named = re.findall(r"`(_\w+/\w+\.py)`", table)
    assert len(set(named)) >= 5
    assert [name for name in named if not (SERVER / name).is_file()] == []


def test_every_room_and_module_of_the_server_has_its_question() -> None:
    rows = re.findall(r"^\| (`.+`) \| .+\? \|$", GUIDE, re.MULTILINE)
    told = {name.rstrip("/") for row in rows for name in re.findall(r"`([\w/]+)`", row)}
    modules = {path.stem for path in SERVER.glob("*.py")} - {"__init__"}
    rooms = {path.parent.name for path in SERVER.glob("*/__init__.py")}
    assert modules | rooms <= told

"""What docs/reference-server.md says of settings and of the fixture is so."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from sinch_batches_server import _config as config
from sinch_batches_server._settings import State

TEXT = (Path(__file__).parents[2] / "docs/reference-server.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)


def test_the_settings_file_is_read_and_shows_every_field(tmp_path: Path) -> None:
    (block,) = blocks("toml")
    path = tmp_path / "server.toml"
    path.write_text(block, "utf-8")
    settings = config.load(path)
    shop = settings.plans["shop"]
    assert shop.groups == {"01W4FFL35P4NC4K35SMSGROUP1": ("15551231234", "15551256344")}
    assert shop.delivery == {
        "15551230404": State("Aborted", 404),
        "15551230400": State("Queued", 400),
        "15551230500": State("Failed", 404),
    }
    document = tomllib.loads(block)
    assert document["plans"]["shop"].keys() == config.PLAN_FIELDS.keys()
    for text, shown in (("", document), ("[callbacks]\n", document["callbacks"])):
        path.write_text(f"{text}unknown = 1\n", "utf-8")
        with pytest.raises(config.ConfigError) as refused:
            config.load(path)
        known = str(refused.value).partition("known: ")[2].split(", ")
        assert sorted(known) == sorted(shown)


def test_the_fixture_works_as_shown(tmp_path: Path) -> None:
    conftest, test = (block for block in blocks("python") if block.startswith("# "))
    (tmp_path / "conftest.py").write_text(conftest, "utf-8")
    (tmp_path / "test_my_code.py").write_text(test, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "1 passed" in done.stdout, done.stdout


def test_the_time_that_the_fixture_example_tells_is_so() -> None:
    (example,) = (block for block in blocks("python") if "running_server" in block)
    done = subprocess.run(
        [sys.executable, "-c", example], capture_output=True, text=True, check=True
    )
    promised = re.search(r"print\(batch\.created_at\)  # (.+)", example)
    assert promised
    assert done.stdout.strip() == promised[1]

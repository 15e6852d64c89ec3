"""Each way in: without its extra it ends in one clear line, and shells complete it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from attrs import fields

from sinch_batches import TextSubmission, TextUpdate
from sinch_batches_cli._main import LINES
from sinch_batches_cli._message_options import options_of

from .conftest import Run

LACKING = """
import runpy, sys
sys.modules.update(dict.fromkeys(["click", "rich", "starlette", "yaml", "schemathesis", "pytest"]))
sys.argv = sys.argv[1:]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""
COMMANDS = sorted(LINES.keys() - {"load"})


def without_extras(*arguments: str) -> tuple[int, str, str]:
    ended = subprocess.run(
        [sys.executable, "-c", LACKING, *arguments], capture_output=True, text=True, check=False
    )
    return ended.returncode, ended.stdout, ended.stderr


@pytest.mark.parametrize(
    "entry",
    [("sinch_batches_contract",), *[("sinch_batches", each) for each in COMMANDS]],
    ids=" ".join,
)
def test_without_its_extra_each_entry_ends_in_one_line(entry: tuple[str, ...]) -> None:
    status, out, err = without_extras(*entry)
    assert (status, out) == (2, "")
    (line,) = err.splitlines()
    assert line.startswith("sinch-batches: ")
    assert "install it with pip install 'sinch-batches[" in line


def test_without_its_extra_the_server_as_a_module_ends_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "starlette.py").write_text("raise ModuleNotFoundError(name='starlette')")
    ended = subprocess.run(
        [sys.executable, "-m", "sinch_batches_server"],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    (line,) = ended.stderr.splitlines()
    assert "needs 'starlette': install it with pip install 'sinch-batches[server]'" in line


def test_the_server_as_a_module_serves() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "sinch_batches_server", "--help"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert said.startswith("usage: sinch-batches serve ")


@pytest.mark.parametrize("module", ["sinch_batches", "sinch_batches_cli"])
def test_help_needs_no_extra(module: str) -> None:
    status, out, err = without_extras(module, "help")
    assert (status, err) == (0, "")
    assert "  send         Send a message, once\n" in out


def test_each_field_of_a_message_is_an_option_with_its_description() -> None:
    for model in (TextSubmission, TextUpdate):
        options = {option.name: option.help for option in options_of(model)}
        named = {field.name for field in fields(model) if field.init}
        assert named - {"type_"} == set(options)
        assert all(text and text.endswith(".") for text in options.values()), options


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_its_script(run: Run, shell: str) -> None:
    said = run("completion", shell)
    assert said.status == 0
    assert "_SINCH_BATCHES_COMPLETE" in said.out


def test_no_other_shell_does(run: Run) -> None:
    assert run("completion", "tcsh") == (
        2, "", "usage: sinch-batches completion [bash|zsh|fish]\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "completed"),
    [
        ("sinch-batches s", ["send", "serve"]),
        ("sinch-batches dry", ["dry-run"]),
        ("sinch-batches send --delivery-r", ["--delivery-report"]),
        ("sinch-batches send --delivery-report fu", ["full"]),
        ("sinch-batches conformance --b", []),
    ],
)
def test_a_line_is_completed(run: Run, words: str, completed: list[str]) -> None:
    position = str(len(words.split()) - 1)
    asked = {
        "_SINCH_BATCHES_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": position,
    }
    said = run(**asked)
    assert said.status == 0
    assert said.out.split() == [f"plain,{word}" for word in completed]


SAYING = [("--help",), ("--version",), ("explain", "NUM*"), ("conformance", "--list")]
SAYING += [("completion", "bash"), ("list", "--help"), ("serve", "--help")]
BUFFERED = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk needs /dev/full")
@pytest.mark.parametrize("arguments", SAYING, ids=" ".join)
def test_what_a_full_disk_does_not_take_is_one_line(arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "sinch_batches_cli", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env=BUFFERED,
            check=False,
        )
    told = "sinch-batches: standard output can't be written: No space left on device\n"
    assert (ended.returncode, ended.stderr) == (2, told)


@pytest.mark.parametrize("arguments", SAYING, ids=" ".join)
def test_nothing_is_said_to_a_reader_who_has_gone(arguments: tuple[str, ...]) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "sinch_batches_cli", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=BUFFERED,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1

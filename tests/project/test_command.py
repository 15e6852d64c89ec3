"""The console script: hands over, and says which extra a command lacks."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import EntryPoint, EntryPoints, entry_points, version

import pytest

from sinch_batches_cli import _main as _cli


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> None:
    commands = EntryPoints(
        [
            EntryPoint("echo", "builtins:len", "sinch_batches.commands"),
            EntryPoint("absent", "no_such_package._cli:main [server]", "sinch_batches.commands"),
        ]
    )
    monkeypatch.setattr(_cli, "entry_points", lambda group: commands.select(group=group))


@pytest.mark.usefixtures("offered")
def test_a_command_gets_the_remaining_arguments_and_gives_the_exit_status() -> None:
    assert _cli.main(["echo", "a", "b", "c"]) == 3


@pytest.mark.usefixtures("offered")
def test_a_command_without_its_extra_says_which_to_install(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert _cli.main(["absent"]) == 2
    said = capsys.readouterr().err
    assert "pip install 'sinch-batches[server]'" in said
    assert "no_such_package" in said


@pytest.mark.usefixtures("offered")
def test_an_unknown_command_is_refused_with_the_known_ones(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert _cli.main(["sned"]) == 2
    assert "'sned'; known: absent, echo" in capsys.readouterr().err
    assert _cli.main(["ecco"]) == 2
    assert "did you mean 'echo'?" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"], ["help"]], ids=str)
def test_help_has_a_line_for_each_command(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert _cli.main(arguments) == 0
    said = capsys.readouterr().out
    for name in entry_points(group="sinch_batches.commands").names:
        assert f"\n  {name:<13}{_cli.LINES[name]}\n" in said


@pytest.mark.parametrize("name", ["send", "serve", "conformance", "completion"])
def test_help_of_a_command_is_its_own(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        status = _cli.main(["help", name])
    except SystemExit as end:  # of argparse
        status = int(end.code or 0)
    said = capsys.readouterr()
    assert status == 0
    assert f"sinch-batches {name} [" in said.out + said.err


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_version_is_that_of_the_distribution(
    option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _cli.main([option]) == 0
    assert capsys.readouterr().out == f"sinch-batches {version('sinch-batches')}\n"


def test_importing_the_client_imports_neither_server_nor_suite() -> None:
    code = "import sys, sinch_batches, sinch_batches_cli; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout.split()
    assert "sinch_batches" in loaded
    for module in (
        "sinch_batches_server",
        "sinch_batches_contract",
        "pytest",
        "starlette",
        "click",
    ):
        assert module not in loaded

"""The settings file: one word in place of a dozen options, checked as those are, without tokens."""

from __future__ import annotations

from pathlib import Path

import pytest

from sinch_batches_contract._command.command import _parser, run
from sinch_batches_contract._settings.file import arguments_of
from sinch_batches_contract._settings.settings import UsageError

FILE = """
[conformance]
level = "should"
max-seconds = 600

[conformance.staging]
base-url = "https://staging.example.com"
service-plan-id = "plan"
without = ["groups", "feedback"]
known-failing = "failing.txt"
fail-fast = true
max-seconds = 60.5
"""


@pytest.fixture
def settings(tmp_path: Path) -> str:
    path = tmp_path / "sinch-batches.toml"
    path.write_text(FILE, "utf-8")
    return str(path)


def test_a_target_has_its_options_and_those_of_all(settings: str) -> None:
    assert arguments_of("staging", settings, _parser()) == [
        "--level=should",
        "--max-seconds=60.5",
        "--base-url=https://staging.example.com",
        "--service-plan-id=plan",
        "--without=groups",
        "--without=feedback",
        f"--known-failing={Path(settings).with_name('failing.txt')}",
        "--fail-fast",
    ]


def test_without_a_target_the_file_isnt_read() -> None:
    assert arguments_of(None, None, _parser()) == []
    with pytest.raises(UsageError, match="name a target"):
        arguments_of(None, "sinch-batches.toml", _parser())


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('api-token = "t0ken"', "api-token never stands in a file"),
        ('second-api-token = "t0ken"', "second-api-token never stands in a file"),
        ('base-ur = "x"', "there is no option 'base-ur'; did you mean 'base-url'"),
        ('clean-up = "contract-"', "there is no option 'clean-up'"),
        ('target = "x"', "there is no option 'target'"),
        ('fail-fast = "yes"', "fail-fast can't be 'yes'"),
        ("workers = true", "workers must not be true or false"),
        ("workers = 2030-01-01", "workers can't be datetime"),
        ("without = [[1]]", r"without can't be \[\[1\]\]"),
        ("= 5", "Invalid"),
    ],
)
def test_what_doesnt_fit_is_refused_in_the_files_words(
    tmp_path: Path, line: str, said: str
) -> None:
    path = tmp_path / "x.toml"
    path.write_text(f"[conformance.it]\n{line}\n", "utf-8")
    with pytest.raises(UsageError, match=said) as caught:
        arguments_of("it", str(path), _parser())
    assert str(path) in str(caught.value)
    assert "t0ken" not in str(caught.value)


def test_unknown_targets_and_files_are_told(
    settings: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["production", "--settings", settings]) == 2
    assert "has no target 'production'; known: staging\n" in capsys.readouterr().err
    assert run(["staging", "--settings", f"{settings}.not"]) == 2
    assert "no such file" in capsys.readouterr().err


def test_what_is_given_beside_the_target_wins(
    settings: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SINCH_SMS_API_TOKEN", "t0ken")
    Path(settings).with_name("failing.txt").write_text("")
    assert run(["staging", "--settings", settings, "--base-url", "http://127.0.0.1:1"]) == 2
    assert "server unreachable: GET http://127.0.0.1:1/" in capsys.readouterr().err


def test_one_finding_is_judged_again(capsys: pytest.CaptureFixture[str]) -> None:
    plus = "RECIPIENT-plus@send_batch.to"
    assert run(["--list", "--replay", plus, "--skip", "RECIPIENT-*"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith(f"{plus}\t")

"""What the settings file and the command line say about callbacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sinch_batches_server import _cli as cli
from sinch_batches_server import _config as config
from sinch_batches_server import _serving as serving
from sinch_batches_server._settings import State

if TYPE_CHECKING:
    from pathlib import Path

    from sinch_batches_server._settings import Settings


def load(tmp_path: Path, text: str) -> Settings:
    path = tmp_path / "server.toml"
    path.write_text(text)
    return config.load(path)


def plan(text: str) -> str:
    return f'[plans.p]\ntokens = ["t"]\n{text}\n'


def test_the_file_names_hosts_and_the_first_retry(tmp_path: Path) -> None:
    text = '[callbacks]\nallowed_hosts = ["receiver.example", "192.0.2.1"]\nfirst_retry = 0.5\n'
    callbacks = load(tmp_path, text + plan("")).callbacks
    assert callbacks.allowed_hosts == ("receiver.example", "192.0.2.1")
    assert callbacks.first_retry == 0.5


def test_without_the_table_only_this_machine_is_called_and_retries_begin_at_5_s(
    tmp_path: Path,
) -> None:
    callbacks = load(tmp_path, plan("")).callbacks
    assert callbacks.allowed_hosts == ()
    assert callbacks.first_retry == 5


def test_a_plan_has_a_secret_and_final_states_by_number(tmp_path: Path) -> None:
    text = plan(
        'callback_secret = "s3cret"\n'
        "[plans.p.delivery]\n"
        '"+1 555 123 1234" = 404\n'
        "15551231235 = 0\n"
        '15551231236 = { code = 404, status = "Failed" }\n'
        "15551231237 = 407\n"
    )
    found = load(tmp_path, text).plans["p"]
    assert found.callback_secret == "s3cret"
    assert found.delivery == {
        "15551231234": State("Aborted", 404),
        "15551231235": State("Delivered", 0),
        "15551231236": State("Failed", 404),
        "15551231237": State("Cancelled", 407),
    }
    assert "s3cret" not in repr(found)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[callbacks]\nfirst_retry = 0\n", "'callbacks.first_retry' must be a number above 0"),
        ("[callbacks]\nfirst_retry = inf\n", "'callbacks.first_retry' must be a number above 0"),
        ("[callbacks]\nallowed_hosts = 'x'\n", "'callbacks.allowed_hosts' must be a list"),
        ("[callbacks]\nhosts = []\n", "'callbacks.hosts' is unknown"),
        (plan("callback_secret = ''"), "'plans.p.callback_secret' must be a text"),
        (plan("delivery = 5"), "'plans.p.delivery' must be a table"),
        (plan("[plans.p.delivery]\nx = 404"), "value 'x' is not a valid MSISDN"),
        (plan("[plans.p.delivery]\n15551231234 = -1"), "must be a code of delivery reports"),
        (plan("[plans.p.delivery]\n15551231234 = true"), "must be a code of delivery reports"),
        (plan("[plans.p.delivery]\n15551231234 = { code = 1 }"), "both 'code' and 'status'"),
        (
            plan('[plans.p.delivery]\n15551231234 = { code = 1, status = "Lost" }'),
            "'plans.p.delivery.15551231234.status' must be one of Queued",
        ),
    ],
)
def test_what_breaks_a_rule_is_refused_with_its_name(
    tmp_path: Path, text: str, reason: str
) -> None:
    whole = text if "[plans.p]" in text else text + plan("")
    with pytest.raises(config.ConfigError) as refused:
        load(tmp_path, whole)
    assert reason in str(refused.value)


def test_the_command_line_allows_further_hosts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Settings] = []
    monkeypatch.setattr(serving, "run", lambda job, _: seen.append(job.settings))
    path = tmp_path / "server.toml"
    path.write_text('[callbacks]\nallowed_hosts = ["a.example"]\n' + plan(""))
    common = ["--port", "0", "--allow-callback-host", "b.example", "--allow-callback-host", "::1"]
    assert cli.main([*common, "--config", str(path)]) == 0
    assert cli.main(common) == 0
    assert seen[0].callbacks.allowed_hosts == ("a.example", "b.example", "::1")
    assert seen[1].callbacks.allowed_hosts == ("b.example", "::1")

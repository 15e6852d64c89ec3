"""The settings file (issue 3, Deliver 3)."""

from __future__ import annotations

from pathlib import Path

import pytest

from sinch_batches_server._config import ConfigError, load
from sinch_batches_server._settings import Plan

from .conftest import TEXT, serving

WHOLE = """
max_body_bytes = 2048

[plans.shop]
tokens = ["token-1", "token-2"]
default_originator = "+1 555 010 0000"
default_callback_url = "http://127.0.0.1:9000/reports"
request_limit = 50

[plans.shop.groups]
01FC66621XXXXX119Z8PMV1QPQ = ["+1 555 123 0001", "15551230001", "15551230002"]
nobody-at-all = []

[plans."another plan"]
tokens = ["token-3"]
"""


def written(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "server.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_file_with_every_setting_is_read(tmp_path: Path) -> None:
    known = load(written(tmp_path, WHOLE))
    assert known.max_body_bytes == 2048
    assert dict(known.plans) == {
        "shop": Plan(
            "shop",
            ("token-1", "token-2"),
            default_originator="15550100000",
            default_callback_url="http://127.0.0.1:9000/reports",
            request_limit=50,
            groups={
                "01FC66621XXXXX119Z8PMV1QPQ": ("15551230001", "15551230002"),
                "nobody-at-all": (),
            },
        ),
        "another plan": Plan("another plan", ("token-3",)),
    }


def test_a_server_answers_by_its_settings(tmp_path: Path) -> None:
    known = load(written(tmp_path, WHOLE))
    with serving(*known.plans.values(), max_body_bytes=known.max_body_bytes) as api:
        group = "01FC66621XXXXX119Z8PMV1QPQ"
        answer = api.dry_run(TEXT | {"to": [group], "delivery_report": "full"})
        assert answer["number_of_recipients"] == 2
        other = api.of(known.plans["another plan"])
        assert other.post({"to": ["15551231234"], "body": ""}).status_code == 400


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "'plans' is required"),
        ("plans = 1", "'plans' must be a table with at least one plan"),
        ("[plans]", "'plans' must be a table with at least one plan"),
        ("[plan.a]", "'plan' is unknown; known: plans"),
        ("not toml", "not TOML"),
        (b"\xff", "not TOML"),
        ("max_body_bytes = 0", "'max_body_bytes' must be a whole number above 0"),
        ("max_body_bytes = true", "'max_body_bytes' must be a whole number above 0"),
        ('max_body_bytes = "1"', "'max_body_bytes' must be a whole number above 0"),
        ("[plans]\na = 1", "'plans.a' must be a table"),
        ("[plans.a]", "'plans.a.tokens' is required"),
        ("[plans.a]\ntoken = 'hush-hush'", "'plans.a.token' is unknown; known: tokens, "),
        ("[plans.a]\ntokens = 'hush-hush'", "'plans.a.tokens' must be a list of one or more"),
        ("[plans.a]\ntokens = []", "'plans.a.tokens' must be a list of one or more"),
        ("[plans.a]\ntokens = ['']", "'plans.a.tokens' must be a list of one or more"),
        ("[plans.a]\ntokens = ['hush-hush ']", "'plans.a.tokens' must be a list of one or more"),
        (
            "[plans.a]\ntokens = ['hush-hush\u00e9']",
            "'plans.a.tokens' must be a list of one or more",
        ),
        ("[plans.a]\ntokens = [1]", "'plans.a.tokens' must be a list of one or more"),
        ("[plans.a]\ntokens = ['t']\ndefault_originator = 1", "default_originator' must be a text"),
        ("[plans.a]\ntokens = ['t']\ndefault_originator = '!'", "value '!' is not a valid MSISDN"),
        ("[plans.a]\ntokens = ['t']\ndefault_callback_url = 'x'", "must be an absolute http"),
        ("[plans.a]\ntokens = ['t']\nrequest_limit = -1", "request_limit' must be a whole number"),
        ("[plans.a]\ntokens = ['t']\ngroups = []", "'plans.a.groups' must be a table"),
        ("[plans.a.groups]\nshort = []", "'plans.a.groups.short' must be named by 12 to 64"),
        ("[plans.a.groups]\nlong-enough-id = '1'", "long-enough-id' must be a list of numbers"),
        ("[plans.a.groups]\nlong-enough-id = [1]", "long-enough-id' must be a list of numbers"),
        ("[plans.a.groups]\nlong-enough-id = ['+1']", "long-enough-id[0]' is invalid; value '+1'"),
    ],
)
def test_a_bad_file_is_refused_by_field_and_rule_without_showing_tokens(
    tmp_path: Path, text: str | bytes, said: str
) -> None:
    with pytest.raises(ConfigError) as refused:
        load(written(tmp_path, text))
    assert said in str(refused.value)
    assert "hush-hush" not in str(refused.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="can't read the file: No such file"):
        load(tmp_path / "none.toml")


def test_tokens_are_in_no_representation(tmp_path: Path) -> None:
    shown = repr(load(written(tmp_path, WHOLE)))
    assert "shop" in shown
    assert not [token for token in ("token-1", "token-2", "token-3") if token in shown]

"""No form of a token gets into what a run leaves behind, and a full disk loses no verdict."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from sinch_batches_contract._report import redacted

from .conftest import Judge, answering

SECRETS = ("a/very+secret=token&\"more'", "plain-secret-token", 'back\\slash<and>"quote"')


def deeper(token: str, levels: int) -> str:
    return deeper(json.dumps(token)[1:-1], levels - 1) if levels else token


FORMS: dict[str, Callable[[str], str]] = {
    "as it is": lambda token: token,
    "as JSON": lambda token: json.dumps(token)[1:-1],
    "as JSON with escaped slashes": lambda token: json.dumps(token)[1:-1].replace("/", "\\/"),
    "as JSON in JSON": lambda token: json.dumps(json.dumps(token))[3:-3],
    "as JSON, six levels deep": lambda token: deeper(token, 6),
    "as JSON in code points": lambda token: "".join(f"\\u{ord(c):04X}" for c in token),
    "in a URL": lambda token: quote(token, safe=""),
    "in a URL, twice": lambda token: quote(quote(token, safe=""), safe=""),
    "in HTML": html.escape,
    "in HTML by numbers": lambda token: "".join(f"&#x{ord(c):x};" for c in token),
    "in capitals": str.upper,
    "without its end": lambda token: token[:-1],
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("token", SECRETS)
def test_no_form_of_a_token_is_told(token: str, form: str) -> None:
    written = FORMS[form](token)
    told = redacted([f"x{written}y", {"body": f"{written} {written}"}], (token,))

    assert told == ["x$TOKENy", {"body": "$TOKEN $TOKEN"}]


@pytest.mark.parametrize("before", ["", "u:", "ab:", "abc:", "someone:"])
@pytest.mark.parametrize("token", SECRETS)
def test_no_basic_authorization_with_a_token_is_told(token: str, before: str) -> None:
    encode = base64.urlsafe_b64encode, base64.b64encode
    for written in (encoding(f"{before}{token}".encode()).decode() for encoding in encode):
        told = redacted(f"Basic {written}", (token,))
        kept = told.removeprefix("Basic ").replace("$TOKEN", "")
        assert "$TOKEN" in told
        assert len(kept) <= len(base64.b64encode(before.encode())) + 4


def test_other_words_stay() -> None:
    text = 'a very common token, {"count": 3}, YWJjZGVm'
    assert redacted(text, SECRETS) == text
    assert redacted({"status": "plan", "n": 1}, ("plan",)) == {"status": "$TOKEN", "n": 1}
    assert redacted("planning", ("plan",)) == "planning"


def test_no_report_holds_a_token_that_the_server_escapes(judge: Judge, tmp_path: Path) -> None:
    token = "very/secret/token/of/mine"
    echoed = json.dumps({"id": f"Bearer {token}"}).replace("/", "\\/").encode()
    with answering(201, echoed) as url:
        run = judge(
            *("--base-url", url, "--service-plan-id", "plan", "--only", "SEND-*"),
            *("--report-json", "r.json", "--report-junit", "r.xml", "--report-html", "r.html"),
            SINCH_SMS_API_TOKEN=token,
        )

    written = [path.read_text() for path in tmp_path.iterdir()]
    assert len(written) == 3
    for text in (*written, run.out, run.err):
        assert "secret" not in text


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, which only Linux has")
def test_a_report_that_cannot_be_written_loses_no_verdict(
    judge: Judge, target: tuple[str, ...], tmp_path: Path
) -> None:
    run = judge(
        *target,
        *("--only", "SEND-001", "--report-json", "/dev/full", "--report-junit", "r.xml"),
    )

    assert run.exit_code == 2
    assert "INCOMPLETE: /dev/full can't be written: No space left on device" in run.out
    assert "1 passed" in run.out
    assert "Traceback" not in run.out + run.err
    assert (tmp_path / "r.xml").read_text().startswith("<?xml")

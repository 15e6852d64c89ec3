"""Servers that are wrong, absent or closed: a verdict in a line each, never a traceback."""

from __future__ import annotations

import socket

import pytest

from sinch_batches_server.testing import RunningServer

from .conftest import Judge, answering, target_arguments
from .serving import TOKEN


def test_a_server_that_fails_at_everything_is_not_conformant(judge: Judge) -> None:
    with answering(500, b"") as url:
        run = judge(*target_arguments(url), "--budget", "quick")

    assert run.exit_code == 1, run.err
    assert "send_batch never answered 2xx" in run.out
    assert "Traceback" not in run.out + run.err


def test_a_server_that_is_down_gets_no_verdict(judge: Judge) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        run = judge(*target_arguments(f"http://127.0.0.1:{unused.getsockname()[1]}"))

    assert run.exit_code == 2
    assert "server unreachable" in run.err
    assert len(run.err.splitlines()) == 1
    assert run.out == ""


def test_a_refused_token_is_told_in_a_line(judge: Judge, reference: RunningServer) -> None:
    run = judge(
        "--base-url", reference.base_url, "--service-plan-id", "plan", "--api-token", "other-token"
    )

    assert run.exit_code == 2
    assert "token refused" in run.err
    assert len(run.err.splitlines()) == 1
    assert "other-token" not in run.out + run.err


def test_a_base_url_without_the_api_behind_it_is_told_in_a_line(
    judge: Judge, reference: RunningServer
) -> None:
    run = judge(*target_arguments(reference.base_url + "/elsewhere"))

    assert run.exit_code == 2
    assert "the API isn't there" in run.err
    assert len(run.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--service-plan-id", "p", "--api-token", "t"), "--base-url is missing"),
        (("--base-url", "http://h", "--api-token", "t"), "--service-plan-id is missing"),
        (("--base-url", "http://h", "--service-plan-id", "p"), "--api-token is missing"),
        ((*target_arguments("ftp://h"),), "full http or https URL"),
        ((*target_arguments("http://[::1"),), "full http or https URL"),
        ((*target_arguments("http://h:port"),), "full http or https URL"),
        ((*target_arguments("http://sms..example.com"),), "full http or https URL"),
        ((*target_arguments(f"http://{'a' * 64}.example.com"),), "full http or https URL"),
        ((*target_arguments("http://xn--/"), "--clean-up", "contract-x"), "full http or https"),
        ((*target_arguments(f"ftp://user:{TOKEN}@h"),), "no query, fragment, user or password"),
        ((*target_arguments("http://h"), "--api-token", f"{TOKEN}\n"), "visible ASCII characters"),
        ((*target_arguments("http://h"), "--api-token", f"{TOKEN}é"), "visible ASCII characters"),
        ((*target_arguments("http://h"), "--second-service-plan-id", "plan"), "another plan"),
        ((*target_arguments("http://h"), "--recipient", "Joe"), "--recipient must be a phone"),
        ((*target_arguments("http://h"), "--max-requests-per-second", "nan"), "above 0"),
        (
            (*target_arguments("http://h"), "--only", "GET-*", "--skip", "GET-*"),
            "no requirement to",
        ),
        ((*target_arguments("http://h"), "--report-json", "."), "--report-json ."),
        ((*target_arguments("http://h"), "--only", "NOPE-*"), "no requirement fits 'NOPE-*'"),
        ((*target_arguments("http://h"), "--without", "magic"), "no such capability"),
        ((*target_arguments("http://h"), "--workers", "0"), "--workers must be at least 1"),
        ((*target_arguments("http://h"), "--ca-file", "nowhere"), "no such file"),
        ((*target_arguments("http://h"), "--known-failing", "nowhere"), "--known-failing nowhere"),
    ],
)
def test_a_wrong_call_is_refused_with_the_reason(
    judge: Judge, arguments: tuple[str, ...], complaint: str
) -> None:
    run = judge(*arguments)

    assert run.exit_code == 2
    assert complaint in run.err
    assert TOKEN not in run.err
    assert "Traceback" not in run.err


def test_the_target_may_come_from_the_environment(judge: Judge, reference: RunningServer) -> None:
    run = judge(
        "--only",
        "SEND-001",
        SINCH_SMS_BASE_URL=reference.base_url,
        SINCH_SERVICE_PLAN_ID="plan",
        SINCH_SMS_API_TOKEN=TOKEN,
    )

    assert run.exit_code == 0, run.out + run.err
    assert "conformant" in run.out

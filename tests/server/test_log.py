"""A refusal is found from its log line, which shows no value that might be a secret."""

from __future__ import annotations

import logging

import pytest

from .conftest import TEXT, Api

SECRET = "not-for-logs"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"callback_url": f"ftp://h/{SECRET}"}, "parameter 'callback_url' is invalid; its value"),
        ({"to": [SECRET + "!"]}, "parameter 'to[0]' is invalid; its value is not a valid MSISDN"),
        ({"type": SECRET}, "The parameter 'type' is invalid; its value: known types are mt_text"),
        ({"body": None}, "The parameter 'body' is required."),
    ],
)
def test_a_400_tells_field_and_rule(
    api: Api, caplog: pytest.LogCaptureFixture, changes: dict[str, object], said: str
) -> None:
    with caplog.at_level(logging.INFO, "sinch_batches_server"):
        answer = api.post(TEXT | changes)
    assert answer.status_code == 400
    (line,) = [record.getMessage() for record in caplog.records if "refused" in record.getMessage()]
    assert line.startswith(f"refused POST /xms/v1/plan/batches: 400 {answer.json()['code']} ")
    assert said in line
    assert SECRET not in line


@pytest.mark.parametrize(
    ("method", "path", "headers", "said"),
    [
        ("GET", "", {"Authorization": f"Bearer {SECRET}"}, "401  no token of the plan"),
        ("GET", "/xms/v1/x%0Ay/batches", {}, "/x%0Ay/batches: 401  the plan is unknown"),
        ("GET", "/01FC66621XXXXX119Z8PMV1QPQ", {}, "404  there is no such batch"),
        ("PATCH", "", {}, "405  allowed: POST, GET"),
        ("POST", "", {"Content-Type": "text/plain"}, "415  the Content-Type isn't"),
        ("GET", f"?page={SECRET}", {}, "400 syntax_invalid_parameter_format the value is not a"),
    ],
)
def test_other_refusals_tell_their_reason(
    api: Api,
    caplog: pytest.LogCaptureFixture,
    method: str,
    path: str,
    headers: dict[str, str],
    said: str,
) -> None:
    with caplog.at_level(logging.INFO, "sinch_batches_server"):
        api.call(method, path, headers=headers)
    (line,) = [record.getMessage() for record in caplog.records if "refused" in record.getMessage()]
    assert said in line
    assert SECRET not in line
    assert "\n" not in line

"""What a client can be told, and what it tells beside its results."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import httpx
import pytest
from httpx_aiohttp import AiohttpTransport

import sinch_batches
from sinch_batches import (
    Answer,
    AsyncBatchesClient,
    BatchesClient,
    BinarySubmission,
    InvalidRequest,
    NotFound,
    Parameters,
    TextSubmission,
    TextUpdate,
    decode_batch,
)

from .scripted import Scripted, stored

ROOT = Path(__file__).resolve().parents[2]


def test_other_options_are_those_of_a_copy_that_shares_the_connections(api: Scripted) -> None:
    api.will(httpx.Response(503), httpx.Response(200, json=stored()))
    usual = BatchesClient(
        "plan", "t0ken", region="eu", transport=api.transport, retries=0, headers={"a": "1"}
    )
    patient = usual.with_options(timeout=60, retries=1, headers={"b": "2"})
    assert patient.get("A").id
    request = api.requests[-1]
    assert set(request.extensions["timeout"].values()) == {60}
    assert (request.headers["a"], request.headers["b"]) == ("1", "2")
    usual.get("A")
    assert api.requests[-1].extensions["timeout"]["read"] == 10
    assert "b" not in api.requests[-1].headers
    patient.close()  # the connections are those of the other
    usual.get("A")
    usual.close()
    with pytest.raises(InvalidRequest, match="closed"):
        patient.get("A")
    with pytest.raises(TypeError, match="unknown option transport"):
        usual.with_options(transport=api.transport)  # type: ignore[call-arg]


def test_the_whole_answer_is_told_beside_the_result_without_a_second_call(api: Scripted) -> None:
    headers = {"X-Request-Id": "r-1", "X-Rate": "7"}
    api.will(httpx.Response(201, json=stored(), headers=headers), httpx.Response(404))
    answers: list[Answer] = []
    client = BatchesClient("plan", "t0ken", region="eu", transport=api.transport)
    heard = client.with_options(on_answer=answers.append)
    batch = heard.send(TextSubmission(to=["15551231234"], body="Hi"))
    (answer,) = answers
    assert (answer.status, answer.request_id, answer.headers["x-rate"]) == (201, "r-1", "7")
    assert batch.id.encode() in answer.content
    assert repr(answer) == "<Answer 201 to POST eu.sms.api.sinch.com/xms/v1/plan/batches>"
    with pytest.raises(NotFound):
        heard.get("A")
    assert [each.status for each in answers] == [201, 404]


def test_a_message_and_a_batch_show_what_is_set_alone() -> None:
    message = TextSubmission(to=["1"], body="Hi", parameters={"n": {"default": "x"}})
    assert repr(message) == (
        "TextSubmission(to=['1'], body='Hi', parameters={'n': {'default': 'x'}})"
    )
    shown = [message, BinarySubmission(to=["1"], body=b"", udh=b"a"), TextUpdate(body="x")]
    for each in [*shown, decode_batch(stored()), decode_batch(stored(type="mt_binary"))]:
        assert "UNSET" not in repr(each)
    assert "tags" in repr(decode_batch(stored(tags=["new"])))


def test_aiohttp_takes_one_line_and_closes_what_it_opened(server: str) -> None:
    async def send() -> Any:
        transport = AiohttpTransport()
        async with AsyncBatchesClient(
            "plan", "t0ken", base_url=server, transport=transport
        ) as client:
            await client.list_page(page_size=1)
        return transport.client

    assert asyncio.run(send()).closed


def test_the_version_is_that_of_the_distribution_and_requests_name_it(
    client: BatchesClient, api: Scripted
) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert sinch_batches.__version__ == project["version"]
    api.will(httpx.Response(200, json=stored()))
    client.get("A")
    assert api.requests[0].headers["user-agent"] == f"sinch-batches/{project['version']}"


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in (
        "SERVICE_PLAN_ID", "SMS_API_TOKEN", "SMS_REGION", "SMS_BASE_URL",
        "PROJECT_ID", "KEY_ID", "KEY_SECRET",
    ):  # fmt: skip
        monkeypatch.delenv(f"SINCH_{name}", raising=False)
    return monkeypatch


def test_what_is_given_wins_over_the_environment(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("SINCH_SERVICE_PLAN_ID", "plan")
    environment.setenv("SINCH_SMS_API_TOKEN", "t0ken")
    with pytest.raises(InvalidRequest, match=r"SINCH_SMS_REGION .*or SINCH_SMS_BASE_URL"):
        BatchesClient.from_env()
    environment.setenv("SINCH_SMS_BASE_URL", "http://127.0.0.1:1")
    assert "127.0.0.1" in repr(BatchesClient.from_env())
    assert "au.sms.api" in repr(BatchesClient.from_env(region="au"))
    assert "example.com" in repr(BatchesClient.from_env(base_url="https://example.com"))


def test_a_key_of_a_project_is_read_from_the_environment(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("SINCH_PROJECT_ID", "project")
    environment.setenv("SINCH_SMS_REGION", "eu")
    with pytest.raises(InvalidRequest, match="SINCH_KEY_ID None: must be set"):
        BatchesClient.from_env()
    environment.setenv("SINCH_KEY_ID", "key")
    environment.setenv("SINCH_KEY_SECRET", "s3cret")
    assert "zt.eu.sms.api.sinch.com" in repr(BatchesClient.from_env())
    environment.setenv("SINCH_SERVICE_PLAN_ID", "plan")
    environment.setenv("SINCH_SMS_API_TOKEN", "t0ken")  # which is what SDKs prefer, too
    assert "//eu.sms.api.sinch.com" in repr(BatchesClient.from_env())


def test_messages_stay_when_docstrings_are_stripped() -> None:
    code = "from sinch_batches import *; print(NotFound(404, None, '', 'GET', '/x'))"
    said = subprocess.run(
        [sys.executable, "-OO", "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert "(check id, service plan id and region" in said


def test_parameters_may_be_models() -> None:
    message = TextSubmission(
        to=["1"], body="", parameters=Parameters.from_dict({"n": {"default": "x"}})
    )
    assert message.to_dict()["parameters"] == {"n": {"default": "x"}}

"""Inbound messages that a test injects go to the plan's receiver, and only if settings say so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from sinch_batches import InboundBinary, InboundText, parse_callback, verify_signature
from sinch_batches_server import Plan, Settings
from sinch_batches_server.testing import running_server

if TYPE_CHECKING:
    from .conftest import Receiver

STOP = {"from": "15551231234", "to": "15550100000", "body": "STOP"}


@pytest.fixture
def client(receiver: Receiver) -> Iterator[httpx.Client]:
    plans = {
        "p": Plan(
            "p",
            ("t",),
            default_callback_url=receiver.url("/inbound"),
            callback_secret="s3cret",
        ),
        "deaf": Plan("deaf", ("t",)),
    }
    settings = Settings(plans, takes_inbound=True)
    headers = {"Authorization": "Bearer t"}
    with (
        running_server(settings) as server,
        httpx.Client(base_url=server.base_url, headers=headers) as client,
    ):
        yield client


def test_a_text_goes_to_the_receiver_of_the_plan(client: httpx.Client, receiver: Receiver) -> None:
    answer = client.post("/inject/p/inbounds", json=STOP)
    assert answer.status_code == 202
    came = receiver.next()
    assert came.path == "/inbound"
    assert json.loads(came.body) == answer.json()
    message = parse_callback(came.body)
    assert isinstance(message, InboundText)
    assert (message.from_, message.to, message.body) == ("15551231234", "15550100000", "STOP")
    assert verify_signature(came.body, came.headers, "s3cret", tolerance=3600)


def test_a_binary_message_keeps_what_was_given(client: httpx.Client, receiver: Receiver) -> None:
    more = {"type": "mo_binary", "body": "AAEC", "udh": "00", "id": "mine", "operator_id": "311071"}
    assert client.post("/inject/p/inbounds", json={**STOP, **more}).status_code == 202
    message = parse_callback(receiver.next().body)
    assert isinstance(message, InboundBinary)
    assert (message.id, message.body_bytes, message.operator_id) == ("mine", b"\0\1\2", "311071")


def test_a_message_that_is_not_taken_comes_again(client: httpx.Client, receiver: Receiver) -> None:
    receiver.statuses = [400]
    client.post("/inject/p/inbounds", json=STOP)
    first = receiver.next().body
    client.post("/inject/p/inbounds", json={**STOP, "body": "second"})
    assert json.loads(receiver.next().body)["body"] == "second"
    assert json.loads(first)["body"] == "STOP"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"type": "mo_media"}, 400),
        ({"type": ["mo_text"]}, 400),
        ({"body": 5}, 400),
        ({"received_at": "soon"}, 400),
        ({"from": None}, 400),
    ],
)
def test_what_is_no_inbound_message_is_refused(
    client: httpx.Client, change: dict[str, Any], status: int
) -> None:
    answer = client.post("/inject/p/inbounds", json={**STOP, **change})
    assert answer.status_code == status
    assert answer.json()["code"].startswith("syntax_")


def test_a_plan_without_a_receiver_a_wrong_token_and_another_method_are_refused(
    client: httpx.Client,
) -> None:
    assert client.post("/inject/deaf/inbounds", json=STOP).status_code == 403
    wrong = {"Authorization": "Bearer x"}
    assert client.post("/inject/p/inbounds", json=STOP, headers=wrong).status_code == 401
    assert client.get("/inject/p/inbounds").status_code == 405


def test_nothing_can_be_injected_unless_the_settings_say_so() -> None:
    with running_server(Settings.of(Plan("p", ("t",)))) as server:
        answer = httpx.post(f"{server.base_url}/inject/p/inbounds", json=STOP)
        assert answer.status_code == 404

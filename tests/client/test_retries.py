"""What is tried again, and what never is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from sinch_batches import (
    ApiError,
    BatchesClient,
    Retries,
    ServerError,
    SinchBatchesError,
    TextSubmission,
    TextUpdate,
    TransportError,
)

from .scripted import Scripted, stored

TEXT = TextSubmission(to=["15551231234"], body="Hi")
LATER = TextSubmission(
    to=["15551231234"], body="Hi", send_at=datetime.now(UTC) + timedelta(hours=1)
)
SOON = TextSubmission(
    to=["15551231234"], body="Hi", send_at=datetime.now(UTC) + timedelta(seconds=5)
)
DONE = httpx.Response(200, json={**stored(), "number_of_recipients": 1, "number_of_messages": 1})
Operation = Callable[[BatchesClient], object]
REPEATABLE: dict[str, Operation] = {
    "get": lambda client: client.get("A"),
    "cancel": lambda client: client.cancel("A"),
    "dry_run": lambda client: client.dry_run(TEXT),
    "replace of what is due later": lambda client: client.replace("A", LATER),
}
ONCE_ONLY: dict[str, Operation] = {
    "send": lambda client: client.send(TEXT),
    "send for later": lambda client: client.send(LATER),
    "update": lambda client: client.update("A", TextUpdate()),
    "feedback": lambda client: client.send_delivery_feedback("A", []),
    "replace of what is due": lambda client: client.replace("A", TEXT),
    "replace of what is due soon": lambda client: client.replace("A", SOON),
}
ALL = {**REPEATABLE, **ONCE_ONLY}


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize(
    "failure", [httpx.ConnectError(""), httpx.ConnectTimeout(""), httpx.Response(429)], ids=repr
)
def test_what_surely_never_arrived_is_sent_again(
    client: BatchesClient, api: Scripted, name: str, failure: httpx.Response | Exception
) -> None:
    api.will(failure, failure, DONE)
    ALL[name](client)
    assert len(api.requests) == 3


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize(
    "failure",
    [httpx.Response(502), httpx.Response(503), httpx.Response(504), httpx.ReadError("")],
    ids=repr,
)
def test_what_may_have_arrived_is_sent_again_only_if_that_does_no_harm(
    client: BatchesClient, api: Scripted, name: str, failure: httpx.Response | Exception
) -> None:
    api.will(failure, DONE)
    if name in REPEATABLE:
        ALL[name](client)
        assert len(api.requests) == 2
    else:
        with pytest.raises(SinchBatchesError):
            ALL[name](client)
        assert len(api.requests) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 415, 500, 501])
def test_other_statuses_are_final(client: BatchesClient, api: Scripted, status: int) -> None:
    api.will(httpx.Response(status), DONE)
    with pytest.raises(ApiError):
        client.get("A")
    assert len(api.requests) == 1


def test_the_last_failure_is_raised(client: BatchesClient, api: Scripted) -> None:
    api.will(httpx.Response(503), httpx.Response(429), httpx.ReadError("cut"))
    with pytest.raises(TransportError, match="cut"):
        client.get("A")
    assert len(api.requests) == 3


def test_pauses_are_random_doubled_and_capped() -> None:
    rules = Retries(limit=9, first=0.5, longest=4)
    for attempt, most in [(1, 0.5), (2, 1), (3, 2), (4, 4), (9, 4), (900, 4)]:
        pauses = [rules.pause(attempt, None) for _ in range(200)]
        assert 0 <= min(pauses) < most / 4
        assert most * 3 / 4 < max(pauses) <= most


def test_a_retry_after_is_obeyed_up_to_the_cap() -> None:
    assert Retries().pause(1, 7.0) == 7.0
    assert Retries(longest=10).pause(1, 86400.0) == 10


def test_rules_of_ones_own_are_followed(api: Scripted) -> None:
    class Patient(Retries):
        def pause(self, attempt: int, retry_after: float | None) -> float:
            asked.append((attempt, retry_after))
            return 0

    asked: list[tuple[int, float | None]] = []
    rules = Patient(limit=4)
    client = BatchesClient("plan", "t0ken", region="eu", transport=api.transport, retries=rules)
    api.will(httpx.Response(429, headers={"retry-after": "3"}), httpx.ConnectError(""), DONE)
    client.send(TEXT)
    assert asked == [(1, 3.0), (2, None)]


def test_retries_off_means_one_request(api: Scripted) -> None:
    client = BatchesClient("p", "t", region="eu", transport=api.transport, retries=0)
    api.will(httpx.Response(503))
    with client, pytest.raises(ServerError):
        client.get("A")
    assert len(api.requests) == 1

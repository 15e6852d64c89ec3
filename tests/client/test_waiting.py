"""Waiting for the report of a batch, by a clock that goes on with each pause."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from sinch_batches import BatchesClient, InvalidRequest, NotFound, ServerError

from .scripted import ID, Scripted, stored, summary

PATH = f"/xms/v1/plan/batches/{ID}/delivery_report"


class Time:
    """A clock that goes on by each pause."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now, self.pauses = 0.0, list[float]()
        monkeypatch.setattr("sinch_batches._reports.waiting.time.monotonic", lambda: self.now)
        monkeypatch.setattr("sinch_batches._calls.blocking.time.sleep", self.sleep)

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Time:
    return Time(monkeypatch)


def test_waiting_ends_when_all_messages_are_final(
    client: BatchesClient, api: Scripted, clock: Time
) -> None:
    api.will(
        httpx.Response(200, json=summary((400, "Queued", 2))),
        httpx.Response(200, json=summary((401, "Dispatched", 1), (0, "Delivered", 1))),
        httpx.Response(200, json=summary((0, "Delivered", 1), total=2)),
        httpx.Response(200, json=summary((0, "Delivered", 2))),
    )
    assert client.wait_for(ID, first=1, longest=3).is_final
    assert clock.pauses == [1, 2, 3]


def test_waiting_ends_with_the_time_and_tells_how_far_it_is(
    client: BatchesClient, api: Scripted, clock: Time
) -> None:
    api.will(httpx.Response(200, json=summary((400, "Queued", 2))))
    assert not client.wait_for(ID, type_="full", timeout=10, first=4).is_final
    assert clock.pauses == [4, 6]
    assert api.lines == [f"GET {PATH}?type=full"] * 3


def test_an_empty_report_is_waited_for_unless_the_batch_was_canceled(
    client: BatchesClient, api: Scripted, clock: Time
) -> None:
    empty = httpx.Response(200, json=summary())
    scheduled, canceled = stored(), stored(canceled=True)
    api.will(empty, httpx.Response(200, json=scheduled), empty, httpx.Response(200, json=canceled))
    assert client.wait_for(ID).statuses == []
    assert len(clock.pauses) == 1


def test_a_failure_that_may_pass_is_waited_out_as_long_as_there_is_time(
    client: BatchesClient, api: Scripted, clock: Time
) -> None:
    clock.now = 100
    down, done = httpx.Response(500), httpx.Response(200, json=summary((0, "Delivered", 1)))
    api.will(down, done)
    assert client.wait_for(ID).is_final
    api.will(down)
    with pytest.raises(ServerError):
        client.wait_for(ID, timeout=5)
    api.will(httpx.Response(404))
    with pytest.raises(NotFound):
        client.wait_for(ID)


@pytest.mark.parametrize("seconds", [0, -1, float("inf"), float("nan"), "5", True, None])
def test_a_time_that_is_none_is_refused(client: BatchesClient, seconds: Any) -> None:
    for name in ("timeout", "first", "longest"):
        with pytest.raises(InvalidRequest, match=name):
            client.wait_for(ID, **{name: seconds})

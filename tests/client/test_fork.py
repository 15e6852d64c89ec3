"""A new process makes connections of its own: each gets the answers to what it asked."""

from __future__ import annotations

import json
import multiprocessing
import os
from collections import Counter

import httpx
import pytest

from sinch_batches import BatchesClient, InvalidRequest, TextBatch, TextSubmission

from .scripted import stored

PROCESSES, SENDS = int(os.environ.get("FORKS", "4")), int(os.environ.get("FORK_SENDS", "30"))


def message(of: str) -> TextSubmission:
    return TextSubmission(to=["+15551231234"], from_="+15550000000", body=of)


def send_all(client: BatchesClient, name: str, told: multiprocessing.SimpleQueue[str]) -> None:
    outcomes = Counter[str]()
    for number in range(SENDS):
        body = f"{name} {number}"
        try:
            send = client.send_once if number % 2 else client.send  # which looks for no reference
            batch = send(message(body))
            right = isinstance(batch, TextBatch) and batch.body == body
            outcomes["own" if right else "of another process"] += 1
        except Exception as error:
            outcomes[repr(error)] += 1
    told.put(json.dumps(outcomes))


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_forked_processes_get_their_own_batches(server: str) -> None:
    context = multiprocessing.get_context("fork")
    told: multiprocessing.SimpleQueue[str] = context.SimpleQueue()
    with BatchesClient("plan", "t0ken", base_url=server) as client:
        client.send(message("a connection that is open before the fork"))
        children = [
            context.Process(target=send_all, args=(client, f"child {number}", told))
            for number in range(PROCESSES)
        ]
        for child in children:
            child.start()
        send_all(client, "parent", told)
        for child in children:
            child.join(120)
        outcomes = sum((Counter(json.loads(told.get())) for _ in range(PROCESSES + 1)), Counter())
    assert outcomes == {"own": SENDS * (PROCESSES + 1)}


@pytest.mark.parametrize("name", ["http_client", "transport"])
def test_connections_that_were_given_arent_shared_with_a_fork(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=stored()))
    given = {"transport": transport, "http_client": httpx.Client(transport=transport)}
    client = BatchesClient("p", "t", region="eu", **{name: given[name]})  # type: ignore[arg-type]
    assert client.get("A").id
    here = os.getpid()
    monkeypatch.setattr(os, "getpid", lambda: here + 1)
    with pytest.raises(InvalidRequest, match=f"{name} 'of another process': must be made in"):
        client.get("A")

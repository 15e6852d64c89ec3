"""Servers behind one address are asked in turn, and one that is gone is no answer."""

from __future__ import annotations

import sys
from contextlib import ExitStack

import httpx
import pytest

from .overhead import started

NOTHING = [sys.executable, "-m", "tests.load.nothing"]
SHARING = [sys.executable, "-m", "tests.load.sharing"]
BATCHES = "/xms/v1/plan/batches"


def test_the_requests_of_one_connection_go_to_all_servers_in_turn() -> None:
    with ExitStack() as servers:
        urls = [servers.enter_context(started(NOTHING)) for _ in range(3)]
        address = servers.enter_context(started([*SHARING, *urls]))
        with httpx.Client(base_url=address) as client:
            sent = [client.post(BATCHES, json={"body": "x" * 100_000}).json() for _ in range(6)]
        # Each of them counts its own from 0.
        assert [int(batch["id"]) for batch in sent] == [0, 0, 0, 1, 1, 1]
        assert {len(batch["body"]) for batch in sent} == {100_000}


def test_a_server_that_is_gone_gives_no_answer_and_the_others_go_on() -> None:
    with ExitStack() as servers:
        with started(NOTHING) as gone:
            there = servers.enter_context(started(NOTHING))
            address = servers.enter_context(started([*SHARING, gone, there]))
        with httpx.Client(base_url=address) as client:
            with pytest.raises(httpx.RemoteProtocolError):
                client.get(BATCHES)
            assert client.get(BATCHES).status_code == 200

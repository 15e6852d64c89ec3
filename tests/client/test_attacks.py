"""Hostile answers after the API took the request: no double, no strange error, no false denial.

`make attack` runs it in full: ATTACK_SENDS=2000 ATTACK_PARTS=500 ATTACK_ANSWERS=100000.
"""

from __future__ import annotations

import asyncio
import os
import resource
from collections import Counter
from collections.abc import Callable

import httpx
import pytest

from sinch_batches import (
    ApiError,
    AsyncBatchesClient,
    BatchesClient,
    InvalidRequest,
    RateLimited,
    SinchBatchesError,
    TransportError,
)

from .hostile import LOSING, PARTS, QUICK, SENDS, Hostile, judge, message

ANSWERS = int(os.environ.get("ATTACK_ANSWERS", "3000"))


@pytest.mark.filterwarnings("ignore")
def test_no_fault_after_forwarding_doubles_or_denies_a_send() -> None:
    api, outcomes = Hostile(7, LOSING), list[tuple[str, object]]()
    transport = httpx.MockTransport(api)
    with BatchesClient("p", "t0ken", region="eu", transport=transport, retries=QUICK) as client:
        for number in range(SENDS):
            try:
                outcomes.append((f"r{number}", client.send_once(message(f"r{number}"))))
            except Exception as error:
                outcomes.append((f"r{number}", error))
        audience = (str(15550000000 + number) for number in range(PARTS))
        for part in client.send_to_many(audience, message(""), reference="a", size=1):
            outcomes.append((part.client_reference, part.error or part.batch))
    counted = judge(api, outcomes)
    print(f"\nblocking: {dict(counted)}")
    assert len(outcomes) == SENDS + PARTS
    assert counted["TextBatch"] > SENDS / 4
    assert counted["SendUnconfirmed"] > SENDS / 20


@pytest.mark.anyio
@pytest.mark.filterwarnings("ignore")
async def test_nor_with_asyncio() -> None:
    api, outcomes = Hostile(8, LOSING), list[tuple[str, object]]()
    transport = httpx.MockTransport(api.answer)
    async with AsyncBatchesClient(
        "p", "t0ken", region="eu", transport=transport, retries=QUICK
    ) as client:
        references = [f"r{number}" for number in range(SENDS)]
        sends = (client.send_once(message(each)) for each in references)
        done = await asyncio.gather(*sends, return_exceptions=True)
        outcomes.extend(zip(references, done, strict=True))
        audience = [str(15550000000 + number) for number in range(PARTS)]
        async for part in client.send_to_many(audience, message(""), reference="a", size=1):
            outcomes.append((part.client_reference, part.error or part.batch))
    counted = judge(api, outcomes)
    print(f"\nasyncio: {dict(counted)}")
    assert len(outcomes) == SENDS + PARTS
    assert counted["TextBatch"] > SENDS / 4


@pytest.mark.filterwarnings("ignore")
def test_no_answer_gets_out_of_the_tree_or_into_too_much_memory() -> None:
    api = Hostile(9, [*range(200, 210), *range(300, 310), *range(400, 452), *range(500, 512), 999])
    transport = httpx.MockTransport(lambda _: api.spoilt())
    client = BatchesClient("p", "t0ken", region="eu", transport=transport, retries=0)
    calls: list[Callable[[], object]] = [
        lambda: client.send(message("x")),
        lambda: client.get("A"),
        client.list_page,
        lambda: list(client.list()),
        lambda: client.dry_run(message("x")),
        lambda: client.send_delivery_feedback("A", []),
        lambda: client.find_sent("x"),
    ]
    kinds: Counter[str] = Counter()
    longest = 0
    for number in range(ANSWERS):
        try:
            calls[number % len(calls)]()
            kinds["result"] += 1
        except SinchBatchesError as error:
            kinds[type(error).__name__] += 1
            longest = max(longest, len(str(error)))
    print(f"\n{ANSWERS} answers: {dict(kinds)}")
    assert longest < 2000
    assert kinds["result"] > kinds[InvalidRequest.__name__] == 0
    assert {ApiError.__name__, TransportError.__name__, RateLimited.__name__} <= set(kinds)
    if ANSWERS >= 100_000:  # a process of its own: `make attack`
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024 <= 256

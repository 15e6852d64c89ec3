"""The same attack through real connections, on all three engines: the fault comes after the send.

`make attack` runs it in full: ATTACK_SENDS=2000 ATTACK_PARTS=500.
"""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from httpx_aiohttp import AiohttpTransport

from sinch_batches import AsyncBatchesClient, BatchesClient

from .hostile import LOSING, PARTS, QUICK, SENDS, Hostile, judge, message, on_the_wire

AT_ONCE = 20
AUDIENCE = [str(15550000000 + number) for number in range(PARTS)]
OPTIONS: dict[str, Any] = {"timeout": 0.1, "retries": QUICK}
Outcomes = list[tuple[str, object]]


def blocking(base_url: str) -> Outcomes:
    outcomes: Outcomes = []
    with BatchesClient("p", "t0ken", base_url=base_url, **OPTIONS) as client:
        for number in range(SENDS):
            try:
                outcomes.append((f"r{number}", client.send_once(message(f"r{number}"))))
            except Exception as error:
                outcomes.append((f"r{number}", error))
        for part in client.send_to_many(AUDIENCE, message(""), reference="a", size=1):
            outcomes.append((part.client_reference, part.error or part.batch))
    return outcomes


async def with_asyncio(base_url: str, **options: Any) -> Outcomes:
    references = [f"r{number}" for number in range(SENDS)]
    async with AsyncBatchesClient("p", "t0ken", base_url=base_url, **OPTIONS | options) as client:
        turns = asyncio.Semaphore(AT_ONCE)

        async def send(reference: str) -> object:
            async with turns:
                return await client.send_once(message(reference))

        done = await asyncio.gather(*map(send, references), return_exceptions=True)
        outcomes: Outcomes = list(zip(references, done, strict=True))
        async for part in client.send_to_many(AUDIENCE, message(""), reference="a", size=1):
            outcomes.append((part.client_reference, part.error or part.batch))
    return outcomes


@pytest.mark.parametrize("engine", ["blocking", "asyncio", "aiohttp"])
@pytest.mark.filterwarnings("ignore")
def test_no_fault_on_the_wire_doubles_or_denies_a_send(engine: str) -> None:
    api = Hostile(10, LOSING)
    with on_the_wire(api) as base_url:
        if engine == "blocking":
            outcomes = blocking(base_url)
        elif engine == "asyncio":
            outcomes = asyncio.run(with_asyncio(base_url))
        else:
            outcomes = asyncio.run(with_asyncio(base_url, transport=AiohttpTransport()))
    counted = judge(api, outcomes)
    print(f"\n{engine} on the wire: {dict(counted)}")
    assert len(outcomes) == SENDS + PARTS
    assert counted["TextBatch"] > SENDS / 4
    assert counted["SendUnconfirmed"] > SENDS / 20

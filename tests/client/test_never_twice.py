"""A thousand sends through a proxy that cuts 30 % of the answers: no message is sent twice."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from contextlib import suppress

import pytest

from sinch_batches import (
    AsyncBatchesClient,
    BatchesClient,
    Retries,
    SendUnconfirmed,
    TextSubmission,
    TransportError,
)

from .cutting_proxy import CuttingProxy, cutting

SENDS = int(os.environ.get("SENDS", "1000"))
QUICK = Retries(limit=4, first=0.01, longest=0.1, lookups=(0.01, 0.02))


@pytest.mark.anyio
@pytest.mark.parametrize("seed", [20190824])
async def test_no_cut_makes_a_message_go_out_twice(server: str, seed: int) -> None:
    proxy = CuttingProxy(server, share=0.3, seed=seed)
    outcomes: Counter[str] = Counter()
    unconfirmed: set[str] = set()
    places = asyncio.Semaphore(20)

    async def send(client: AsyncBatchesClient, number: int) -> None:
        reference = f"{seed}-{number}"
        batch = TextSubmission(
            to=["+15551231234"],
            from_="+15550000000",
            body=f"Message {number}",
            client_reference=reference,
        )
        async with places:
            try:
                found = await client.send_once(batch)
            except SendUnconfirmed as error:
                unconfirmed.add(error.client_reference)
                outcomes["unconfirmed"] += 1
            else:
                assert getattr(found, "client_reference", None) == reference
                outcomes["confirmed"] += 1

    with cutting(proxy) as base_url:
        async with AsyncBatchesClient("plan", "t0ken", base_url=base_url, retries=QUICK) as client:
            await asyncio.gather(*(send(client, number) for number in range(SENDS)))

    held: Counter[object] = Counter()
    with BatchesClient("plan", "t0ken", base_url=server) as direct:
        for batch in direct.list(page_size=100):
            held[getattr(batch, "client_reference", None)] += 1
    held = Counter({name: n for name, n in held.items() if str(name).startswith(f"{seed}-")})

    print(f"\n{SENDS} sends: {dict(outcomes)}; exchanges: {dict(proxy.cuts)}")
    assert proxy.cuts["before"] > SENDS / 20
    assert proxy.cuts["after"] > SENDS / 20
    assert proxy.cuts["middle"] > SENDS / 20
    assert set(held.values()) == {1}, "some message was sent twice"
    missing = {f"{seed}-{number}" for number in range(SENDS)} - set(held)
    assert missing <= unconfirmed
    assert outcomes["confirmed"] + outcomes["unconfirmed"] == SENDS


def test_the_same_proxy_makes_a_client_that_just_repeats_send_twice(server: str) -> None:
    proxy = CuttingProxy(server, share=0.3, seed=7)
    batch = TextSubmission(
        to=["+15551231234"], from_="+15550000000", body="Hi", client_reference="repeated"
    )
    with cutting(proxy) as base_url:
        for _ in range(40):
            with BatchesClient("plan", "t0ken", base_url=base_url, retries=0) as client:
                for _ in range(10):
                    with suppress(TransportError):
                        client.send(batch)
                        break
    with BatchesClient("plan", "t0ken", base_url=server) as direct:
        sent = list(direct.list(client_reference="repeated", page_size=100))
    assert len(sent) > 40

"""Hostile answers after the API took the request: no double, no strange error, no false denial.

`make attack` runs it in full: ATTACK_SENDS=2000 ATTACK_PARTS=500 ATTACK_ANSWERS=100000.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import random
import resource
from collections import Counter
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from sinch_batches import (
    ApiError,
    AsyncBatchesClient,
    BatchesClient,
    InvalidRequest,
    RateLimited,
    Retries,
    SendUnconfirmed,
    SinchBatchesError,
    TextSubmission,
    TransportError,
)

from .scripted import stored

SENDS = int(os.environ.get("ATTACK_SENDS", "300"))
PARTS = int(os.environ.get("ATTACK_PARTS", "100"))
ANSWERS = int(os.environ.get("ATTACK_ANSWERS", "3000"))
QUICK = Retries(limit=2, first=0, longest=0, lookups=(0, 0))
HUGE_ZIP = gzip.compress(gzip.compress(bytes(10**7)))
HEADERS: list[tuple[bytes, bytes]] = [
    (b"location", b"mailto:x"), (b"location", b"http://xn--/"), (b"location", b"http://["),
    (b"retry-after", b"Mon, 01 Jan 2024 00:00:00 +99999999999999999"), (b"retry-after", b"-1"),
    (b"content-encoding", b"gzip"), (b"content-encoding", b"br"), (b"x-request-id", b"\xff\x1b"),
    (b"content-type", b"text/html; charset=nonsense"), (b"set-cookie", b"a=b; domain=x"),
]  # fmt: skip
BODIES = [
    b"", b"null", b"[]", b"{}", b"<html>", b"\xff\xfe", b"[" * 9000, b'{"id": 5}', b'"x"', b"NaN",
    b'{"page": %s}' % (b"9" * 5000), HUGE_ZIP, json.dumps(stored(id="")).encode(), b'{"id": "A"}',
    json.dumps({"page": 0, "page_size": 0, "count": 1, "batches": []}).encode(),
    b'{"batches": [[], null, {"type": "mt_media"}], "page": 0, "page_size": 3, "count": 3}',
    json.dumps({"code": "x\n" * 999, "text": {"a": [1]}, "errors": [None]}).encode(),
]  # fmt: skip


class Hostile:
    """An API that keeps what it is sent and lists it, and spoils answers after that."""

    def __init__(self, seed: int, statuses: list[int]) -> None:
        self.random, self.statuses = random.Random(seed), statuses
        self.kept: dict[str, list[dict[str, Any]]] = {}

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            batch = json.loads(request.content)
            self.kept.setdefault(batch["client_reference"], []).append(stored(**batch))
            answer = httpx.Response(201, json=stored(**batch))
        else:
            batches = self.kept.get(request.url.params.get("client_reference", ""), [])
            page = {"page": 0, "page_size": len(batches), "count": len(batches)}
            answer = httpx.Response(200, json={**page, "batches": batches})
        return answer if self.random.random() < 0.4 else self.spoilt()

    def spoilt(self) -> httpx.Response:
        if self.random.random() < 0.2:
            kinds: list[type[Exception]] = [
                httpx.ReadTimeout, httpx.ReadError, httpx.RemoteProtocolError, KeyError, OSError,
                httpx.UnsupportedProtocol, httpx.LocalProtocolError, httpx.InvalidURL, UnicodeError,
            ]  # fmt: skip
            raise self.random.choice(kinds)("spoilt")
        return httpx.Response(
            self.random.choice(self.statuses),
            headers=self.random.sample(HEADERS, self.random.randrange(4)),
            stream=httpx.ByteStream(self.random.choice(BODIES)),
        )

    async def answer(self, request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0)
        return self(request)


LOSING = [200, 201, 202, 204, 206, 226, 300, 301, 302, 307, 308, 408, 500, 502, 503, 504, 520, 599]


def judge(api: Hostile, outcomes: list[tuple[str, object]]) -> Counter[str]:
    """Count what came of each reference, and hold the promises against what the API has."""
    for reference, outcome in outcomes:
        held = len(api.kept.get(reference, []))
        assert held <= 1, f"{reference} was sent {held} times"
        if isinstance(outcome, Exception):
            assert isinstance(outcome, SinchBatchesError), repr(outcome)
            assert isinstance(outcome, SendUnconfirmed) or not held, f"{outcome!r} denies a batch"
        else:
            assert held == 1
    return Counter(type(outcome).__name__ for _, outcome in outcomes)


def message(reference: str) -> TextSubmission:
    return TextSubmission(to=["15551231234"], body="Hi", client_reference=reference)


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

"""Pages far back in a list begin where a walk over all that comes before them would end."""

from __future__ import annotations

import asyncio

import pytest

from sinch_batches_server._store import pages
from sinch_batches_server._store.store import Filters

from .conftest import NOW, Place
from .test_stores import STEPS, made, matches

MOMENTS = sorted({NOW + step + more for step in STEPS for more in (0, 1, 1)})
SENDERS = ["1", "2", "3", "Sinch"]
WANTED = [
    Filters("p", since, before, senders)
    for since in (0, NOW, NOW + 1000, NOW + 60_000)
    for before in (None, NOW + 90_000_001, NOW + 3_600_000, NOW + 59_999, NOW + 1)
    for senders in (None, frozenset(["1"]), frozenset(["1", "3", "4"]))
]


def test_every_page_begins_at_its_place(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_DEEP", 0)
    batches = [
        made(number, moment, sender=SENDERS[number % 4])
        for number, moment in enumerate(moment for moment in MOMENTS for _ in range(3))
    ]

    async def scenario() -> int:
        store = place()
        await asyncio.gather(*(store.add(batch) for batch in batches))
        looked_at = 0
        for wanted in WANTED:
            found = [batch.id for batch in reversed(batches) if matches(batch, wanted)]
            for skip in range(len(found) + 1):
                page = await store.page(wanted, skip, 4)
                assert [batch.id for batch in page.batches] == found[skip : skip + 4], wanted
                assert page.count == len(found)
                looked_at += bool(page.batches)
        await store.close()
        return looked_at

    assert asyncio.run(scenario()) > 500

"""What every store does (issue 3: one small interface), held against a plain list."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sinch_batches_server import Plan
from sinch_batches_server._rules.batches import create
from sinch_batches_server._rules.fields import Batch
from sinch_batches_server._store.store import Filters, Store

from .conftest import NOW, Place

SENDERS = [None, "15551230000", "Sinch", "*"]
REFERENCES = [None, "", "*", "=", "\u00e9\U0001f383\x00"]
STEPS = [0, 1, 999, 1000, 59_999, 60_000, 3_599_999, 3_600_000, 90_000_000]


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    store = place()
    yield store
    asyncio.run(store.close())


def made(number: int, created_at: int = NOW, plan_id: str = "p", **changes: Any) -> Batch:
    document = {"to": ("15551231234",), "body": "", "parameters": {"a": {"default": "1"}}}
    plan = Plan(plan_id, ("t",), default_originator="15550100000")
    return replace(create(document, plan, f"{number:026d}", created_at), **changes)


async def add_all(store: Store, batches: list[Batch]) -> None:
    await asyncio.gather(*(store.add(batch) for batch in batches))


def test_a_batch_comes_back_as_it_was_and_only_to_its_plan(store: Store) -> None:
    async def scenario() -> None:
        batch = made(1, report_at=NOW, udh="00", canceled=True, from_ton=0, send_at=NOW)
        await store.add(batch)
        await store.add(made(1, plan_id="q"))
        assert await store.get("p", batch.id) == batch
        assert await store.get("q", batch.id) == made(1, plan_id="q")
        assert await store.get("p", "unknown") is None
        assert await store.get("r", batch.id) is None

    asyncio.run(scenario())


def test_a_change_returns_and_keeps_the_new_batch(store: Store) -> None:
    async def scenario() -> None:
        await store.add(made(1))
        after = await store.change("p", made(1).id, lambda batch: replace(batch, body="new"))
        assert after == replace(made(1), body="new") == await store.get("p", made(1).id)
        assert await store.change("p", "unknown", lambda batch: batch) is None

    asyncio.run(scenario())


def test_a_change_that_raises_changes_nothing_and_harms_no_other(store: Store) -> None:
    def refuse(_: Batch) -> Batch:
        raise LookupError("not today")

    async def scenario() -> None:
        await add_all(store, [made(1), made(2)])
        refused, after = await asyncio.gather(
            store.change("p", made(1).id, refuse),
            store.change("p", made(2).id, lambda batch: replace(batch, body="new")),
            return_exceptions=True,
        )
        assert isinstance(refused, LookupError)
        assert isinstance(after, Batch)
        assert await store.get("p", made(1).id) == made(1)
        assert await store.get("p", made(2).id) == after

    asyncio.run(scenario())


def test_changes_of_one_batch_follow_one_another(store: Store) -> None:
    def longer(batch: Batch) -> Batch:
        return replace(batch, body=batch.body + "x")

    async def scenario() -> None:
        await store.add(made(1))
        await asyncio.gather(*(store.change("p", made(1).id, longer) for _ in range(50)))
        batch = await store.get("p", made(1).id)
        assert batch is not None
        assert batch.body == "x" * 50

    asyncio.run(scenario())


def test_changes_of_one_batch_that_move_it_between_lists_follow_one_another(store: Store) -> None:
    def moved(batch: Batch) -> Batch:
        return replace(batch, client_reference=str((int(batch.client_reference or 0) + 1) % 3))

    async def scenario() -> None:
        await store.add(made(1))
        await asyncio.gather(*(store.change("p", made(1).id, moved) for _ in range(50)))
        pages = [
            await store.page(Filters("p", 0, client_reference=reference), 0, 9)
            for reference in "012"
        ]
        assert [(page.count, len(page.batches)) for page in pages] == [(0, 0), (0, 0), (1, 1)]

    asyncio.run(scenario())


def test_due_reports_are_handed_out_once_longest_due_first(store: Store) -> None:
    async def scenario() -> None:
        dues = [NOW + 5, None, NOW, NOW + 6, NOW - 3]
        await add_all(store, [made(n, report_at=due) for n, due in enumerate(dues)])
        assert [batch.id for batch in await store.claim_reports(NOW + 5, 2)] == [
            made(4).id,
            made(2).id,
        ]
        assert [batch.id for batch in await store.claim_reports(NOW + 5, 2)] == [made(0).id]
        assert await store.claim_reports(NOW + 5, 2) == []
        claimed = await store.get("p", made(4).id)
        assert claimed is not None
        assert claimed.report_at is None
        await store.change("p", made(3).id, lambda batch: replace(batch, report_at=None))
        assert await store.claim_reports(NOW + 100, 9) == []

    asyncio.run(scenario())


def test_forgotten_batches_are_gone_from_every_list(store: Store) -> None:
    async def scenario() -> None:
        changes: dict[str, Any] = {"sender": "Sinch", "client_reference": "r"}
        await add_all(store, [made(n, NOW + n, **changes) for n in range(10)])
        await store.add(made(1, NOW + 99, "q"))
        assert await store.forget(NOW + 6, 4) == 4
        assert await store.forget(NOW + 6, 4) == 2
        assert await store.forget(NOW + 6, 4) == 0
        assert await store.get("p", made(5).id) is None
        for senders in (None, frozenset(["Sinch"])):
            for reference in (None, "r"):
                page = await store.page(Filters("p", 0, None, senders, reference), 0, 9)
                assert [batch.id for batch in page.batches] == [made(n).id for n in (9, 8, 7, 6)]
                assert page.count == 4
        assert await store.get("q", made(1).id) is not None
        assert await store.forget(NOW + 60, 9) == 4
        assert (await store.page(Filters("p", 0), 0, 9)).count == 0

    asyncio.run(scenario())


def test_batches_that_owe_a_report_are_not_forgotten_before_it_was_taken(store: Store) -> None:
    async def scenario() -> None:
        dues = [NOW + 100, None, NOW + 50, None]
        await add_all(store, [made(n, NOW + n, report_at=due) for n, due in enumerate(dues)])
        assert await store.forget(NOW + 60, 1) == 1
        assert await store.forget(NOW + 60, 9) == 1
        assert await store.forget(NOW + 60, 9) == 0
        left = await store.page(Filters("p", 0), 0, 9)
        assert [batch.id for batch in left.batches] == [made(2).id, made(0).id]
        assert [batch.id for batch in await store.claim_reports(NOW + 60, 9)] == [made(2).id]
        assert await store.forget(NOW + 60, 9) == 1
        assert [batch.id for batch in await store.claim_reports(NOW + 100, 9)] == [made(0).id]

    asyncio.run(scenario())


def test_pages_of_several_senders_are_in_one_order(store: Store) -> None:
    async def scenario() -> None:
        senders = ["1", "2", "3"] * 4
        await add_all(store, [made(n, NOW + n, sender=sender) for n, sender in enumerate(senders)])
        wanted = Filters("p", NOW + 1, NOW + 11, frozenset(["1", "3", "4"]))
        pages = [await store.page(wanted, skip, 3) for skip in (0, 3, 6, 9)]
        found = [[int(batch.id) for batch in page.batches] for page in pages]
        assert found == [[9, 8, 6], [5, 3, 2], [], []]
        assert {page.count for page in pages} == {6}

    asyncio.run(scenario())


batches = st.lists(
    st.tuples(
        st.sampled_from(STEPS), st.sampled_from(SENDERS), st.sampled_from(REFERENCES), st.booleans()
    ),
    max_size=25,
)
filters = st.builds(
    Filters,
    st.sampled_from(["p", "q"]),
    st.sampled_from(STEPS).map(lambda step: NOW + step),
    st.none() | st.sampled_from(STEPS).map(lambda step: NOW + step),
    st.none()
    | st.frozensets(st.sampled_from(["15551230000", "Sinch", "44345", "*", "\x00"]), min_size=1),
    st.sampled_from(REFERENCES),
)


def matches(batch: Batch, wanted: Filters) -> bool:
    return (
        batch.plan_id == wanted.plan_id
        and wanted.since <= batch.created_at
        and (wanted.before is None or batch.created_at < wanted.before)
        and (wanted.senders is None or batch.sender in wanted.senders)
        and wanted.client_reference in (None, batch.client_reference)
    )


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(given=batches, wanted=filters, skip=st.integers(0, 30), limit=st.integers(1, 9))
def test_a_page_is_what_a_plain_list_would_give(
    new_place: Callable[[], Place],
    given: list[tuple[int, str | None, str | None, bool]],
    wanted: Filters,
    skip: int,
    limit: int,
) -> None:
    async def scenario() -> None:
        store = new_place()()
        kept = []
        for number, (step, sender, reference, elsewhere) in enumerate(given):
            batch = made(number, NOW + step, "q" if elsewhere else "p")
            await store.add(batch)
            changed = await store.change(
                batch.plan_id,
                batch.id,
                lambda batch, sender=sender, reference=reference: replace(  # type: ignore[misc]
                    batch, sender=sender, client_reference=reference
                ),
            )
            assert changed is not None
            kept.append(changed)
        found = sorted(
            (batch for batch in kept if matches(batch, wanted)),
            key=lambda batch: (batch.created_at, batch.id),
            reverse=True,
        )
        page = await store.page(wanted, skip, limit)
        assert (page.count, page.batches) == (len(found), found[skip : skip + limit])
        await store.close()

    asyncio.run(scenario())

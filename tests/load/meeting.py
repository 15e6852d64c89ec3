"""Faults where requests meet: one overwrites, doubles or answers another."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from tests.faults.exchange import Answer, Proceed, Request
from tests.faults.surgery import Surgery

from sinch_batches_server._rules import identifiers
from sinch_batches_server._store.memory import MemoryStore
from sinch_batches_server._store.store import Filters, Page

from .registry import UnderWay, fault

_BRIEFLY = 0.002  # seconds that a store or a neighbour takes
_QUEUE = 3  # requests under way beyond which a queue is full


@fault("lost-update", "Of two changes at the same time, one overwrites the other", "LOAD-003")
def lost_update(server: Surgery) -> None:
    def changing(_: Any) -> Any:
        async def change(self: MemoryStore, plan_id: str, batch_id: str, make: Any) -> Any:
            stored = await self.get(plan_id, batch_id)
            if stored is None:
                return None
            made = make(stored)
            await asyncio.sleep(_BRIEFLY)
            self._remove(self._batches[plan_id, batch_id])
            await self.add(made)
            return made

        return change

    server.replace(MemoryStore, "change", changing)


@fault("revived", "A cancel is undone by an update that began before it", "LOAD-004")
def revived(server: Surgery) -> None:
    def changing(change: Any) -> Any:
        async def changed(self: MemoryStore, plan_id: str, batch_id: str, make: Any) -> Any:
            before = await self.get(plan_id, batch_id)
            await asyncio.sleep(_BRIEFLY)
            now = await self.get(plan_id, batch_id)
            if before is None or now is None or before.canceled or not now.canceled:
                return await change(self, plan_id, batch_id, make)
            made = make(before)
            return await change(self, plan_id, batch_id, lambda _: made)

        return changed

    server.replace(MemoryStore, "change", changing)


@fault("sent-twice", "A send that takes long is sent again by a gateway", "LOAD-002")
def sent_twice(server: Surgery) -> None:
    async def send(request: Request, proceed: Proceed, others: int) -> Answer:
        await asyncio.sleep(_BRIEFLY)
        if others >= _QUEUE:
            await proceed(request)
        return await proceed(request)

    server.around(UnderWay().around("send", send))


@fault("mixed-up", "Answers of requests at the same time are exchanged", "LOAD-006")
def mixed_up(server: Surgery) -> None:
    shared: dict[str, Answer] = {}

    async def get(request: Request, proceed: Proceed, _: int) -> Answer:
        shared["answer"] = await proceed(request)
        await asyncio.sleep(_BRIEFLY)
        return shared["answer"]

    server.around(UnderWay().around("get", get))


@fault("shared-list", "Lists that are asked for at the same time share one answer", "LOAD-006")
def shared_list(server: Surgery) -> None:
    running: dict[str, asyncio.Task[Answer]] = {}

    async def list_(request: Request, proceed: Proceed, _: int) -> Answer:
        if request.plan not in running:

            async def ask() -> Answer:
                await asyncio.sleep(_BRIEFLY)
                answer = await proceed(request)
                del running[request.plan]
                return answer

            running[request.plan] = asyncio.create_task(ask())
        answer = await running[request.plan]
        return Answer(answer.status, dict(answer.headers), answer.body)

    server.around(UnderWay().around("list", list_))


@fault("other-plan", "A list is of the plan that asked last", "LOAD-006")
def other_plan(server: Surgery) -> None:
    last: dict[str, str] = {}

    def paging(page: Any) -> Any:
        async def of_last(self: MemoryStore, filters: Filters, skip: int, limit: int) -> Page:
            last["plan"] = filters.plan_id
            await asyncio.sleep(_BRIEFLY)
            found: Page = await page(self, replace(filters, plan_id=last["plan"]), skip, limit)
            return found

        return of_last

    server.replace(MemoryStore, "page", paging)


@fault("list-skips", "Of batches of the same millisecond, the list holds one", "LOAD-005")
def list_skips(server: Surgery) -> None:
    def paging(page: Any) -> Any:
        async def distinct(self: MemoryStore, filters: Filters, skip: int, limit: int) -> Page:
            found: Page = await page(self, filters, skip, limit)
            by_time = {batch.created_at: batch for batch in found.batches}
            return Page(found.count, [b for b in found.batches if by_time[b.created_at] is b])

        return distinct

    server.replace(MemoryStore, "page", paging)


@fault("id-reused", "Batches of the same millisecond get the same id", "LOAD-008")
def id_reused(server: Surgery) -> None:
    server.replace(identifiers, "new_id", lambda _: lambda now: f"{now:026d}")


@fault("kept-though-refused", "A send that is refused with 503 is kept all the same", "LOAD-007")
def kept_though_refused(server: Surgery) -> None:
    async def send(request: Request, proceed: Proceed, others: int) -> Answer:
        await asyncio.sleep(_BRIEFLY)
        answer = await proceed(request)
        return Answer.of(503) if others >= _QUEUE else answer

    server.around(UnderWay().around("send", send))

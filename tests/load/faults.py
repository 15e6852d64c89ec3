"""Faults of a server that show only where requests meet: each is a race, or the end of a queue."""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from tests.faults.exchange import Answer, Proceed, Request
from tests.faults.surgery import Surgery

from sinch_batches_server._rules import identifiers
from sinch_batches_server._rules.fields import Batch
from sinch_batches_server._store.memory import MemoryStore
from sinch_batches_server._store.sqlite import SqliteStore
from sinch_batches_server._store.store import Filters, Page

_BRIEFLY = 0.002  # seconds that a store or a neighbour takes
_LATER = 0.3  # seconds from an answer to the disk
_LAG = 0.15  # seconds that a replica is behind
_QUEUE = 3  # requests under way beyond which a queue is full

EARLY = "acknowledged-early"
"""The fault that shows only where the server is killed; it needs a database."""

Apply = Callable[[Surgery], None]


@dataclass(frozen=True)
class Fault:
    """A fault: `invariants` are the ids of those that it breaks."""

    id: str
    title: str
    invariants: frozenset[str]
    apply: Apply


FAULTS: dict[str, Fault] = {}


def fault(id: str, title: str, invariants: str) -> Callable[[Apply], Apply]:  # noqa: A002
    """Enter the function as a fault."""

    def enter(apply: Apply) -> Apply:
        FAULTS[id] = Fault(id, title, frozenset(invariants.split()), apply)
        return apply

    return enter


class UnderWay:
    """Counts the requests of an operation that are under way."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def around(self, operation: str, meet: Callable[[Request, Proceed, int], Any]) -> Any:
        """Handle requests of an operation, told how many others are under way."""

        async def counted(request: Request, proceed: Proceed) -> Answer:
            if request.operation != operation:
                return await proceed(request)
            others = self._counts[operation]
            self._counts[operation] += 1
            try:
                answer: Answer = await meet(request, proceed, others)
            finally:
                self._counts[operation] -= 1
            return answer

        return counted


@fault("lost-update", "Of two changes at the same time, one overwrites the other", "LOAD-003")
def _(server: Surgery) -> None:
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
def _(server: Surgery) -> None:
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
def _(server: Surgery) -> None:
    async def send(request: Request, proceed: Proceed, others: int) -> Answer:
        await asyncio.sleep(_BRIEFLY)
        if others >= _QUEUE:
            await proceed(request)
        return await proceed(request)

    server.around(UnderWay().around("send", send))


@fault("mixed-up", "Answers of requests at the same time are exchanged", "LOAD-006")
def _(server: Surgery) -> None:
    shared: dict[str, Answer] = {}

    async def get(request: Request, proceed: Proceed, _: int) -> Answer:
        shared["answer"] = await proceed(request)
        await asyncio.sleep(_BRIEFLY)
        return shared["answer"]

    server.around(UnderWay().around("get", get))


@fault("shared-list", "Lists that are asked for at the same time share one answer", "LOAD-006")
def _(server: Surgery) -> None:
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
def _(server: Surgery) -> None:
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
def _(server: Surgery) -> None:
    def paging(page: Any) -> Any:
        async def distinct(self: MemoryStore, filters: Filters, skip: int, limit: int) -> Page:
            found: Page = await page(self, filters, skip, limit)
            by_time = {batch.created_at: batch for batch in found.batches}
            return Page(found.count, [b for b in found.batches if by_time[b.created_at] is b])

        return distinct

    server.replace(MemoryStore, "page", paging)


@fault("id-reused", "Batches of the same millisecond get the same id", "LOAD-008")
def _(server: Surgery) -> None:
    server.replace(identifiers, "new_id", lambda _: lambda now: f"{now:026d}")


@fault("kept-though-refused", "A send that is refused with 503 is kept all the same", "LOAD-007")
def _(server: Surgery) -> None:
    async def send(request: Request, proceed: Proceed, others: int) -> Answer:
        await asyncio.sleep(_BRIEFLY)
        answer = await proceed(request)
        return Answer.of(503) if others >= _QUEUE else answer

    server.around(UnderWay().around("send", send))


@fault("queue-overflows", "What doesn't fit into a queue is acknowledged and dropped", "LOAD-001")
def _(server: Surgery) -> None:
    waiting: OrderedDict[str, Batch] = OrderedDict()

    def adding(add: Any) -> Any:
        async def queued(self: MemoryStore, batch: Batch) -> None:
            if (batch.plan_id, batch.id) in self._batches:
                await add(self, batch)
            elif len(waiting) < _QUEUE:
                waiting[batch.id] = batch
                await asyncio.sleep(_BRIEFLY)
                await add(self, waiting.pop(batch.id))

        return queued

    server.replace(MemoryStore, "add", adding)


@fault("replica-lags", "Gets are answered by a replica that is behind when it is busy", "LOAD-009")
def _(server: Surgery) -> None:
    earlier: dict[str, list[tuple[float, Answer]]] = {}

    async def around(request: Request, proceed: Proceed) -> Answer:
        answer = await proceed(request)
        now = asyncio.get_running_loop().time()
        if request.operation in ("send", "update", "replace", "cancel") and answer.status < 300:
            earlier.setdefault(answer.document["id"], []).append((now, answer))
        shown = [old for at, old in earlier.get(request.batch_id, []) if at < now - _LAG]
        if request.operation == "get" and shown:
            return Answer.of(200, shown[-1].document)
        return answer

    server.around(around)


@fault(EARLY, "A send is acknowledged before it is kept, and the server killed then", "LOAD-001")
def _(server: Surgery) -> None:
    pending: dict[tuple[str, str], Batch] = {}
    tasks: dict[tuple[str, str], asyncio.Task[None]] = {}

    def adding(add: Any) -> Any:
        async def later(self: SqliteStore, batch: Batch) -> None:
            await asyncio.sleep(_LATER)
            await add(self, batch)
            del pending[batch.plan_id, batch.id]

        async def early(self: SqliteStore, batch: Batch) -> None:
            pending[batch.plan_id, batch.id] = batch
            tasks[batch.plan_id, batch.id] = asyncio.create_task(later(self, batch))

        return early

    def getting(get: Any) -> Any:
        async def found(self: SqliteStore, plan_id: str, batch_id: str) -> Batch | None:
            kept: Batch | None = pending.get((plan_id, batch_id))
            return kept or await get(self, plan_id, batch_id)

        return found

    def changing(change: Any) -> Any:
        async def changed(self: SqliteStore, plan_id: str, batch_id: str, make: Any) -> Any:
            if (plan_id, batch_id) in pending:
                await tasks[plan_id, batch_id]
            return await change(self, plan_id, batch_id, make)

        return changed

    server.replace(SqliteStore, "add", adding)
    server.replace(SqliteStore, "get", getting)
    server.replace(SqliteStore, "change", changing)

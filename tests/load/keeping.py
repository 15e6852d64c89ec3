"""Faults of what is kept: dropped at the end of a queue, shown late, or lost with the process."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import Any

from tests.faults.exchange import Answer, Proceed, Request
from tests.faults.surgery import Surgery

from sinch_batches_server._rules.fields import Batch
from sinch_batches_server._store.memory import MemoryStore
from sinch_batches_server._store.sqlite import SqliteStore

from .registry import fault

_BRIEFLY = 0.002  # seconds that a store or a neighbour takes
_QUEUE = 3  # requests under way beyond which a queue is full
_LATER = 0.3  # seconds from an answer to the disk
_LAG = 0.05  # seconds that a replica is behind

EARLY = "acknowledged-early"
"""The fault that shows only where the server is killed; it needs a database."""


@fault("queue-overflows", "What doesn't fit into a queue is acknowledged and dropped", "LOAD-001")
def queue_overflows(server: Surgery) -> None:
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
def replica_lags(server: Surgery) -> None:
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
def acknowledged_early(server: Surgery) -> None:
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

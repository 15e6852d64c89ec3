"""Batches that leak, get lost or are shown stale when several clients are at work."""

from __future__ import annotations

import asyncio
from typing import Any

from sinch_batches_server._rules import identifiers
from sinch_batches_server._rules.fields import Batch
from sinch_batches_server._store.memory import MemoryStore

from .exchange import Answer, Proceed, Request
from .registry import semantic
from .surgery import Surgery


@semantic(
    "reference-unique",
    "A client_reference that was used before returns the old batch",
    "SEND-010 FILT-001",
)
def reference_unique(server: Surgery) -> None:
    known: dict[str, Answer] = {}

    async def repeat(request: Request, proceed: Proceed) -> Answer:
        reference = request.document.get("client_reference")
        if request.operation != "send" or not isinstance(reference, str):
            return await proceed(request)
        if reference in known:
            return known[reference]
        answer = await proceed(request)
        if answer.status == 201:
            known[reference] = answer
        return answer

    server.around(repeat)


@semantic("send-unkept", "A batch that was sent can't be read", "READBACK-*@get_batch")
def send_unkept(server: Surgery) -> None:
    async def forget(request: Request, proceed: Proceed) -> Answer:
        if request.operation == "send":
            request.path = ["batches", "dry_run"]
            counted = await proceed(request)
            request.path = ["batches"]
            answer = await proceed(request)
            if counted.status == 200 and answer.status == 201:
                await proceed(
                    Request(
                        "DELETE",
                        request.plan,
                        ["batches", answer.document["id"]],
                        [],
                        request.headers,
                        b"",
                    )
                )
                answer.document = {**answer.document, "id": "0" * 26}
            return answer
        return await proceed(request)

    server.around(forget)


@semantic(
    "id-repeated", "Batches sent within a second have the same id", "SEND-010 CONC-001 GET-004"
)
def id_repeated(server: Surgery) -> None:
    server.replace(identifiers, "new_id", lambda _: lambda now: f"{now // 1000:026d}")


@semantic(
    "id-truncated",
    "A batch is found by any id that begins like its own",
    "GET-004 SEND-010 HTTP-015",
)
def id_truncated(server: Surgery) -> None:
    def getting(get: Any) -> Any:
        async def loosely(self: MemoryStore, plan_id: str, batch_id: str) -> Any:
            for plan, known in self._batches:
                if plan == plan_id and known[:20] == batch_id[:20]:
                    return await get(self, plan_id, known)
            return None

        return loosely

    server.replace(MemoryStore, "get", getting)


def _any_plan(server: Surgery, name: str) -> None:
    """Let this method of the store find batches of every plan."""

    def finding(find: Any) -> Any:
        async def everywhere(self: MemoryStore, plan_id: str, batch_id: str, *rest: Any) -> Any:
            plans = [plan for plan, known in self._batches if known == batch_id]
            return await find(self, plans[0] if plans else plan_id, batch_id, *rest)

        return everywhere

    server.replace(MemoryStore, name, finding)


@semantic("leak-get", "A batch of another plan can be read", "ISO-002")
def leak_get(server: Surgery) -> None:
    _any_plan(server, "get")


@semantic("leak-change", "A batch of another plan can be changed", "ISO-004")
def leak_change(server: Surgery) -> None:
    _any_plan(server, "change")


@semantic("lost-updates", "Of two updates at the same time one is lost", "CONC-002 CONC-003")
def lost_updates(server: Surgery) -> None:
    def changing(_: Any) -> Any:
        async def change(self: MemoryStore, plan_id: str, batch_id: str, make: Any) -> Any:
            stored = await self.get(plan_id, batch_id)
            if stored is None:
                return None
            made = make(stored)
            await asyncio.sleep(0.03)
            self._remove(self._batches[plan_id, batch_id])
            await self.add(made)
            return made

        return change

    server.replace(MemoryStore, "change", changing)


@semantic("lost-sends", "Of sends at the same time one is lost", "CONC-001")
def lost_sends(server: Surgery) -> None:
    busy: set[str] = set()

    def adding(add: Any) -> Any:
        async def lose(self: MemoryStore, batch: Batch) -> Any:
            if (batch.plan_id, batch.id) in self._batches:
                return await add(self, batch)
            if batch.plan_id in busy:
                return None
            busy.add(batch.plan_id)
            await asyncio.sleep(0.01)
            busy.discard(batch.plan_id)
            return await add(self, batch)

        return lose

    server.replace(MemoryStore, "add", adding)


@semantic(
    "stale-get",
    "A get shows a batch as it was before the last change",
    "READBACK-* FIELD-changed-alone@* UPD-005 STATE-canceled@get_batch",
)
def stale_get(server: Surgery) -> None:
    shown: dict[str, list[Answer]] = {}

    async def stale(request: Request, proceed: Proceed) -> Answer:
        answer = await proceed(request)
        if answer.status >= 300:
            return answer
        if request.operation in ("send", "update", "replace", "cancel"):
            shown.setdefault(answer.document["id"], []).append(answer)
        if request.operation == "get" and len(shown.get(request.batch_id, [])) > 1:
            return Answer.of(200, shown[request.batch_id][-2].document)
        return answer

    server.around(stale)

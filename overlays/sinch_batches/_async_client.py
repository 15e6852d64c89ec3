"""The client for asyncio."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from ._client import BatchesClient
from ._http import AsyncConnection
from ._lazy import LazyModule

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Iterable, Sequence
    from typing import Unpack

    from sinch_batches_client.models import DryRunResult

    from . import _operations, _sending
    from ._decode import Batch
    from ._operations import BatchPage, Filters, Submission, Update
    from ._sending import Part
else:
    _operations, _sending = LazyModule("_operations"), LazyModule("_sending")


class AsyncBatchesClient(AsyncConnection):
    """What `BatchesClient` is, for asyncio; one client serves many tasks of one event loop."""

    async def send(self, batch: Submission) -> Batch:
        return await self._do(_operations.send(self._plan, batch))

    async def list(self, **filters: Unpack[Filters]) -> AsyncIterator[Batch]:
        walk = _operations.PageWalk(self._plan)
        while (page := walk.next_page) is not None:
            for batch in walk.take(await self.list_page(page, **filters)):
                yield batch

    async def list_page(self, page: int = 0, **filters: Unpack[Filters]) -> BatchPage:
        return await self._do(_operations.list_page(self._plan, page, filters))

    async def dry_run(
        self, batch: Submission, *, per_recipient: bool = False, number_of_recipients: int = 100
    ) -> DryRunResult:
        details = (per_recipient, number_of_recipients)
        return await self._do(_operations.dry_run(self._plan, batch, *details))

    async def get(self, batch_id: str) -> Batch:
        return await self._do(_operations.get(self._plan, batch_id))

    async def update(self, batch_id: str, update: Update) -> Batch:
        return await self._do(_operations.update(self._plan, batch_id, update))

    async def replace(self, batch_id: str, batch: Submission) -> Batch:
        return await self._do(_operations.replace(self._plan, batch_id, batch))

    async def cancel(self, batch_id: str) -> Batch:
        return await self._do(_operations.cancel(self._plan, batch_id))

    async def send_delivery_feedback(self, batch_id: str, recipients: Sequence[str]) -> None:
        await self._do(_operations.send_delivery_feedback(self._plan, batch_id, recipients))

    async def send_once(self, batch: Submission) -> Batch:
        return await self._run(_sending.send_once(self._plan, batch, self._retries))

    async def find_sent(self, client_reference: str) -> Batch | None:
        return await self._run(_sending.find_sent(self._plan, client_reference, self._retries))

    async def send_to_many(
        self,
        recipients: Iterable[str],
        batch: Submission,
        *,
        reference: str | None = None,
        already_sent: Collection[str] = (),
        size: int = 1000,
        at_once: int = 4,
    ) -> AsyncIterator[Part]:
        parts = _sending.parts_of(recipients, batch, reference, already_sent, size, at_once)
        running: set[asyncio.Task[Part]] = set()
        try:
            for part in parts:
                if part is not None:
                    sending = _sending.send_part(self._plan, part, self._retries)
                    running.add(asyncio.create_task(self._run(sending)))
                while len(running) >= (1 if part is None else at_once):
                    done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                    for task in done:
                        yield task.result()
        finally:  # what is under way gets to its end, as threads do
            await asyncio.gather(*running, return_exceptions=True)


for _name, _method in vars(AsyncBatchesClient).items():
    if callable(_method) and not _name.startswith("_"):
        _method.__doc__ = getattr(BatchesClient, _name).__doc__

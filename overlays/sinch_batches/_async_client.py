"""The client for asyncio."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from . import _operations
from ._calls.awaiting import AsyncConnection

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Iterable
    from typing import Unpack

    from sinch_batches_client.models import DryRunResult

    from ._batches.more_messages import Submission, Update
    from ._batches.stored import Batch
    from ._once.parts import Part
    from ._pages import BatchPage, Filters
    from ._reports.documents import BatchDeliveryReport, OpaqueReport, RecipientDeliveryReport
    from ._reports.operations import (
        Codes,
        DeliveryReportPage,
        ReportFilters,
        ReportType,
        Statuses,
    )


class AsyncBatchesClient(AsyncConnection):
    """What `BatchesClient` is, for asyncio; one client serves many tasks of one event loop.

    It is made with the same arguments, and closed by `aclose()` or `async with`. Its methods raise
    the same: `InvalidRequest`, `TransportError`, `ApiError`.
    """

    async def send(self, batch: Submission) -> Batch:
        """Send a batch; again only if it surely never arrived (seed: Send)."""
        return await self._do(_operations.send(self._session.plan, batch))

    async def list(self, **filters: Unpack[Filters]) -> AsyncIterator[Batch]:
        """Give the batches that match, newest first, page by page as needed (seed: List)."""
        from ._pages import batches

        walk = batches(self._session)
        while (page := walk.next_page) is not None:
            for batch in walk.take(await self.list_page(page, **filters)):
                yield batch

    async def list_page(self, page: int = 0, **filters: Unpack[Filters]) -> BatchPage:
        """Return one page of the list, counted from 0 (seed: List)."""
        return await self._do(_operations.list_page(self._session.plan, page, filters))

    async def dry_run(
        self, batch: Submission, *, per_recipient: bool = False, number_of_recipients: int = 100
    ) -> DryRunResult:
        """Compute bodies and parts without sending (seed: Dry run).

        `per_recipient` asks for details, for at most `number_of_recipients`, 0 to 1000.
        """
        details = (per_recipient, number_of_recipients)
        return await self._do(_operations.dry_run(self._session.plan, batch, *details))

    async def get(self, batch_id: str) -> Batch:
        """Return the batch with this id; `NotFound` if there is none (seed: Get)."""
        return await self._do(_operations.get(self._session.plan, batch_id))

    async def update(self, batch_id: str, update: Update) -> Batch:
        """Change fields of a batch that wasn't dispatched yet (seed: Update)."""
        return await self._do(_operations.update(self._session.plan, batch_id, update))

    async def replace(self, batch_id: str, batch: Submission) -> Batch:
        """Replace all of a batch, which keeps its id (seed: Replace)."""
        return await self._do(_operations.replace(self._session.plan, batch_id, batch))

    async def cancel(self, batch_id: str) -> Batch:
        """Cancel a batch; it stays readable (seed: Cancel)."""
        return await self._do(_operations.cancel(self._session.plan, batch_id))

    async def send_delivery_feedback(self, batch_id: str, recipients: Iterable[str]) -> None:
        """Confirm that messages arrived; no recipient means all (seed: Feedback)."""
        await self._do(_operations.send_delivery_feedback(self._session.plan, batch_id, recipients))

    async def get_delivery_report(
        self,
        batch_id: str,
        *,
        type_: ReportType = "summary",
        status: Statuses = (),
        code: Codes = (),
    ) -> BatchDeliveryReport:
        """Return what became of a batch so far (sources §14.1).

        `type_` is `summary` or `full`, which names recipients. `status` and `code`, each one or
        several, choose what is counted; `total_message_count` stays that of the batch.
        """
        from ._reports import operations

        call = operations.batch_report(self._session.plan, batch_id, type_, status, code)
        return await self._do(call)

    async def get_recipient_delivery_report(
        self, batch_id: str, recipient: str
    ) -> RecipientDeliveryReport:
        """Return what became of the message for this number; else `NotFound` (sources §14.2)."""
        from ._reports import operations

        return await self._do(operations.recipient_report(self._session.plan, batch_id, recipient))

    async def list_delivery_reports(
        self, **filters: Unpack[ReportFilters]
    ) -> AsyncIterator[RecipientDeliveryReport | OpaqueReport]:
        """Give the reports of messages with a final status, newest first (sources §14.3)."""
        from ._reports import operations

        walk = operations.walk(self._session)
        while (page := walk.next_page) is not None:
            for report in walk.take(await self.list_delivery_reports_page(page, **filters)):
                yield report

    async def list_delivery_reports_page(
        self, page: int = 0, **filters: Unpack[ReportFilters]
    ) -> DeliveryReportPage:
        """Return one page of that list, counted from 0 (sources §14.3)."""
        from ._reports import operations

        return await self._do(operations.list_page(self._session.plan, page, filters))

    async def wait_for(
        self,
        batch_id: str,
        *,
        type_: ReportType = "summary",
        timeout: float = 300,  # noqa: ASYNC109 - named as in the other client
        first: float = 1,
        longest: float = 30,
    ) -> BatchDeliveryReport:
        """Return the report of a batch once it is final, or what it is when the time is over.

        Its `is_final` tells which. It asks after `first` seconds, then after twice as long each
        time, up to `longest`, for `timeout` seconds in all. A batch that was canceled before it
        was sent has an empty report, which comes at once.
        """
        from ._reports.waiting import wait_for

        waiting = wait_for(self._session, batch_id, type_, timeout, first, longest)
        return await self._run(waiting)

    async def send_once(self, batch: Submission) -> Batch:
        """Send a batch, and look for it by its `client_reference` if the answer is lost.

        It gets a reference of its own if it has none; a given one must be of this message only.
        Raises `SendUnconfirmed` if whether it was sent can't be told.
        """
        from ._once.send_once import send_once

        return await self._run(send_once(self._session, batch))

    async def find_sent(self, client_reference: str) -> Batch | None:
        """Find the newest batch with this reference, of the last 14 days; None if there is none."""
        from ._once.send_once import find_sent, since_ever

        return await self._run(find_sent(self._session, client_reference, since=since_ever()))

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
        """Send to any number of recipients; gives what came of each part as soon as it's known.

        `batch` is the pattern; its own `to` isn't used. Each part of at most `size` recipients
        goes through `send_once`, `at_once` of them at a time, with the reference `reference-0`,
        `reference-1` and so on. To resume, give the same recipients, `reference` and `size`, and
        in `already_sent` the references that are done. Nothing is sent before the first `next()`.
        """
        from ._once.parts import parts_of, send_part

        parts = parts_of(recipients, batch, reference, already_sent, size, at_once)
        running: set[asyncio.Task[Part]] = set()
        try:
            for part in parts:
                if part is not None:
                    sending = send_part(self._session, part)
                    running.add(asyncio.create_task(self._run(sending)))
                while len(running) >= (1 if part is None else at_once):
                    done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                    for task in done:
                        yield task.result()
        finally:  # what is under way gets to its end, as threads do
            await asyncio.gather(*running, return_exceptions=True)

"""The client for code that blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import _operations
from ._calls.blocking import BlockingConnection

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
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


class BatchesClient(BlockingConnection):
    """Sends and manages the batches of one service plan; one client serves many threads.

    `BatchesClient(service_plan_id, api_token, *, region=None, base_url=None, **options)` needs a
    region or a base URL: there is no default, since a plan lives in one region only. With `OAuth2`
    in place of the token, the project id takes the place of the service plan id. The options are
    `timeout` in seconds, `retries`, `headers`, `on_answer`, and `transport` or `http_client`; what
    doesn't fit raises `InvalidRequest`.

    Each method may raise `InvalidRequest` before anything is sent, `TransportError` if no answer
    came, and `ApiError` or a subclass if the API refused.
    """

    def send(self, batch: Submission) -> Batch:
        """Send a batch; again only if it surely never arrived (seed: Send)."""
        return self._do(_operations.send(self._session.plan, batch))

    def list(self, **filters: Unpack[Filters]) -> Iterator[Batch]:
        """Give the batches that match, newest first, page by page as needed (seed: List)."""
        from ._pages import batches

        walk = batches(self._session)
        while (page := walk.next_page) is not None:
            yield from walk.take(self.list_page(page, **filters))

    def list_page(self, page: int = 0, **filters: Unpack[Filters]) -> BatchPage:
        """Return one page of the list, counted from 0 (seed: List)."""
        return self._do(_operations.list_page(self._session.plan, page, filters))

    def dry_run(
        self, batch: Submission, *, per_recipient: bool = False, number_of_recipients: int = 100
    ) -> DryRunResult:
        """Compute bodies and parts without sending (seed: Dry run).

        `per_recipient` asks for details, for at most `number_of_recipients`, 0 to 1000.
        """
        details = (per_recipient, number_of_recipients)
        return self._do(_operations.dry_run(self._session.plan, batch, *details))

    def get(self, batch_id: str) -> Batch:
        """Return the batch with this id; `NotFound` if there is none (seed: Get)."""
        return self._do(_operations.get(self._session.plan, batch_id))

    def update(self, batch_id: str, update: Update) -> Batch:
        """Change fields of a batch that wasn't dispatched yet (seed: Update)."""
        return self._do(_operations.update(self._session.plan, batch_id, update))

    def replace(self, batch_id: str, batch: Submission) -> Batch:
        """Replace all of a batch, which keeps its id (seed: Replace)."""
        return self._do(_operations.replace(self._session.plan, batch_id, batch))

    def cancel(self, batch_id: str) -> Batch:
        """Cancel a batch; it stays readable (seed: Cancel)."""
        return self._do(_operations.cancel(self._session.plan, batch_id))

    def send_delivery_feedback(self, batch_id: str, recipients: Iterable[str]) -> None:
        """Confirm that messages arrived; no recipient means all (seed: Feedback)."""
        self._do(_operations.send_delivery_feedback(self._session.plan, batch_id, recipients))

    def get_delivery_report(
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
        return self._do(call)

    def get_recipient_delivery_report(
        self, batch_id: str, recipient: str
    ) -> RecipientDeliveryReport:
        """Return what became of the message for this number; else `NotFound` (sources §14.2)."""
        from ._reports import operations

        return self._do(operations.recipient_report(self._session.plan, batch_id, recipient))

    def list_delivery_reports(
        self, **filters: Unpack[ReportFilters]
    ) -> Iterator[RecipientDeliveryReport | OpaqueReport]:
        """Give the reports of messages with a final status, newest first (sources §14.3)."""
        from ._reports import operations

        walk = operations.walk(self._session)
        while (page := walk.next_page) is not None:
            yield from walk.take(self.list_delivery_reports_page(page, **filters))

    def list_delivery_reports_page(
        self, page: int = 0, **filters: Unpack[ReportFilters]
    ) -> DeliveryReportPage:
        """Return one page of that list, counted from 0 (sources §14.3)."""
        from ._reports import operations

        return self._do(operations.list_page(self._session.plan, page, filters))

    def wait_for(
        self,
        batch_id: str,
        *,
        type_: ReportType = "summary",
        timeout: float = 300,
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
        return self._run(waiting)

    def send_once(self, batch: Submission) -> Batch:
        """Send a batch, and look for it by its `client_reference` if the answer is lost.

        It gets a reference of its own if it has none; a given one must be of this message only.
        Raises `SendUnconfirmed` if whether it was sent can't be told.
        """
        from ._once.send_once import send_once

        return self._run(send_once(self._session, batch))

    def find_sent(self, client_reference: str) -> Batch | None:
        """Find the newest batch with this reference, of the last 14 days; None if there is none."""
        from ._once.send_once import find_sent, since_ever

        return self._run(find_sent(self._session, client_reference, since=since_ever()))

    def send_to_many(
        self,
        recipients: Iterable[str],
        batch: Submission,
        *,
        reference: str | None = None,
        already_sent: Collection[str] = (),
        size: int = 1000,
        at_once: int = 4,
    ) -> Iterator[Part]:
        """Send to any number of recipients; gives what came of each part as soon as it's known.

        `batch` is the pattern; its own `to` isn't used. Each part of at most `size` recipients
        goes through `send_once`, `at_once` of them at a time, with the reference `reference-0`,
        `reference-1` and so on. To resume, give the same recipients, `reference` and `size`, and
        in `already_sent` the references that are done. Nothing is sent before the first `next()`.
        """
        from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

        from ._once.parts import parts_of, send_part

        parts = parts_of(recipients, batch, reference, already_sent, size, at_once)
        running: set[Future[Part]] = set()
        with ThreadPoolExecutor(at_once) as pool:
            for part in parts:
                if part is not None:
                    sending = send_part(self._session, part)
                    running.add(pool.submit(self._run, sending))
                while len(running) >= (1 if part is None else at_once):
                    done, running = wait(running, return_when=FIRST_COMPLETED)
                    yield from map(Future.result, done)

"""Callbacks: notes which batches owe a delivery report, and sends it when it falls due."""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from .._rules import times
from . import reports
from .ledger import Ledger, Owed
from .outbox import Letter, Outbox
from .posting import Poster

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping
    from concurrent.futures import Executor

    from .._rules.fields import Batch
    from .._settings import Plan, Settings
    from .._store.store import Change, Store

_LOG = logging.getLogger("sinch_batches_server.callbacks")
_AT_ONCE = 10


class ReportingStore:
    """A store that notes with each batch when its report falls due.

    Args:
        store: where the batches are.
        plans: the plans by id.
        notice: called after a change that may have made a report due.

    """

    def __init__(self, store: Store, plans: Mapping[str, Plan], notice: Callable[[], None]) -> None:
        self._store = store
        self._plans = plans
        self._notice = notice
        self.get = store.get
        self.page = store.page
        self.claim_reports = store.claim_reports
        self.forget = store.forget
        self.close = store.close

    async def add(self, batch: Batch) -> None:
        """Keep a new batch."""
        due_at = reports.due_at(batch, self._plans.get(batch.plan_id))
        await self._store.add(batch if due_at is None else replace(batch, report_at=due_at))
        if due_at is not None:
            self._notice()

    async def change(self, plan_id: str, batch_id: str, change: Change) -> Batch | None:
        """Put what `change` makes of the batch in its place."""

        def changed(stored: Batch) -> Batch:
            batch = change(stored)
            if batch is stored:
                return batch
            due_at = reports.due_at(batch, self._plans.get(plan_id), stored)
            return replace(batch, report_at=due_at)

        batch = await self._store.change(plan_id, batch_id, changed)
        if batch is not None and batch.report_at is not None:
            self._notice()
        return batch


class Courier:
    """Takes batches whose report is due out of the store and puts the reports in the outbox.

    A report is taken from the store before it is sent, so that several servers on one store send
    it once. One that has to wait for a retry is noted with its batch, and so survives a restart.

    Args:
        settings: the plans.
        store: where the batches are.
        clock: tells the time.
        texts: where long texts are computed.
        look_every: the most seconds until it looks for due reports again.

    """

    def __init__(
        self,
        settings: Settings,
        store: Store,
        clock: times.Clock,
        texts: Executor,
        *,
        look_every: float = 1,
    ) -> None:
        self._settings = settings
        self._store = store
        self._clock = clock
        self._texts = texts
        self._look_every = look_every
        self._woken = asyncio.Event()
        self._ledgers: dict[tuple[str, str], Ledger] = {}
        self._outbox: Outbox | None = None
        self.store: Store = ReportingStore(store, settings.plans, self._woken.set)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Send reports in the background as long as this is entered."""
        told = self._settings.callbacks
        async with Poster(told.allowed_hosts) as poster:
            outbox = self._outbox = Outbox(poster, self._clock, first_retry=told.first_retry)
            round_ = asyncio.create_task(self._run(outbox))
            try:
                yield
            finally:
                round_.cancel()
                with suppress(asyncio.CancelledError):
                    await round_
                await outbox.close()
                for ledger in self._ledgers.values():
                    await ledger.hand_over()

    async def send(self, plan: Plan, url: str, document: dict[str, Any]) -> None:
        """Send something else than a report to a plan's receiver; it isn't kept for a restart."""
        if self._outbox is not None:
            await self._outbox.put(Letter(url, plan.callback_secret, [document]))

    async def _run(self, outbox: Outbox) -> None:
        while True:
            self._woken.clear()
            try:
                found = await self._claim(outbox)
            except Exception as error:
                _LOG.error("can't take due reports: %s", type(error).__name__)
                found = False
            if not found:
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._look_every):
                        await self._woken.wait()

    async def _claim(self, outbox: Outbox) -> bool:
        claimed = await self._store.claim_reports(self._clock(), _AT_ONCE)
        self._ledgers = {key: each for key, each in self._ledgers.items() if not each.is_settled}
        for batch in claimed:
            for letter in await self._letters(batch):
                await outbox.put(letter)
        return bool(claimed)

    async def _letters(self, batch: Batch) -> list[Letter]:
        plan = self._settings.plans.get(batch.plan_id)
        url = batch.callback_url or (plan and plan.default_callback_url)
        if plan is None or not url:
            # The settings have changed since the batch was sent.
            _LOG.warning("report of batch %s not sent: nobody to send it to", batch.id)
            return []
        # Long texts for many recipients take seconds, in which others want answers.
        found = await asyncio.get_running_loop().run_in_executor(
            self._texts, reports.sequences, batch, plan
        )
        now = self._clock()
        # As it was noted before a restart, or all of it.
        noted = batch.owed or tuple((number, 0, 0) for number in range(len(found)))
        progress = {number: Owed(taken, attempts, now) for number, taken, attempts in noted}
        ledger = self._ledgers[batch.plan_id, batch.id] = Ledger(self._store, batch, progress)
        return [
            Letter(
                url,
                plan.callback_secret,
                found[number][owed.taken :],
                owed.attempts,
                _Entry(ledger, number, owed.taken, self._clock),
            )
            for number, owed in progress.items()
            if number < len(found)
        ]


@dataclass(frozen=True)
class _Entry:
    """A letter's place in the ledger of its batch."""

    ledger: Ledger
    number: int
    taken_before: int
    clock: times.Clock

    def wait(self, taken: int, attempts: int, seconds: float) -> None:
        """Note that the next report has to wait."""
        due = self.clock() + int(seconds * times.SECOND)
        self.ledger.wait(self.number, Owed(self.taken_before + taken, attempts, due))

    def settle(self) -> None:
        """Note that nothing more is owed."""
        self.ledger.settle(self.number)

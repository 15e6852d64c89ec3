"""What is still owed of a batch's callbacks: noted with the batch, so that a restart loses nothing.

A process that goes on keeps the letters itself, and its note falls due only after it should have
been renewed: whoever finds it then takes over from one that was killed. Handed over in good order,
it falls due when the letters do. What was taken in between may so be sent twice, never not at all.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from .._rules import times

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .._rules.fields import Batch
    from .._store.store import Store

_LOG = logging.getLogger("sinch_batches_server.callbacks")
LEASE = 30 * times.SECOND
"""How long after its retry a note falls due: longer than an attempt takes."""


class Owed(NamedTuple):
    """A letter that isn't settled: how much of it was taken, how often the next was tried, when."""

    taken: int
    attempts: int
    due: int


class Ledger:
    """The letters of one batch that aren't settled.

    Args:
        store: where the batch is.
        batch: the batch as it was when its callbacks fell due.
        owed: its letters by number.

    """

    def __init__(self, store: Store, batch: Batch, owed: Mapping[int, Owed]) -> None:
        self._store = store
        self._batch = batch
        self._owed = dict(owed)
        self._is_noted = batch.owed is not None
        self._is_stale = False
        self._writing: asyncio.Task[None] | None = None

    @property
    def is_settled(self) -> bool:
        """Whether nothing is owed, and the store knows it."""
        return not self._owed and not self._is_noted and self._writing is None

    def wait(self, number: int, owed: Owed) -> None:
        """Note that a letter has to wait."""
        self._owed[number] = owed
        self._is_noted = True
        self._write_soon()

    def settle(self, number: int) -> None:
        """Note that a letter was taken or given up."""
        self._owed.pop(number, None)
        if self._is_noted:
            self._write_soon()

    async def hand_over(self) -> None:
        """Leave what is owed to whoever comes next."""
        if self._writing is not None:
            await asyncio.wait([self._writing])
        if self._owed or self._is_noted:
            await self._write(lease=0)

    def _write_soon(self) -> None:
        self._is_stale = True
        if self._writing is None:
            self._writing = asyncio.create_task(self._keep_up())

    async def _keep_up(self) -> None:
        try:
            # Many letters of a batch change together: each writing takes along what came meanwhile.
            while self._is_stale:
                self._is_stale = False
                await self._write(LEASE)
        finally:
            self._writing = None

    async def _write(self, lease: int) -> None:
        owed = {number: self._owed[number] for number in sorted(self._owed)}
        due = min((each.due for each in owed.values()), default=None)

        def noted(stored: Batch) -> Batch:
            if stored.submitted_at != self._batch.submitted_at:
                return stored  # replaced since: what is owed now is something else
            told = tuple((number, each.taken, each.attempts) for number, each in owed.items())
            report_at = None if due is None else due + lease
            return replace(stored, owed=told or None, report_at=report_at)

        try:
            await self._store.change(self._batch.plan_id, self._batch.id, noted)
        except Exception as error:
            _LOG.error("can't note what batch %s owes: %s", self._batch.id, type(error).__name__)
        else:
            self._is_noted = bool(owed)

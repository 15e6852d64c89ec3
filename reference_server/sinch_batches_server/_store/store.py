"""Where batches are kept: what the server needs of any store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from .._rules.fields import Batch

Change = Callable[[Batch], Batch]
"""Makes a new record of a stored one, or raises to leave it as it is."""


class Unavailable(Exception):
    """The store can't do its work for the moment, or not at all; nothing changed."""


@dataclass(frozen=True)
class Filters:
    """Which batches of a plan a list is about.

    Args:
        plan_id: the plan.
        since: the first time of creation, in milliseconds.
        before: the first time of creation that is too late; None: no limit.
        senders: the senders, as stored; None: any.
        client_reference: the client reference; None: any.

    """

    plan_id: str
    since: int
    before: int | None = None
    senders: frozenset[str] | None = None
    client_reference: str | None = None


@dataclass(frozen=True)
class Page:
    """Some batches, newest first, and how many match over all pages."""

    count: int
    batches: list[Batch]


class Store(Protocol):
    """A store of batches. What a call did is safe when the call returns."""

    async def add(self, batch: Batch) -> None:
        """Keep a new batch."""

    async def get(self, plan_id: str, batch_id: str) -> Batch | None:
        """Return a batch of the plan, or None."""

    async def change(self, plan_id: str, batch_id: str, change: Change) -> Batch | None:
        """Put what `change` makes of the batch in its place, as one step; None: no such batch.

        Raises:
            Exception: what `change` raised; then nothing changed.

        """

    async def page(self, filters: Filters, skip: int, limit: int) -> Page:
        """Return matching batches, newest first (by time of creation, then id)."""

    async def claim_reports(self, now: int, limit: int) -> list[Batch]:
        """Take batches whose `report_at` has come, longest due first, and clear it.

        One step: however many servers share the store, only one of them gets a batch.
        """

    async def forget(self, before: int, limit: int) -> int:
        """Delete up to `limit` batches that ended before a time; return how many.

        Those whose report is still due stay: what was promised is sent.
        """

    async def close(self) -> None:
        """Let go of files."""

"""Deletes batches that can't be reached any more, so that a server can run for long."""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from .._rules import lifetime

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from .._rules import times
    from .store import Store

_LOG = logging.getLogger("sinch_batches_server")
_AT_ONCE = 500


async def forget_expired(store: Store, now: int) -> None:
    """Delete what can't be reached any more, some at a time."""
    while await store.forget(lifetime.oldest_retained(now), _AT_ONCE) == _AT_ONCE:
        pass


@asynccontextmanager
async def expiring(store: Store, clock: times.Clock, every: float = 3600) -> AsyncIterator[None]:
    """Delete expired batches now and then while this is entered.

    Args:
        store: where the batches are.
        clock: tells the time.
        every: seconds between two rounds.

    """

    async def rounds() -> None:
        while True:
            try:
                await forget_expired(store, clock())
            except Exception:
                _LOG.exception("can't delete expired batches")
            await asyncio.sleep(every)

    task = asyncio.create_task(rounds())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

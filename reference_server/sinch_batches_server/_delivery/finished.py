"""The messages of a plan that are final, newest first: what the list of reports is about."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .._rules import lifetime
from .._store import store as stores
from . import progress, reports

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from concurrent.futures import Executor

    from .._rules.fields import Batch
    from .._settings import Plan, State

    Found = tuple[int, str, str, Batch, progress.Standing]

_AT_ONCE = 500


@dataclass(frozen=True)
class Wanted:
    """Which reports a list is about.

    Args:
        since: the first moment at which a message got its final state, in milliseconds.
        before: the first that is too late; None: no limit.
        client_reference: the reference of its batch; None: any.
        is_wanted: which states.

    """

    since: int
    before: int | None
    client_reference: str | None
    is_wanted: Callable[[State], bool]

    def fits(self, step: progress.Step) -> bool:
        """Whether the list is about a message that came to this."""
        in_time = self.since <= step.at and (self.before is None or step.at < self.before)
        return in_time and progress.is_final(step.state) and self.is_wanted(step.state)


async def page(
    store: stores.Store,
    texts: Executor,
    plan: Plan,
    wanted: Wanted,
    now: int,
    *,
    skip: int,
    limit: int,
) -> tuple[int, list[dict[str, Any]]]:
    """Return how many reports there are, and some of them, newest first (decision R19).

    Nothing of a report is stored: all batches of the plan that can still be read are looked
    through, some at a time, away from the event loop.
    """
    found: list[Found] = []
    loop = asyncio.get_running_loop()
    async for batches in _batches(store, plan.id, wanted.client_reference, now):
        found += await loop.run_in_executor(texts, _finished, batches, plan, wanted, now)
    found.sort(key=lambda each: (-each[0], each[1], each[2]))
    shown = found[skip : skip + limit]
    return len(found), [reports.of_message(batch, plan, message) for *_, batch, message in shown]


async def _batches(
    store: stores.Store, plan_id: str, client_reference: str | None, now: int
) -> AsyncIterator[list[Batch]]:
    # One that was scheduled long ago may have been sent just now.
    filters = stores.Filters(plan_id, 0, before=now + 1, client_reference=client_reference)
    skip, batches = 0, [*(await store.page(filters, 0, _AT_ONCE)).batches]
    while batches:
        yield batches
        skip += len(batches)
        batches = (await store.page(filters, skip, _AT_ONCE)).batches


def _finished(batches: list[Batch], plan: Plan, wanted: Wanted, now: int) -> list[Found]:
    return [
        (message.step.at, batch.id, message.recipient, batch, message)
        for batch in batches
        if lifetime.is_reachable(batch, now)
        for message in progress.standings(batch, plan, now)
        if wanted.fits(message.step)
    ]

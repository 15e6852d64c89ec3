"""Writes of many requests in one transaction: they share one disk sync."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Outcome = Any
_Job = TypeVar("_Job")


class GroupCommit(Generic[_Job]):
    """Collects jobs while a commit is on its way, and commits them together as soon as it is done.

    Args:
        commit: does the jobs as one transaction, in a thread of its own; returns for each its
            result, or the exception that it alone raised. If it raises, no job was done.

    """

    def __init__(self, commit: Callable[[list[_Job]], list[Outcome]]) -> None:
        self._commit = commit
        self._waiting: list[tuple[_Job, asyncio.Future[Outcome]]] = []
        self._running: asyncio.Task[None] | None = None

    async def do(self, job: _Job) -> Outcome:
        """Return the job's result once it is on the disk.

        Raises:
            Exception: what the job raised, or the commit.

        """
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((job, future))
        if self._running is None:
            self._running = asyncio.create_task(self._run())
        return await future

    async def _run(self) -> None:
        try:
            while self._waiting:
                group, self._waiting = self._waiting, []
                outcomes = await self._outcomes([job for job, _ in group])
                for (_, future), outcome in zip(group, outcomes, strict=True):
                    _settle(future, outcome)
        finally:
            self._running = None

    async def _outcomes(self, jobs: list[_Job]) -> list[Outcome]:
        try:
            return await asyncio.to_thread(self._commit, jobs)
        except Exception as error:
            return [error] * len(jobs)

    async def drained(self) -> None:
        """Return when no job is waiting any more."""
        while self._running is not None:
            await asyncio.wait([self._running])


def _settle(future: asyncio.Future[Outcome], outcome: Outcome) -> None:
    if future.cancelled():
        return
    if isinstance(outcome, BaseException):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)

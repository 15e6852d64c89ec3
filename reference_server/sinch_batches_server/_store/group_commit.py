"""Writes of many requests in one transaction: they share one disk sync."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor

Outcome = Any
_Job = TypeVar("_Job")


class GroupCommit(Generic[_Job]):
    """Collects jobs while a commit is on its way, and commits them together as soon as it is done.

    Args:
        commit: does jobs as one transaction; returns for each its result, or the exception that it
            alone raised. It is given a function that takes the jobs: the later it is called, the
            more share the transaction. If `commit` raises, no job was done.
        thread: where `commit` runs.

    """

    def __init__(
        self, commit: Callable[[Callable[[], list[_Job]]], list[Outcome]], thread: Executor
    ) -> None:
        self._commit = commit
        self._thread = thread
        # Filled by the event loop and emptied by the thread: its single steps are atomic.
        self._waiting: deque[tuple[_Job, asyncio.Future[Outcome]]] = deque()
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
                await self._commit_waiting()
        finally:
            self._running = None

    async def _commit_waiting(self) -> None:
        futures: list[asyncio.Future[Outcome]] = []

        def take() -> list[_Job]:
            jobs = []
            while self._waiting:
                job, future = self._waiting.popleft()
                jobs.append(job)
                futures.append(future)
            return jobs

        loop = asyncio.get_running_loop()
        try:
            outcomes = await loop.run_in_executor(self._thread, self._commit, take)
        except Exception as error:
            # Whoever waits behind a commit that can't even begin is told as well.
            take()
            outcomes = [error] * len(futures)
        for future, outcome in zip(futures, outcomes, strict=True):
            _settle(future, outcome)

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

"""Slots to send in: a few requests at once, fewer to one receiver, and none during its pause."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class Slots:
    """Hands out slots, so that no receiver takes them all.

    Args:
        at_once: the most slots that are taken together.
        to_one: the most of these for one receiver.

    """

    def __init__(self, at_once: int, to_one: int) -> None:
        self._all = asyncio.Semaphore(at_once)
        self._to_one = to_one
        # Forgotten when nobody waits for that receiver any more.
        self._own: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        self._pauses: dict[str, float] = {}

    @asynccontextmanager
    async def slot(self, receiver: str) -> AsyncIterator[None]:
        """Wait for a slot; it is free again at the end of the block."""
        own = self._own.setdefault(receiver, asyncio.Semaphore(self._to_one))
        async with own, self._all:
            yield

    def pause(self, receiver: str, seconds: float) -> None:
        """Leave a receiver alone for some time, unless it is for longer already."""
        until = asyncio.get_running_loop().time() + seconds
        self._pauses[receiver] = max(until, self._pauses.get(receiver, until))

    def pause_of(self, receiver: str) -> float:
        """Return the seconds that are left of a receiver's pause; 0 if it has none."""
        left = self._pauses.get(receiver, 0) - asyncio.get_running_loop().time()
        if left <= 0:
            self._pauses.pop(receiver, None)
        return max(left, 0)

"""Sends reports in the background, and again those that weren't taken (sources §14.5)."""

from __future__ import annotations

import asyncio
import json
import logging
from contextlib import ExitStack
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

from .._rules import times
from . import posting
from .slots import Slots

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOG = logging.getLogger("sinch_batches_server.callbacks")
_RETRIES = 15


class Listener(Protocol):
    """Who is told how a letter fares."""

    def wait(self, taken: int, attempts: int, seconds: float) -> None:
        """Hear that so many of its reports were taken, and that the next one has to wait."""

    def settle(self) -> None:
        """Hear that it was taken or given up."""


class _Nobody:
    def wait(self, taken: int, attempts: int, seconds: float) -> None:
        pass

    def settle(self) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Letter:
    """Reports for one receiver, sent one after another; if one is given up, so is the rest.

    Args:
        url: where they go.
        secret: signs them; None: they aren't signed.
        reports: their bodies.
        attempts: how often the first of them was tried before.
        listener: hears how it fares.

    """

    url: str = field(repr=False)
    secret: str | None = field(repr=False)
    reports: list[dict[str, Any]] = field(repr=False)
    attempts: int = 0
    listener: Listener = field(default_factory=_Nobody, repr=False)


def delays(first: float) -> Iterator[float]:
    """Return the seconds to wait before each retry: 5, 10, 20 … 81920 if the first is 5."""
    return (first * 2**count for count in range(_RETRIES))


def is_worth_a_retry(status: int) -> bool:
    """Whether a receiver that answers so may take the report later: 429 and 5xx."""
    return status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR


class Outbox:
    """Sends letters, a few at once.

    Args:
        poster: posts them.
        clock: tells the time for signatures.
        first_retry: seconds until the first retry.
        at_once: the most requests that are open together; half of them for one receiver.
        most_new: the most letters that wait for their first attempt; `put` waits then.
        most_waiting: the most letters that wait for a retry or for the end of a receiver's pause;
            a further one is given up.

    """

    def __init__(
        self,
        poster: posting.Poster,
        clock: times.Clock,
        *,
        first_retry: float = 5,
        at_once: int = 8,
        most_new: int = 1000,
        most_waiting: int = 10_000,
    ) -> None:
        self._poster = poster
        self._clock = clock
        self._first_retry = first_retry
        self._slots = Slots(at_once, to_one=max(1, at_once // 2))
        self._room = asyncio.Semaphore(most_new)
        self._most_waiting = most_waiting
        self._waiting = 0
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def unsent(self) -> int:
        """How many letters are neither sent nor given up."""
        return len(self._tasks)

    async def put(self, letter: Letter) -> None:
        """Take a letter; it is sent in the background."""
        await self._room.acquire()
        task = asyncio.create_task(self._send(letter))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Give up what wasn't sent."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _send(self, letter: Letter) -> None:
        with ExitStack() as room:
            room.callback(self._room.release)
            try:
                target = posting.Target.of(letter.url)
                for index in range(len(letter.reports)):
                    await self._send_until_taken(target, letter, index, room)
            except posting.NotAllowed as reason:
                _LOG.warning("report of %s not sent: %s", _batch(letter), reason)
            except posting.NotTaken as reason:
                _LOG.warning("report of %s given up: %s", _batch(letter), reason)
            except Exception as error:
                # Without a traceback: its frames would show the URL.
                _LOG.error("report of %s failed: %s", _batch(letter), type(error).__name__)
            letter.listener.settle()

    async def _send_until_taken(
        self, target: posting.Target, letter: Letter, index: int, room: ExitStack
    ) -> None:
        body = json.dumps(letter.reports[index], separators=(",", ":")).encode()
        secret, before = letter.secret, letter.attempts if index == 0 else 0
        left = islice(delays(self._first_retry), before, None)
        for attempts, delay in enumerate(left, before + 1):
            outcome = await self._attempt(target, body, secret, delay, room)
            if outcome is None:
                return
            _LOG.info("%s didn't take a report (%s), again in %g s", target.shown, outcome, delay)
            letter.listener.wait(index, attempts, delay)
            await self._wait(delay, room)
        outcome = await self._attempt(target, body, secret, 0, room)
        if outcome is not None:
            raise posting.NotTaken(f"{target.shown}: {outcome}, after {_RETRIES} retries")

    async def _attempt(
        self, target: posting.Target, body: bytes, secret: str | None, delay: float, room: ExitStack
    ) -> str | None:
        """Send once; return None if that settles it, else why it should be sent again.

        Raises:
            NotAllowed: the target may not be called.
            NotTaken: the receiver refused the report for good.

        """
        try:
            status = await self._post_in_slot(target, body, secret, room)
        except posting.NotTaken as reason:
            self._slots.pause(target.shown, delay)
            return str(reason)
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            self._slots.pause(target.shown, delay)
        if is_worth_a_retry(status):
            return f"status {status}"
        if not HTTPStatus(200) <= status < HTTPStatus(300):
            raise posting.NotTaken(f"{target.shown}: status {status}")
        return None

    async def _post_in_slot(
        self, target: posting.Target, body: bytes, secret: str | None, room: ExitStack
    ) -> int:
        while True:
            pause = self._slots.pause_of(target.shown)
            if pause:
                await self._wait(pause, room)
            async with self._slots.slot(target.shown):
                # A pause may have begun while this waited for its slot.
                if not self._slots.pause_of(target.shown):
                    return await self._poster.post(target, body, self._headers(body, secret))

    def _headers(self, body: bytes, secret: str | None) -> dict[str, str]:
        if secret is None:
            return {}
        timestamp = str(self._clock() // times.SECOND)
        return posting.signature_headers(body, secret, posting.new_nonce(), timestamp)

    async def _wait(self, delay: float, room: ExitStack) -> None:
        room.close()
        if self._waiting >= self._most_waiting:
            raise posting.NotTaken("too many reports wait")
        self._waiting += 1
        try:
            await asyncio.sleep(delay)
        finally:
            self._waiting -= 1


def _batch(letter: Letter) -> str:
    first = letter.reports[0]
    return f"batch {first['batch_id']}" if "batch_id" in first else f"inbound {first.get('id')}"

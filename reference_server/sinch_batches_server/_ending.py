"""How the server ends: on SIGINT or SIGTERM, cleanly, and in a few seconds whatever runs."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from starlette.responses import Response

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LOG = logging.getLogger("sinch_batches_server")
GRACE = 2
"""Seconds for requests under way to be answered."""

_TIDY_UP = 2
"""Seconds for all the rest; then the process ends at once."""


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """End the block quietly on SIGINT or SIGTERM: to be stopped is no failure.

    uvicorn raises the signal once more when it has shut down; one that comes before uvicorn
    listens ends the start.
    """
    before = {number: signal.signal(number, _end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with suppress(Ended):
            yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class Ended(SystemExit):
    """A signal asked the server to end."""


def _end(_: int, __: FrameType | None) -> None:
    raise Ended(0)


def ending_in_time(app: ASGIApp) -> ASGIApp:
    """Run the app; once it is told to shut down, the process ends soon.

    Python waits for its threads, and one may be asking a name server that doesn't answer.
    """

    async def ending(scope: Scope, receive: Receive, send: Send) -> None:
        async def heard() -> Message:
            message = await receive()
            if message["type"] == "lifespan.shutdown":
                timer = threading.Timer(_TIDY_UP, _end_at_once)
                timer.daemon = True
                timer.start()
            return message

        if scope["type"] == "lifespan":
            await app(scope, heard, send)
        else:
            await _until_given_up(app, scope, receive, send)

    return ending


async def _until_given_up(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request, with 503 if the server ends before its time."""
    has_begun = False

    async def noting(message: Message) -> None:
        nonlocal has_begun
        has_begun = True
        await send(message)

    try:
        await app(scope, receive, noting)
    except asyncio.CancelledError:
        # uvicorn would log it with a traceback, as if it were a fault.
        _LOG.warning("a request wasn't done in %d seconds and is given up", GRACE)
        if not has_begun:
            await Response(status_code=503)(scope, receive, send)


def _end_at_once() -> None:
    _LOG.warning("something is still running after %d seconds: ending all the same", _TIDY_UP)
    logging.shutdown()
    os._exit(0)

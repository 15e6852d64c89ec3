"""How the server ends: on SIGINT or SIGTERM, cleanly, and in a few seconds whatever runs."""

from __future__ import annotations

import logging
import os
import signal
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

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
    """Take SIGINT and SIGTERM within for the wish to end, which is no failure.

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

        await app(scope, heard if scope["type"] == "lifespan" else receive, send)

    return ending


def _end_at_once() -> None:
    _LOG.warning("something is still running after %d seconds: ending all the same", _TIDY_UP)
    logging.shutdown()
    os._exit(0)

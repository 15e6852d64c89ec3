"""Work that others shouldn't wait for: in a thread, and only as long as its client waits."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

from starlette.requests import ClientDisconnect

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from concurrent.futures import Executor

_Result = TypeVar("_Result")


async def done(
    work: Callable[[], _Result],
    threads: Executor,
    left: Callable[[], Coroutine[None, None, None]],
) -> _Result:
    """Return what work gives. What has begun goes on to its end; what waits, while it is wanted.

    Args:
        work: a function that takes long.
        threads: where it runs.
        left: waits until the client has left.

    Raises:
        ClientDisconnect: the client left.

    """
    result = asyncio.get_running_loop().run_in_executor(threads, work)
    leaving = asyncio.create_task(left())
    leaving.add_done_callback(lambda _: result.cancel())
    try:
        return await result
    except asyncio.CancelledError:
        if leaving.done():
            raise ClientDisconnect from None
        raise
    finally:
        leaving.cancel()

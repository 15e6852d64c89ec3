"""Carries flows out for asyncio."""

from __future__ import annotations

import asyncio
import time
from contextlib import aclosing
from typing import TYPE_CHECKING, Self, TypeVar, cast

import httpx

from .._errors import InvalidRequest, TransportError
from .call import DONE, Attempt, Call, Flow, Outcome, Step, perform
from .connection import Connection
from .reading import reader_of
from .retries import nap

if TYPE_CHECKING:
    from .answers import Answer

T = TypeVar("T")


class AsyncConnection(Connection[httpx.AsyncClient, httpx.AsyncBaseTransport]):
    """For asyncio; one serves many tasks of one event loop."""

    _client, _transport, _make_turn = httpx.AsyncClient, httpx.AsyncBaseTransport, asyncio.Lock

    async def aclose(self) -> None:
        """Close the connections, except those of an `http_client` that was given."""
        if self._pool.closes:
            await self._pool.http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def _do(self, call: Call[T]) -> T:
        return await self._run(perform(call, self._session))

    async def _run(self, flow: Flow[T]) -> T:
        try:
            step = next(flow)
            while True:
                step = flow.send(await self._carry_out(step))
        except StopIteration as end:
            return cast("T", end.value)
        finally:
            flow.close()

    async def _carry_out(self, step: Step) -> Outcome:
        if isinstance(step, Attempt):
            return await self._exchange(step)
        if isinstance(step, int | float):
            await asyncio.sleep(nap(step))
        else:
            await step.acquire()
        return DONE

    async def _exchange(self, attempt: Attempt) -> Answer | TransportError | InvalidRequest:
        started = time.perf_counter()
        try:
            http, request = self._pool.get(asyncio.get_running_loop()), self._request(attempt)
        except InvalidRequest as refused:
            return refused
        try:
            response = await http.send(request, stream=True, auth=None, follow_redirects=False)
            async with aclosing(response):
                reader = reader_of(response)
                if not response.is_stream_consumed:
                    async for chunk in response.aiter_raw():
                        reader.take(chunk)
            return self._answer(attempt, response, reader, started)
        except Exception as error:  # after the request may have left, whatever it is
            return self._lost(attempt, error, started)
        except BaseException as stopped:  # the frames below hold the token
            raise stopped.with_traceback(None) from None

"""Carries flows out for code that blocks."""

from __future__ import annotations

import time
from contextlib import closing
from threading import Lock
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


class BlockingConnection(Connection[httpx.Client, httpx.BaseTransport]):
    """For code that blocks; one serves many threads."""

    _client, _transport, _make_turn = httpx.Client, httpx.BaseTransport, Lock

    def close(self) -> None:
        """Close the connections, except those of an `http_client` that was given."""
        if self._pool.closes:
            self._pool.http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _do(self, call: Call[T]) -> T:
        return self._run(perform(call, self._session))

    def _run(self, flow: Flow[T]) -> T:
        try:
            step = next(flow)
            while True:
                step = flow.send(self._carry_out(step))
        except StopIteration as end:
            return cast("T", end.value)
        finally:
            flow.close()

    def _carry_out(self, step: Step) -> Outcome:
        if isinstance(step, Attempt):
            return self._exchange(step)
        if isinstance(step, int | float):
            time.sleep(nap(step))
        else:
            step.acquire()
        return DONE

    def _exchange(self, attempt: Attempt) -> Answer | TransportError | InvalidRequest:
        started = time.perf_counter()
        try:
            http, request = self._pool.get(), self._request(attempt)
        except InvalidRequest as refused:
            return refused
        try:
            response = http.send(request, stream=True, auth=None, follow_redirects=False)
            with closing(response):
                reader = reader_of(response)
                if not response.is_stream_consumed:
                    for chunk in response.iter_raw():
                        reader.take(chunk)
            return self._answer(attempt, response, reader, started)
        except Exception as error:  # after the request may have left, whatever it is
            return self._lost(attempt, error, started)
        except BaseException as stopped:  # the frames below hold the token
            raise stopped.with_traceback(None) from None

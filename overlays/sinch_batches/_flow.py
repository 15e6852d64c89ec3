"""What a call is, how often it is tried, and what its answer means: all without any I/O.

A *flow* is a generator that yields what it needs done, a request or a pause, and returns the
result. The clients carry flows out; so each rule is written once for sync and async.
"""

from __future__ import annotations

import email.utils
import json
import random
import time
from collections.abc import Callable, Generator, Mapping
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

from ._errors import (
    ApiError,
    BadRequest,
    Forbidden,
    NotFound,
    RateLimited,
    ServerError,
    TransportError,
    Unauthorized,
    UnexpectedAnswer,
)

T = TypeVar("T")


def parse(content: bytes | str) -> object:
    """Return the JSON value in an answer; raises `ValueError` if it is none."""
    try:
        return json.loads(content)
    except RecursionError:
        raise ValueError("nested too deeply") from None


class Answer(NamedTuple):
    """A whole answer of the API; `headers` are looked up in any case."""

    status: int
    headers: Mapping[str, str]
    content: bytes


NOTHING = Answer(0, {}, b"")  # what a flow gets after a pause


class Attempt(NamedTuple):
    """A request to carry out, for the how many-th time."""

    method: str
    path: str
    options: Mapping[str, Any]
    number: int


Flow: TypeAlias = Generator[Attempt | float, Answer, T]


class Call(Generic[T]):
    """A request, made of what a generated request builder returns, and how to read its answer.

    `is_repeatable` tells whether it may be sent again after it perhaps arrived.
    """

    def __init__(
        self,
        request: dict[str, Any],
        read: Callable[[Answer], T],
        is_repeatable: Callable[[], bool],
    ) -> None:
        self.method = request.pop("method").upper()
        self.path = request.pop("url")
        request.pop("headers", None)  # only the Content-Type, which goes with `json` anyway
        self.options, self.read, self.is_repeatable = request, read, is_repeatable


class Retries:
    """How often and when a call is tried again; subclass it for a rule of your own.

    `limit` is the most further attempts, 0 for none. Waits are random between 0 and `first`
    seconds, doubled each time up to `longest`; a `Retry-After` is obeyed up to `longest`.
    `lookups` are the waits before each search for a batch whose answer was lost (`send_once`).
    """

    def __init__(
        self,
        limit: int = 2,
        first: float = 0.5,
        longest: float = 30.0,
        lookups: tuple[float, ...] = (0.5, 1, 2, 4),
    ) -> None:
        self.limit, self.first, self.longest, self.lookups = limit, first, longest, lookups

    def wait(self, attempt: int, retry_after: float | None) -> float:
        """Return the seconds to wait after this attempt, counted from 1."""
        if retry_after is not None:
            return min(retry_after, self.longest)
        return random.uniform(0, min(self.first * 2 ** (attempt - 1), self.longest))  # noqa: S311


def retries_of(value: int | Retries) -> Retries:
    """Return the rules, of which a number gives the limit."""
    return Retries(limit=value) if isinstance(value, int) else value


def perform(call: Call[T], retries: Retries) -> Flow[T]:
    """Carry out a call and try it again where that can't do a thing twice."""
    attempt = 0
    while True:
        attempt += 1
        try:
            answer = yield Attempt(call.method, call.path, call.options, attempt)
        except TransportError as lost:
            if attempt > retries.limit or (lost.maybe_sent and not call.is_repeatable()):
                raise
            yield retries.wait(attempt, None)
            continue
        if 200 <= answer.status < 300:
            return _read(call, answer)
        error = error_of(call.method, call.path, answer)
        again = answer.status == 429 or (answer.status in (502, 503, 504) and call.is_repeatable())
        if attempt > retries.limit or not again:
            raise error
        yield retries.wait(attempt, error.retry_after)


def _read(call: Call[T], answer: Answer) -> T:
    try:
        return call.read(answer)
    except ValueError as error:
        text = f"the answer can't be read: {error}"
        raise UnexpectedAnswer(answer.status, None, text, call.method, call.path) from None


_BY_STATUS = {
    400: BadRequest,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    429: RateLimited,
}


def error_of(method: str, path: str, answer: Answer) -> ApiError:
    """Return the error that an answer other than 2xx means, whatever its body is."""
    kind: type[ApiError] = _BY_STATUS.get(answer.status, ApiError)
    if answer.status >= 500:
        kind = ServerError
    if answer.status < 400:
        kind = UnexpectedAnswer
    code, text = _reason_in(answer.content)
    headers = answer.headers
    request_id = headers.get("x-request-id") or headers.get("x-correlation-id")
    wait = _seconds(headers.get("retry-after"))
    return kind(answer.status, code, text, method, path, wait, request_id)


def _reason_in(content: bytes) -> tuple[str | None, str]:
    """`code` and `text`; the gateway's own body has `error` instead (api-facts §2.2)."""
    try:
        body = parse(content)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        return None, " ".join(content[:400].decode(errors="replace").split())[:200]
    code, text = body.get("code"), body.get("text") or body.get("error") or ""
    return None if code is None else str(code), str(text)


def _seconds(retry_after: str | None) -> float | None:
    """Return a `Retry-After` in seconds, given as seconds or as a date; None if it is neither."""
    if retry_after is None:
        return None
    try:
        wait = float(retry_after)
    except ValueError:
        try:
            wait = email.utils.parsedate_to_datetime(retry_after).timestamp() - time.time()
        except ValueError:
            return None
    return max(0.0, wait) if wait == wait else None  # a NaN isn't equal to itself

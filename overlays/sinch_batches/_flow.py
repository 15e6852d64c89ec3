"""What a call is, how often it is tried and what an answer means, without any I/O.

A *flow* is a generator that yields what it needs done, an attempt or a pause in seconds, and
returns the result. Both clients carry flows out, so that each rule is written once.
"""

from __future__ import annotations

import email.utils
import json
import random
import time
from collections.abc import Callable, Generator, Mapping
from datetime import UTC, datetime
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

from . import _errors
from ._errors import ApiError, SinchBatchesError, TransportError, UnexpectedAnswer

T = TypeVar("T")


class Answer(NamedTuple):
    """A whole answer of the API."""

    status: int
    headers: Mapping[str, str]
    content: bytes


class Attempt(NamedTuple):
    """A request to carry out, for the how many-th time."""

    method: str
    path: str
    options: Mapping[str, Any]
    number: int


Outcome: TypeAlias = Answer | TransportError | ApiError
Flow: TypeAlias = Generator[Attempt | float, Outcome, T]
NEVER, ALWAYS = (end.replace(tzinfo=UTC) for end in (datetime.min, datetime.max))
PAUSED = Answer(0, {}, b"")  # what a flow gets after a pause


class Call(Generic[T]):
    """A request from a generated request builder, and how to read the answer.

    Until `last_repeat` it may be sent again after it perhaps arrived.
    """

    def __init__(
        self,
        request: dict[str, Any],
        read: Callable[[object], T],
        last_repeat: datetime = NEVER,
    ) -> None:
        self.method, self.path = request.pop("method").upper(), request.pop("url")
        request.pop("headers", None)  # only the Content-Type, which httpx derives from `json` too
        self.options, self.read, self.last_repeat = request, read, last_repeat


class Retries(NamedTuple):
    """How often and when a call is tried again; subclass it for rules of your own.

    At most `limit` further attempts, 0 for none. Pauses are random, at most `first` seconds,
    doubled each time up to `longest`; a `Retry-After` is obeyed up to `longest`. `lookups` are
    the pauses before each search for a batch whose answer was lost (`send_once`).
    """

    limit: int = 2
    first: float = 0.5
    longest: float = 30
    lookups: tuple[float, ...] = (0.5, 1, 2, 4)

    def pause(self, attempt: int, retry_after: float | None) -> float:
        """Return the seconds to wait after this attempt, counted from 1."""
        if retry_after is not None:
            return min(retry_after, self.longest)
        return random.uniform(0, min(self.first * 2 ** (attempt - 1), self.longest))  # noqa: S311


def perform(call: Call[T], retries: Retries) -> Flow[T]:
    """Carry out a call, and again where that can't do a thing twice."""
    attempt = 0
    while True:
        attempt += 1
        answer = yield Attempt(call.method, call.path, call.options, attempt)
        is_repeatable = datetime.now(UTC) < call.last_repeat
        if isinstance(answer, TransportError):
            error: SinchBatchesError = answer
            again, wait = not answer.maybe_sent or is_repeatable, None
        elif isinstance(answer, ApiError):
            raise answer
        elif 200 <= answer.status < 300:
            return _result(call, answer)
        else:
            error = refusal = error_of(call.method, call.path, answer)
            is_passing = answer.status in (502, 503, 504) and is_repeatable
            again, wait = is_passing or answer.status == 429, refusal.retry_after
        if attempt > retries.limit or not again:
            raise error
        yield retries.pause(attempt, wait)


def parse(content: bytes | str) -> object:
    """Return the JSON value in an answer, or the text as it is if it's no JSON."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return content if isinstance(content, str) else content.decode(errors="replace")


def error_of(method: str, path: str, answer: Answer) -> ApiError:
    """Return the error that an answer other than 2xx means, whatever its body is."""
    status, headers = answer.status, answer.headers
    kind = _errors.ServerError if status >= 500 else _BY_STATUS.get(status, ApiError)
    wait, request_id = _seconds(headers.get("retry-after")), headers.get("x-request-id")
    if status < 400:
        kind = UnexpectedAnswer
    return kind(status, *_reason_in(answer.content), method, path, wait, request_id)


_BY_STATUS: dict[int, type[ApiError]] = {
    400: _errors.BadRequest,
    401: _errors.Unauthorized,
    403: _errors.Forbidden,
    404: _errors.NotFound,
    429: _errors.RateLimited,
}


def _result(call: Call[T], answer: Answer) -> T:
    try:
        return call.read(parse(answer.content))
    except ValueError as error:
        text = f"the answer can't be read: {error}"
        raise UnexpectedAnswer(answer.status, None, text, call.method, call.path) from None


def _reason_in(content: bytes) -> tuple[str | None, str]:
    """`code` and `text`; the gateway's own body has `error` instead (api-facts §2.2)."""
    body = parse(content)
    if not isinstance(body, dict):
        return None, " ".join(str(body).split())[:200]
    code = body.get("code")
    return None if code is None else str(code), str(body.get("text") or body.get("error") or "")


def _seconds(retry_after: str | None) -> float | None:
    """Return the seconds in a `Retry-After`, which may be a date; None if it is neither."""
    try:
        if retry_after is None or retry_after.isdecimal():
            return float(retry_after) if retry_after else None
        return max(0.0, email.utils.parsedate_to_datetime(retry_after).timestamp() - time.time())
    except ValueError:
        return None

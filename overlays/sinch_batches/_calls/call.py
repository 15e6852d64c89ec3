"""Calls, and how they are tried, without any I/O.

A *flow* is a generator that yields what it needs done, an attempt, a turn to wait for or a pause in
seconds, and returns the result. Both clients carry flows out, so that each rule is written once.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol, TypeAlias, TypeVar

from .._errors import InvalidRequest, TransportError, UnexpectedAnswer
from . import answers
from .retries import nap

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from .._errors import ApiError
    from .answers import Answer
    from .authorization import Grants, Token
    from .retries import Retries
    from .secret import Secret

    class Turn(Protocol):
        """A lock of threads or of tasks."""

        def acquire(self) -> Any: ...
        def release(self) -> None: ...


T = TypeVar("T")


class Call(Generic[T]):
    """A request of a generated request builder, and how to read the answer.

    It is `idempotent` if twice is as good as once. `send_at` is when a replacement is due.
    """

    idempotent: bool
    send_at: datetime | None

    def __init__(
        self,
        request: dict[str, Any],
        read: Callable[[object], T],
        *,
        idempotent: bool = False,
        send_at: datetime | None = None,
        base_url: str | None = None,
    ) -> None:
        self.method, self.path = request.pop("method").upper(), request.pop("url")
        request.pop("headers", None)  # only the Content-Type, which httpx derives from `json` too
        self.options, self.read = request, read
        self.idempotent, self.send_at, self.base_url = idempotent, send_at, base_url


class Attempt(NamedTuple):
    """A request to carry out, the number of this attempt from 1, and its Authorization header."""

    call: Call[Any]
    base_url: str
    number: int
    header: Secret

    @property
    def host(self) -> str:
        """The host that errors name."""
        return self.base_url.partition("://")[2].partition("/")[0]


DONE = answers.Answer("", "", "", 0, {}, b"")  # what a flow gets after a pause or for its turn


Step: TypeAlias = "Attempt | Turn | float"
Outcome: TypeAlias = "Answer | TransportError | InvalidRequest"
Flow: TypeAlias = "Generator[Step, Outcome, T]"


class Session(NamedTuple):
    """For whom, where and how patiently calls are made."""

    plan: str
    base_url: str
    retries: Retries
    authorization: Token | Grants

    def hide(self, text: str) -> str:
        """Return what somebody else said without any secret in it."""
        for secret in self.authorization.secrets:
            text = secret.hidden_in(text)
        return text

    def unexpected(self, method: str, status: int, text: str) -> UnexpectedAnswer:
        """Return the error that an answer about the batches of this plan means."""
        path, host = f"/xms/v1/{self.plan}/batches", self.base_url.partition("://")[2]
        return UnexpectedAnswer(status, None, text, method, path, host=host)


def perform(call: Call[T], session: Session) -> Flow[T]:
    """Carry out a call, and again where `Retries.may_repeat` allows it."""
    retries, attempt, refused = session.retries, 0, None
    while True:
        attempt += 1
        header = yield from session.authorization.header(session, refused)
        outcome = yield Attempt(call, call.base_url or session.base_url, attempt, header)
        failure: ApiError | TransportError
        if isinstance(outcome, InvalidRequest):
            raise outcome
        if isinstance(outcome, TransportError):
            failure = outcome
        elif 200 <= outcome.status < 300:
            return answers.read(call, outcome, session.hide)
        else:
            failure = answers.error_of(outcome, session.hide)
            if outcome.status == 401 and refused is None and session.authorization.renews:
                refused = header
                continue
        try:
            again = attempt <= retries.limit and retries.may_repeat(
                call, failure, datetime.now(UTC)
            )
            pause = nap(retries.pause(attempt, getattr(failure, "retry_after", None)))
        except Exception as bug:  # in rules of somebody's own
            raise failure from bug
        if not again:
            raise failure
        yield pause

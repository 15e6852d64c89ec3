"""Everything that can go wrong, in one tree under `SinchBatchesError`; all of it can be pickled."""

from __future__ import annotations

from types import NoneType
from typing import ClassVar

_LONGEST_VALUE = 200


class SinchBatchesError(Exception):
    """The root of all errors of this package."""


class InvalidRequest(SinchBatchesError, ValueError):
    """Refused before anything was sent; `field`, `value` and `rule` tell why."""

    def __init__(self, field: str, value: object, rule: str) -> None:
        # What can't be shown, such as a number of 5000 digits, or copied is kept as text.
        plain = (str, bytes, float, list, dict, tuple, NoneType)
        if not isinstance(value, plain) and not (isinstance(value, int) and abs(value) < 2**64):
            value = shown(value)
        super().__init__(field, value, rule)
        self.field, self.value, self.rule = field, value, rule

    def __str__(self) -> str:
        return f"{self.field} {shown(self.value)}: {self.rule}"


def demand_text(name: str, value: object) -> None:
    """Refuse what is no text, or an empty one."""
    if not isinstance(value, str) or not value:
        raise InvalidRequest(name, value, "must be a str, and not empty")


def shown(value: object) -> str:
    """Return a value as Python writes it, not too long."""
    try:
        text = repr(value)
    except Exception:  # whatever a stranger's repr raises
        text = f"<{type(value).__name__}>"
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"


class TransportError(SinchBatchesError):
    """No whole answer came; if `maybe_sent` is false, the API surely never got the request."""

    def __init__(
        self, method: str, path: str, reason: str, maybe_sent: bool, host: str = ""
    ) -> None:
        super().__init__(method, path, reason, maybe_sent, host)
        self.method, self.path, self.reason = method, path, reason
        self.maybe_sent, self.host = maybe_sent, host

    def __str__(self) -> str:
        state = "it may have been carried out" if self.maybe_sent else "it was not sent"
        return f"{self.method} {self.host}{self.path}: {self.reason} ({state})"


class ApiError(SinchBatchesError):
    """The API, or what stands before it, didn't give what was asked for.

    `code` is the reason for machines, an open list (seed, sources §2.3), and `text` the one for
    people, on one line and at most 500 characters. `retry_after` is in seconds. None is what
    didn't come.
    """

    advice: ClassVar[str] = "see status, code and text for the reason"

    def __init__(
        self,
        status_code: int,
        code: str | None,
        text: str,
        method: str,
        path: str,
        retry_after: float | None = None,
        request_id: str | None = None,
        host: str = "",
    ) -> None:
        super().__init__(status_code, code, text, method, path, retry_after, request_id, host)
        self.status_code, self.code, self.text = status_code, code, text
        self.method, self.path, self.host = method, path, host
        self.retry_after, self.request_id = retry_after, request_id

    def __str__(self) -> str:
        what = " ".join(part for part in (str(self.status_code), self.code, self.text) if part)
        return f"{self.method} {self.host}{self.path}: {what} ({self.advice})"


class BadRequest(ApiError):
    """400: the request doesn't fit the API."""

    advice = "mend the request: it will be refused again as it is"


class Unauthorized(ApiError):
    """401: the token isn't valid for this service plan in this region."""

    advice = "check token, service plan id and region: the three belong together"


class Forbidden(ApiError):
    """403: the account, the plan or the state of the batch forbids it; `code` tells which."""

    advice = "see the code: the account, the plan or the state of the batch forbids it"


class NotFound(ApiError):
    """404: no such batch, or no such service plan in this region."""

    advice = "check id, service plan id and region; batches are kept for 14 days"


class RateLimited(ApiError):
    """429: too many requests at once; nothing was carried out."""

    advice = "wait, then send fewer requests at once; nothing was carried out"


class ServerError(ApiError):
    """5xx: the request may have been carried out."""

    advice = "try again later; find_sent() can tell whether a send was carried out"


class UnexpectedAnswer(ApiError):
    """A redirect, or a success that isn't what the API describes: it may have been carried out."""

    advice = "check that base_url is the API itself: this is no answer that it describes"


class SendUnconfirmed(SinchBatchesError):
    """Whether a batch was sent isn't known; `client_reference` is how to find out later."""

    def __init__(self, client_reference: str, reason: str) -> None:
        super().__init__(client_reference, reason)
        self.client_reference, self.reason = client_reference, reason

    def __str__(self) -> str:
        what = f"whether {self.client_reference!r} was sent isn't known: {self.reason}"
        return f"{what} (look for it with find_sent() before you send it again)"


class UnreadableReport(SinchBatchesError, ValueError):
    """A callback's body isn't a delivery report that this version knows."""

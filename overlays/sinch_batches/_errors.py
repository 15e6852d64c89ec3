"""Everything that can go wrong, in one tree under `SinchBatchesError`."""

from __future__ import annotations


class SinchBatchesError(Exception):
    """The root of all errors of this package. All of them can be pickled."""


class InvalidRequest(SinchBatchesError, ValueError):
    """Refused before anything was sent. `field`, `value` and `rule` tell why."""

    def __init__(self, field: str, value: object, rule: str) -> None:
        super().__init__(field, value, rule)
        self.field, self.value, self.rule = field, value, rule

    def __str__(self) -> str:
        return f"{self.field} {self.value!r}: {self.rule}"


class TransportError(SinchBatchesError):
    """No whole answer came. If `maybe_sent` is false, the API surely never got the request."""

    def __init__(self, method: str, path: str, reason: str, maybe_sent: bool) -> None:
        super().__init__(method, path, reason, maybe_sent)
        self.method, self.path, self.reason, self.maybe_sent = method, path, reason, maybe_sent

    def __str__(self) -> str:
        state = "it may have been carried out" if self.maybe_sent else "it was not sent"
        return f"{self.method} {self.path}: {self.reason} ({state})"


class ApiError(SinchBatchesError):
    """The API answered, but not with what was asked for. Subclasses tell the common cases apart.

    `code` is the API's reason for machines (an open list, seed and api-facts §2.3), None if the
    answer has none; `text` is the reason for people, or the start of whatever the answer was.
    `retry_after` is in seconds, `request_id` the answer's, each None if the answer has none.
    """

    advice = ""

    def __init__(
        self,
        status_code: int,
        code: str | None,
        text: str,
        method: str,
        path: str,
        retry_after: float | None = None,
        request_id: str | None = None,
    ) -> None:
        super().__init__(status_code, code, text, method, path, retry_after, request_id)
        self.status_code, self.code, self.text = status_code, code, text
        self.method, self.path = method, path
        self.retry_after, self.request_id = retry_after, request_id

    def __str__(self) -> str:
        what = " ".join(part for part in (str(self.status_code), self.code, self.text) if part)
        return f"{self.method} {self.path}: {what}" + (f" ({self.advice})" if self.advice else "")


class BadRequest(ApiError):
    """400: the request doesn't fit the API."""

    advice = "mend the request: sent again as it is, it will be refused again"


class Unauthorized(ApiError):
    """401: the token isn't valid for this service plan."""

    advice = "check token, service plan id and region: the three belong together"


class Forbidden(ApiError):
    """403: well-formed, but can't be done; `code` says why."""

    advice = "the account, the plan or the state of the batch forbids it"


class NotFound(ApiError):
    """404: there is no such batch or service plan."""

    advice = "check the id, the service plan id and the region; batches are kept for 14 days"


class RateLimited(ApiError):
    """429: too many requests are outstanding. Nothing was carried out."""

    advice = "wait, then send fewer requests at once"


class ServerError(ApiError):
    """5xx: the API, or something before it, failed. The request may have been carried out."""

    advice = "try again later; whether a send was carried out isn't known, send_once finds out"


class UnexpectedAnswer(ApiError):
    """A redirect, or a success that isn't what the API describes."""

    advice = "check base_url: it should be the API itself"


class SendUnconfirmed(SinchBatchesError):
    """Whether a batch was sent isn't known. `client_reference` is how to look for it later."""

    def __init__(self, client_reference: str, reason: str) -> None:
        super().__init__(client_reference, reason)
        self.client_reference, self.reason = client_reference, reason

    def __str__(self) -> str:
        return (
            f"whether the batch with client_reference {self.client_reference!r} was sent is not "
            f"known: {self.reason}; look for it with find_sent() before sending it again"
        )


class UnreadableReport(SinchBatchesError, ValueError):
    """A callback's body isn't a delivery report that this version knows."""

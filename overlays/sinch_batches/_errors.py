"""Everything that can go wrong, in one tree under `SinchBatchesError`; all of it can be pickled."""

from __future__ import annotations


class SinchBatchesError(Exception):
    """The root of all errors of this package."""


class InvalidRequest(SinchBatchesError, ValueError):
    """Refused before anything was sent; `field`, `value` and `rule` tell why."""

    def __init__(self, field: str, value: object, rule: str) -> None:
        super().__init__(field, value, rule)
        self.field, self.value, self.rule = field, value, rule

    def __str__(self) -> str:
        return f"{self.field} {self.value!r}: {self.rule}"


class TransportError(SinchBatchesError):
    """No whole answer came; if `maybe_sent` is false, the API surely never got the request."""

    def __init__(self, method: str, path: str, reason: str, maybe_sent: bool) -> None:
        super().__init__(method, path, reason, maybe_sent)
        self.method, self.path, self.reason, self.maybe_sent = method, path, reason, maybe_sent

    def __str__(self) -> str:
        state = "it may have been carried out" if self.maybe_sent else "it was not sent"
        return f"{self.method} {self.path}: {self.reason} ({state})"


class ApiError(SinchBatchesError):
    """See status_code, code and text for why the API didn't give what was asked for.

    `code` is the reason for machines, an open list (seed, api-facts §2.3), and `text` the one for
    people, or the start of whatever came. `retry_after` is in seconds. None is what didn't come.
    """

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
        advice = (type(self).__doc__ or "").partition("\n")[0]
        return f"{self.method} {self.path}: {what} ({advice})"


class BadRequest(ApiError):
    """Mend the request: it doesn't fit the API, and will be refused again as it is."""


class Unauthorized(ApiError):
    """Check token, service plan id and region: the three belong together."""


class Forbidden(ApiError):
    """See the code: the account, the plan or the state of the batch forbids it."""


class NotFound(ApiError):
    """Check id, service plan id and region; batches are kept for 14 days."""


class RateLimited(ApiError):
    """Wait, then send fewer requests at once; nothing was carried out."""


class ServerError(ApiError):
    """Try again later; the request may have been carried out, find_sent() can tell of a send."""


class UnexpectedAnswer(ApiError):
    """Check that base_url is the API itself: this is no answer that it describes."""


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

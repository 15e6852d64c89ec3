"""What an answer means: a result, or one of the errors."""

from __future__ import annotations

import email.utils
import json
import time
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from .. import _errors
from .._errors import ApiError, UnexpectedAnswer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .call import Call

T = TypeVar("T")
_MOST_VALUES = 1_000_000  # of the JSON in an answer: each takes up to 70 bytes of memory
_LONGEST_TEXT = 500
_FAR_TOO_LONG = 20 * _LONGEST_TEXT  # what is behind isn't even looked at
_REASONS = ("error", "title", "message", "text", "error_description", "detail", "errors")
_BY_STATUS: dict[int, type[ApiError]] = {
    400: _errors.BadRequest,
    401: _errors.Unauthorized,
    403: _errors.Forbidden,
    404: _errors.NotFound,
    429: _errors.RateLimited,
}


class Answer(NamedTuple):
    """A whole answer, unpacked but unread; `host` and `path` are those of the request."""

    method: str
    host: str
    path: str
    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def request_id(self) -> str | None:
        """The `X-Request-Id`, by which support finds the request."""
        return self.headers.get("x-request-id")

    def __repr__(self) -> str:
        return f"<Answer {self.status} to {self.method} {self.host}{self.path}>"


def parse(content: bytes | str) -> object:
    """Return the JSON value in an answer, or the text as it is if it's no JSON."""
    text = content.encode(errors="replace") if isinstance(content, str) else content
    if len(text) < _MOST_VALUES or sum(map(text.count, (b",", b"[", b"{"))) < _MOST_VALUES:
        try:
            return json.loads(content)
        except (ValueError, RecursionError):
            pass
    return text.decode(errors="replace")


def read(call: Call[T], answer: Answer, hide: Callable[[str], str]) -> T:
    """Return the result that a success holds; `UnexpectedAnswer` if it holds none."""
    try:
        return call.read(parse(answer.content))
    except (ValueError, RecursionError) as error:
        text = cleaned(hide(f"the answer can't be read: {error}"[:_FAR_TOO_LONG]))
        place = (call.method, call.path, None, None, answer.host)
        raise UnexpectedAnswer(answer.status, None, text, *place) from None


def error_of(answer: Answer, hide: Callable[[str], str]) -> ApiError:
    """Return the error that an answer other than 2xx means, whatever its body is."""
    status, headers = answer.status, answer.headers
    kind = _errors.ServerError if status >= 500 else _BY_STATUS.get(status, ApiError)
    if status < 400:
        kind = UnexpectedAnswer

    def said(value: object) -> str:
        return cleaned(hide(_text_of(value)))

    code, text = _reason_in(parse(answer.content))
    return kind(
        status,
        None if code is None else said(code),
        said(text),
        answer.method,
        answer.path,
        _seconds(headers.get("retry-after")),
        None if answer.request_id is None else said(answer.request_id),
        host=answer.host,
    )


def cleaned(text: str) -> str:
    """Return text on one line, without what steers a terminal or forges a log, and not too long."""
    line = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return line if len(line) <= _LONGEST_TEXT else f"{line[:_LONGEST_TEXT]}…"


def _reason_in(body: object) -> tuple[object, object]:
    """`code` and `text`; what stands before the API has other fields (sources §2.2)."""
    if not isinstance(body, dict):
        return None, body
    said = [_words(body[name]) for name in _REASONS if body.get(name)]
    is_strange = not said and any(body.values()) and "code" not in body
    return body.get("code"), body if is_strange else ": ".join(dict.fromkeys(said))


def _words(reason: object) -> str:
    reasons = reason[:5] if isinstance(reason, list) else [reason]
    said = []
    for each in reasons:
        known = [each[name] for name in _REASONS if name in each] if isinstance(each, dict) else []
        said.append(": ".join(map(_text_of, known or [each])))
    return "; ".join(said)


def _text_of(value: object) -> str:
    try:
        return str(value)[:_FAR_TOO_LONG]
    except RecursionError:
        return ""


def _seconds(retry_after: str | None) -> float | None:
    """Return the seconds in a `Retry-After`, which may be a date; None if it is neither."""
    try:
        if retry_after is None or retry_after.isdecimal():
            return float(retry_after) if retry_after else None
        return max(0.0, email.utils.parsedate_to_datetime(retry_after).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None

"""What a client can be told, and whether it is that."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Generic, TypedDict, TypeVar

import httpx

from .._errors import InvalidRequest
from .retries import Retries

if TYPE_CHECKING:
    from collections.abc import Callable

    from .answers import Answer

_Client = TypeVar("_Client", bound=httpx.Client | httpx.AsyncClient)
_Transport = TypeVar("_Transport", bound=httpx.BaseTransport | httpx.AsyncBaseTransport)


_OURS = {"authorization", "content-length", "content-type", "transfer-encoding"}


class CallOptions(TypedDict, total=False):
    """How calls are made; `with_options` can change it."""

    timeout: float | httpx.Timeout
    """Seconds for each phase of an exchange; 10 if left out, and 5 to connect."""
    retries: int | Retries
    """The most further attempts, 0 for none, or rules of your own; 2 if left out."""
    headers: Mapping[str, str]
    """Sent with each request, for tracing."""
    on_answer: Callable[[Answer], object] | None
    """Called with each whole answer, before it is read."""


class Options(CallOptions, Generic[_Client, _Transport], total=False):
    """What a client can be told beside whom it speaks for and where."""

    transport: _Transport
    """Carries requests out in place of httpx's own transport; closed with the client."""
    http_client: _Client
    """Used as it is in place of a client of our own; closing it is left to you."""


def timeout_of(value: object) -> httpx.Timeout:
    is_number = isinstance(value, int | float) and 0 < value < float("inf")
    if not is_number and not isinstance(value, httpx.Timeout):
        raise InvalidRequest("timeout", value, "must be seconds above 0, or an httpx.Timeout")
    return httpx.Timeout(value)  # type: ignore[arg-type]


def retries_of(value: object) -> Retries:
    retries = Retries(value) if isinstance(value, int) else value
    limit: object = getattr(retries, "limit", value)
    if not isinstance(retries, Retries) or not isinstance(limit, int) or limit < 0:
        raise InvalidRequest("retries", limit, "must be 0 or more, or Retries of that limit")
    try:  # in time, and not after a message was sent
        _ = [*map(float, (retries.first, retries.longest, *retries.lookups))]
    except (TypeError, ValueError):
        raise InvalidRequest("retries", value, "must have pauses in seconds") from None
    return retries


def hook_of(value: Callable[[Answer], object] | None) -> Callable[[Answer], object] | None:
    if value is not None and not callable(value):
        raise InvalidRequest("on_answer", value, "must be callable")
    return value


def headers_of(values: Mapping[str, str]) -> dict[str, str]:
    if not isinstance(values, Mapping):
        raise InvalidRequest("headers", values, "must be a mapping of str to str")
    for name, value in values.items():
        if not _is_like(r"[\t -~]*", value):
            raise InvalidRequest("headers", name, "must have a value of ASCII on one line")
        if not _is_like(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", name):
            raise InvalidRequest("headers", name, "must have names of letters, digits and dashes")
        if name.lower() in _OURS:
            raise InvalidRequest("headers", name, "is written by the client itself")
    return dict(values)


def _is_like(pattern: str, value: object) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(pattern, value))

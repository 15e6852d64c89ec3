"""What a client can be told, and whether it is that."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Generic, TypedDict, TypeVar

import httpx

from .._errors import InvalidRequest
from .retries import Retries

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .answers import Answer

_Client = TypeVar("_Client", bound=httpx.Client | httpx.AsyncClient)
_Transport = TypeVar("_Transport", bound=httpx.BaseTransport | httpx.AsyncBaseTransport)


class CallOptions(TypedDict, total=False):
    """How calls are made; `with_options` can change it."""

    timeout: float | httpx.Timeout
    """Seconds for each phase of an exchange; 10 if left out, and 5 to connect."""
    retries: int | Retries
    """The most further attempts, 0 for none, or rules of your own; 2 if left out."""
    headers: Mapping[str, str]
    """Sent with each request, for tracing."""
    on_answer: Callable[[Answer], object]
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
    retries: object = Retries(value) if isinstance(value, int) else value
    limit: object = retries.limit if isinstance(retries, Retries) else None
    if not isinstance(retries, Retries) or not isinstance(limit, int) or limit < 0:
        shown = limit if isinstance(retries, Retries) else value
        raise InvalidRequest("retries", shown, "must be 0 or more, or Retries of that limit")
    return retries


def headers_of(values: Mapping[str, str]) -> dict[str, str]:
    for name, value in dict(values).items():
        if not _is_like(r"[\t -~]*", value):
            raise InvalidRequest("headers", name, "must have a value of ASCII on one line")
        if not _is_like(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", name):
            raise InvalidRequest("headers", name, "must have names of letters, digits and dashes")
    return dict(values)


def _is_like(pattern: str, value: object) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(pattern, value))

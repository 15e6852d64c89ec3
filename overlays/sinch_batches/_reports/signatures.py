"""Whether a callback is Sinch's own, and not an old one again (sources §14.5)."""

from __future__ import annotations

import hashlib
import hmac
import re
import time
from base64 import b64encode
from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from .._errors import InvalidRequest, demand_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_HEADER = "x-sinch-webhook-signature"
_ALGORITHMS = ("", "hmacsha256", "sha256")
_FIRST_MILLISECONDS = 10**11  # as seconds, that would be in the year 5138


class Headers(Protocol):
    """Headers of any framework."""

    def items(self) -> Iterable[tuple[str, str]]:
        """Return names and values."""
        ...


class SeenNonces:
    """Remembers the last nonces of one process, for `verify_signature`.

    Several processes need a place that they share, such as Redis with `SET NX EX`. Less than one to
    remember is an `InvalidRequest`.
    """

    def __init__(self, most: int = 100_000) -> None:
        if most < 1:
            raise InvalidRequest("most", most, "must be 1 or more")
        self._most, self._known, self._turn = most, OrderedDict[str, None](), Lock()

    def __call__(self, nonce: str) -> bool:
        """Tell whether the nonce was here before, and remember it."""
        with self._turn:
            seen = nonce in self._known
            self._known[nonce] = None
            if len(self._known) > self._most:
                self._known.popitem(last=False)
            return seen

    def forget(self, nonce: str) -> None:
        """Let a nonce come again: of a callback that couldn't be handled, which Sinch repeats."""
        with self._turn:
            self._known.pop(nonce, None)


def verify_signature(
    body: bytes,
    headers: Headers,
    secret: str,
    *,
    tolerance: float | None = None,
    seen: Callable[[str], bool] | None = None,
) -> bool:
    """Tell whether a callback is Sinch's own, in constant time; `body` is what came, unparsed.

    The headers may be those of WSGI. An empty secret, by which anybody could sign, is an
    `InvalidRequest`. Two things refuse what was sent before: with `tolerance`, a timestamp that is
    more than so many seconds off; with `seen`, a nonce of which it says that it knows it. It is
    asked last, of what is right otherwise, and has to remember the nonce, as `SeenNonces` does.
    """
    demand_text("secret", secret)
    unparsed = bytes_of(body)
    if not hasattr(headers, "items"):
        raise InvalidRequest("headers", type(headers).__name__, "must be a mapping of str to str")
    named = {
        str(name).lower().replace("_", "-").removeprefix("http-"): str(value)
        for name, value in headers.items()
    }
    nonce, timestamp = named.get(f"{_HEADER}-nonce", ""), named.get(f"{_HEADER}-timestamp", "")
    algorithm = named.get(f"{_HEADER}-algorithm", "").lower().replace("-", "")
    if not nonce or not timestamp or algorithm not in _ALGORITHMS:
        return False
    message = unparsed + f".{nonce}.{timestamp}".encode(errors="replace")
    expected = b64encode(hmac.digest(secret.encode(), message, hashlib.sha256))
    if not hmac.compare_digest(expected, named.get(_HEADER, "").encode(errors="replace")):
        return False
    if tolerance is not None and not _age(timestamp) <= tolerance:
        return False
    return seen is None or not seen(nonce)


def _age(timestamp: str) -> float:
    """Return how many seconds a time is off; the documentation doesn't tell its unit."""
    if not re.fullmatch(r"[0-9]{1,13}", timestamp):
        return float("inf")
    moment = int(timestamp)
    return abs(time.time() - (moment / 1000 if moment >= _FIRST_MILLISECONDS else moment))


def bytes_of(body: object) -> bytes:
    """Return the bytes of a body; `InvalidRequest` refuses what is none, as a parsed one."""
    if isinstance(body, str):
        return body.encode(errors="surrogatepass")
    if not isinstance(body, bytes | bytearray | memoryview):
        raise InvalidRequest("body", body, "must be the bytes that came, unparsed")
    return bytes(body)

"""One request and its answer, as they went over the wire."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field
from typing import Any

from .._spec.operations import operation_of

_KEPT = 4000


@dataclass(frozen=True)
class Exchange:
    """A request and its answer. Holds no token: the header is left out when it is made."""

    method: str
    url: str
    request_headers: dict[str, str]
    request_body: bytes
    status: int
    response_headers: dict[str, str]
    response_body: bytes
    milliseconds: float
    token_variable: str | None = field(default=None)

    @property
    def operation(self) -> str | None:
        """The `operationId` that was asked for, or None."""
        return operation_of(self.method, self.url)

    @property
    def curl(self) -> str:
        """A shell line that repeats the request, with the token as a variable."""
        words = ["curl", "-i", "-X", self.method, shlex.quote(self.url)]
        if self.token_variable is not None:
            words += ["-H", f'"Authorization: Bearer ${self.token_variable}"']
        for name, value in self.request_headers.items():
            words += ["-H", shlex.quote(f"{name}: {value}")]
        if self.request_body:
            words += ["--data-binary", shlex.quote(self.request_body.decode("utf-8", "replace"))]
        return " ".join(words)

    def as_record(self) -> dict[str, Any]:
        """Return the exchange as plain data for the reports, long bodies cut."""
        return {
            "method": self.method,
            "url": self.url,
            "request_headers": self.request_headers,
            "request_body": _cut(self.request_body),
            "status": self.status,
            "response_headers": self.response_headers,
            "response_body": _cut(self.response_body),
            "milliseconds": round(self.milliseconds, 1),
            "curl": self.curl,
        }


@dataclass(frozen=True)
class WrongStatus:
    """A success that was told by another status than the one that is due."""

    operation: str
    expected: str
    exchange: Exchange

    def as_record(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "operation": self.operation,
            "expected": self.expected,
            "seen": self.exchange.status,
            "exchange": self.exchange.as_record(),
        }


def _cut(body: bytes) -> str:
    text = body.decode("utf-8", "replace")
    return text if len(text) <= _KEPT else f"{text[:_KEPT]} … ({len(text)} characters)"

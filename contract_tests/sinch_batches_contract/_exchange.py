"""One request and its answer, as they went over the wire."""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ._outcomes import Violation

if TYPE_CHECKING:
    import httpx

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


class Answer:
    """What the server answered, read as the rules need it."""

    def __init__(self, exchange: Exchange, raw: httpx.Response) -> None:
        self.exchange = exchange
        self.raw = raw

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.exchange.status

    @property
    def content(self) -> bytes:
        """The body as it arrived."""
        return self.exchange.response_body

    @property
    def text(self) -> str:
        """The body for people."""
        return self.exchange.response_body.decode("utf-8", "replace")

    @property
    def content_type(self) -> str:
        """The media type without its parameters, in lower case."""
        header = self.exchange.response_headers.get("content-type", "")
        return header.partition(";")[0].strip().lower()

    @property
    def request_line(self) -> str:
        """Method and URL, for sentences."""
        return f"{self.exchange.method} {self.exchange.url}"

    @cached_property
    def document(self) -> Any:
        """The body as JSON of any kind; a body that isn't JSON breaks a rule."""
        try:
            return json.loads(self.content)
        except ValueError as error:
            raise Violation(
                f"the answer of {self.request_line} ({self.status}) must be JSON: {error}"
            ) from None

    @property
    def json(self) -> dict[str, Any]:
        """The body as a JSON object; anything else breaks a rule."""
        if not isinstance(self.document, dict):
            raise Violation(
                f"the answer of {self.request_line} ({self.status}) must be a JSON object"
            )
        return self.document

    @property
    def id(self) -> str:
        """The `id` of the batch in the answer."""
        value = self.json.get("id")
        if not isinstance(value, str) or not value:
            raise Violation(f"the answer of {self.request_line} must hold the `id` of the batch")
        return value


def _cut(body: bytes) -> str:
    text = body.decode("utf-8", "replace")
    return text if len(text) <= _KEPT else f"{text[:_KEPT]} … ({len(text)} characters)"

"""What the server answered, read as the rules need it."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import httpx

from .._judgement.outcomes import Violation
from ._exchange import WrongStatus
from ._json import Document, read_json

if TYPE_CHECKING:
    from ._exchange import Exchange


class Answer:
    """An answer; to read in it what isn't there, or isn't of the kind, breaks a rule."""

    def __init__(
        self, exchange: Exchange, trouble: str | None, wrong_statuses: dict[str, WrongStatus]
    ) -> None:
        self.exchange = exchange
        self._trouble = trouble
        self._wrong_statuses = wrong_statuses

    @property
    def is_success(self) -> bool:
        """Whether the server says that it did what was asked."""
        return 200 <= self.status < 300

    def note_wrong_status(self, expected: str) -> None:
        """Note that the success should have been told by another status; the check goes on."""
        operation = self.exchange.operation
        if operation is not None:
            found = WrongStatus(operation, expected, self.exchange)
            self._wrong_statuses.setdefault(f"{operation} {expected} {self.status}", found)

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.exchange.status

    @property
    def content(self) -> bytes:
        """The body as it arrived."""
        if self._trouble is not None:
            raise Violation(
                f"the body of {self.request_line} ({self.status}) {self._trouble}",
                about=f"the body {self._trouble}",
            )
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

    @property
    def raw(self) -> httpx.Response:
        """The answer as other libraries take it."""
        request = httpx.Request(self.exchange.method, self.exchange.url)
        headers = {
            name: value
            for name, value in self.exchange.response_headers.items()
            if name not in ("content-encoding", "content-length", "transfer-encoding")
        }
        answer = httpx.Response(self.status, headers=headers, content=self.content, request=request)
        answer.elapsed = timedelta(milliseconds=self.exchange.milliseconds)
        return answer

    @cached_property
    def document(self) -> Any:
        """The body as JSON of any kind; a body that isn't JSON breaks a rule."""
        try:
            return read_json(self.content)
        except ValueError as error:
            raise Violation(
                f"the answer of {self.request_line} ({self.status}) must be JSON: {error}",
                about="the answer isn't JSON",
            ) from None

    @property
    def json(self) -> Document:
        """The body as a JSON object; anything else breaks a rule."""
        if not isinstance(self.document, Document):
            raise Violation(
                f"the answer of {self.request_line} ({self.status}) must be a JSON object",
                about="the answer isn't a JSON object",
            )
        return self.document

    @property
    def id(self) -> str:
        """The `id` of the batch in the answer."""
        value = self.json["id"]
        if not isinstance(value, str) or not value:
            raise Violation(
                f"the answer of {self.request_line} must hold the `id` of the batch",
                about="`id` is no text",
            )
        return value

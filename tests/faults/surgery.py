"""The ways to change a server's behaviour, and to undo it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.types import ASGIApp

from sinch_batches_server._http import spec

from .exchange import Answer, Around, Document, Proceed, Request, wrapped

_RETURNS_A_BATCH = ("send", "get", "update", "replace", "cancel")


def nothing(*_: Any) -> None:
    """Take anything and do nothing: a check that lets all pass."""


class Surgery:
    """One operation on the reference server, before its app is made."""

    def __init__(self) -> None:
        self._arounds: list[Around] = []
        self._undo: list[tuple[Any, str, Any]] = []

    def replace(self, owner: Any, name: str, make: Callable[[Any], Any]) -> None:
        """Replace an attribute of a module or class by what `make` makes of it."""
        original = getattr(owner, name)
        changed = make(original)
        if changed is original or changed == original:
            raise ValueError(f"{name} stays what it was")
        self._undo.append((owner, name, original))
        setattr(owner, name, changed)

    def schema(self, name: str) -> Document:
        """Return a schema of the description that requests are checked against, to be changed."""
        found: Document = spec.document()["components"]["schemas"][name]
        return found

    def field(self, path: str) -> Document:
        """Return the schema of a field, as `TextSubmission.to`."""
        name, _, key = path.partition(".")
        found: Document = self.schema(name)["properties"][key]
        return found

    def parameter(self, operation_id: str, name: str) -> Document:
        """Return the schema of a query parameter, to be changed."""
        return spec.query_parameters(operation_id)[name]

    def around(self, around: Around) -> None:
        """Put a function between the client and the server."""
        self._arounds.append(around)

    def requests(self, change: Callable[[Request], None], *operations: str) -> None:
        """Change requests, of these operations or of all, on their way in."""

        async def around(request: Request, proceed: Proceed) -> Answer:
            if not operations or request.operation in operations:
                change(request)
            return await proceed(request)

        self._arounds.append(around)

    def documents(self, change: Callable[[Document], None], *operations: str) -> None:
        """Change the JSON objects that these operations, or all, are sent."""

        def rewrite(request: Request) -> None:
            document = request.document
            change(document)
            if document != request.document:
                request.document = document

        self.requests(rewrite, *operations)

    def answers(self, change: Callable[[Request, Answer], None], *operations: str) -> None:
        """Change answers, of these operations or of all, on their way out."""

        async def around(request: Request, proceed: Proceed) -> Answer:
            answer = await proceed(request)
            if not operations or request.operation in operations:
                change(request, answer)
            return answer

        self._arounds.append(around)

    def results(self, change: Callable[[Document], None], *operations: str) -> None:
        """Change the JSON documents of successful answers."""

        def rewrite(_: Request, answer: Answer) -> None:
            if answer.status < 300 and answer.body:
                document = answer.document
                change(document)
                answer.document = document

        self.answers(rewrite, *operations)

    def batches(self, change: Callable[[Document], None], *operations: str) -> None:
        """Change every batch in the answers of these operations, or wherever one is returned."""

        def rewrite(document: Document) -> None:
            for batch in document.get("batches", [document]):
                change(batch)

        self.results(rewrite, *(operations or (*_RETURNS_A_BATCH, "list")))

    def details(self, change: Callable[[Document], None]) -> None:
        """Change what a dry run says of each recipient."""

        def rewrite(result: Document) -> None:
            for entry in result.get("per_recipient", []):
                change(entry)

        self.results(rewrite, "dry_run")

    def drop_parameters(self, *names: str) -> None:
        """Drop these parameters from the query of a list."""

        def drop(request: Request) -> None:
            request.query = [(key, value) for key, value in request.query if key not in names]

        self.requests(drop, "list")

    def refusals(self, change: Callable[[Answer], None], *statuses: int) -> None:
        """Change answers of these statuses."""

        def rewrite(_: Request, answer: Answer) -> None:
            if answer.status in statuses:
                change(answer)

        self.answers(rewrite)

    def wrap(self, app: ASGIApp) -> ASGIApp:
        """Return the app with what stands between it and its clients."""
        return wrapped(app, self._arounds) if self._arounds else app

    def undo(self) -> None:
        """Put everything back."""
        for owner, name, original in reversed(self._undo):
            setattr(owner, name, original)
        spec.document.cache_clear()

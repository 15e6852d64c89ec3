"""A plan that looks at what it is asked before it reads it, and the list of readings."""

# ruff: noqa: ARG002 - a reading needs to know what the plain plan doesn't

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar, cast

from tests.suite.other_server.fields import FORMAT, RefusedError
from tests.suite.other_server.plan import Plan
from tests.suite.other_server.submission import Fields


@dataclass(frozen=True)
class Reading:
    """A way to read the API page: what the page or the documentation says, and a server of it."""

    name: str
    source: str
    plan: type[Plan]

    @property
    def title(self) -> str:
        return (self.plan.__doc__ or "").strip()


class Reader(Plan):
    """The second server's plan; a reading looks at a document by its operation, or by its kind."""

    def send(self, document: Any) -> dict[str, Any]:
        return super().send(self._asked("send", document))

    def dry_run(self, document: Any, query: dict[str, list[str]]) -> dict[str, Any]:
        return super().dry_run(self._asked("dry_run", document), query)

    def replace(self, batch_id: str, document: Any) -> dict[str, Any]:
        return super().replace(batch_id, self._asked("replace", document))

    def update(self, batch_id: str, document: Any) -> dict[str, Any]:
        return super().update(batch_id, self._asked("update", document))

    def _asked(self, operation: str, document: Any) -> Any:
        return self.asked(operation, document) if isinstance(document, dict) else document

    def asked(self, operation: str, given: Fields) -> Fields:
        """Return what the operation is to read, or refuse it."""
        return given

    def _read(self, document: Any, now: datetime) -> Fields:
        given = self.submitted(document, now) if isinstance(document, dict) else document
        return self.kept(super()._read(given, now), now)

    def _read_update(self, document: Any, current: Fields, now: datetime) -> Fields:
        given = self.changed(document, current, now) if isinstance(document, dict) else document
        return self.kept(super()._read_update(given, current, now), now)

    def submitted(self, given: Fields, now: datetime) -> Fields:
        """Return what is read of the document of a send, a dry run or a replace."""
        return given

    def changed(self, given: Fields, current: Fields, now: datetime) -> Fields:
        """Return what is read of the document of an update."""
        return given

    def kept(self, fields: Fields, now: datetime) -> Fields:
        """Return what is kept of the fields of a batch."""
        return fields


READINGS: dict[str, Reading] = {}

_Plan = TypeVar("_Plan", bound=type[Plan])


def reading(name: str, source: str) -> Callable[[_Plan], _Plan]:
    """Enter a class into the list of readings."""

    def entered(plan: _Plan) -> _Plan:
        READINGS[name] = Reading(name, source, plan)
        return plan

    return entered


def plan_of(names: tuple[str, ...]) -> type[Plan]:
    """Return the plan that reads the page in all of these ways at once."""
    bases = tuple(READINGS[name].plan for name in names)
    return cast("type[Plan]", type("Reading", (*bases, Plan), {}))


def refuse(text: str) -> RefusedError:
    return RefusedError(FORMAT, text)


def without(given: Fields, *names: str) -> Fields:
    return {name: value for name, value in given.items() if name not in names}

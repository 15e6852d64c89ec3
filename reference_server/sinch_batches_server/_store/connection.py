"""A connection to a database that knows SQL, whichever it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager


class Connection(Protocol):
    """What the statements need. Placeholders are `?`, or `:name` with a mapping of values."""

    def query(
        self, statement: str, values: Sequence[Any] | Mapping[str, Any] = ()
    ) -> list[tuple[Any, ...]]:
        """Execute a statement and return its rows."""

    def each(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Execute a statement with each of the rows."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Read within: what others write meanwhile isn't seen."""

"""A connection to a database that knows SQL, whichever it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager

_Result = TypeVar("_Result")


class Connection(Protocol):
    """What the statements need. Placeholders are `?`, or `:name` with a mapping of values."""

    LOCKED: ClassVar[str]
    """The end of a SELECT that locks its rows, having waited for those that others have locked."""
    UNLOCKED_ONLY: ClassVar[str]
    """The end of a SELECT that locks its rows, and leaves out those that others have locked."""

    def query(
        self, statement: str, values: Sequence[Any] | Mapping[str, Any] = ()
    ) -> list[tuple[Any, ...]]:
        """Execute a statement and return its rows."""

    def each(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Execute a statement with each of the rows."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Read within: what others write meanwhile isn't seen."""


class Database(Protocol):
    """Where connections come from. All of its methods raise `Unavailable` if it fails."""

    def transaction(self) -> AbstractContextManager[Connection]:
        """Write within, in one thread: all of it is safe at the end, or nothing if it raises."""

    async def glance(self, read: Callable[[Connection], _Result]) -> _Result:
        """Read what is found at once."""

    async def read(self, read: Callable[[Connection], _Result]) -> _Result:
        """Read what takes a while; others go on meanwhile."""

    def close(self) -> None:
        """Let go of all connections; nothing may be under way."""

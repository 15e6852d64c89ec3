"""Which batches are listed, page by page, and when a walk through pages ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Protocol, TypedDict, TypeVar

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from ._batches.stored import Batch
    from ._calls.call import Session

_MOST_REPEATS = 3
_MOST_BATCHES = 10_000_000  # eight a second, for all of the 14 days that the API keeps them


@frozen
class BatchPage:
    """A page of the list: `page_size` is how many it holds, `count` how many match in all."""

    page: int
    page_size: int
    count: int
    batches: list[Batch]


class Filters(TypedDict, total=False):
    """Which batches to list, and how many per page (seed: List)."""

    page_size: int
    """The most batches per page, 1 to 100; 30 if left out."""
    from_: str | Sequence[str]
    """Only from this sender, or from one of these: phone numbers and short codes."""
    start_date: datetime
    """Only created at or after this time, within 14 days; 24 hours ago if left out."""
    end_date: datetime
    """Only created before this time."""
    client_reference: str
    """Only with exactly this reference."""


class _Page(Protocol):
    @property
    def count(self) -> int: ...


_P = TypeVar("_P", bound=_Page)
_T = TypeVar("_T")


def batches(session: Session) -> PageWalk[BatchPage, Batch]:
    return PageWalk(session, lambda page: page.batches, lambda batch: batch.id)


class PageWalk(Generic[_P, _T]):
    """A walk through all pages: `next_page` is the one to ask for, None at the end.

    `on` tells what is on a page, `key` what tells its things apart; "" what can't be. What is
    created meanwhile pushes other things on to the next page: those aren't given twice. A list that
    comes back to where it was, or outgrows what it announced, raises `UnexpectedAnswer`, whatever
    count it claims.
    """

    def __init__(
        self, session: Session, on: Callable[[_P], list[_T]], key: Callable[[_T], str]
    ) -> None:
        self.next_page: int | None = 0
        self._on, self._key = on, key
        self._session, self._received, self._repeats, self._most = session, 0, 0, 0
        # The ids of two pages only, so that memory doesn't grow with the list: those of the page
        # before, and those of page 1, 2, 4, 8 and so on, to which a list in a circle comes back.
        self._seen: set[str] = set()
        self._mark: set[str] = set()

    def take(self, page: _P) -> list[_T]:
        """Return what is on the page that was asked for and wasn't on the one before."""
        items, key = self._on(page), self._key
        number, ids = self.next_page or 0, {key(item) for item in items if key(item)}
        new = [item for item in items if not key(item) or key(item) not in self._seen]
        in_circle = bool(ids) and ids <= self._mark and ids.isdisjoint(self._seen)
        if number & (number - 1) == 0:
            self._mark = ids
        self._repeats = 0 if ids - self._seen else self._repeats + 1
        self._seen = ids
        self._received += len(items)
        self._most = self._most or min(2 * page.count + 10_000, _MOST_BATCHES)
        if not items or self._received >= page.count:
            self.next_page = None
        elif in_circle or self._repeats == _MOST_REPEATS or self._received > self._most:
            raise self._session.unexpected("GET", 200, "the list repeats itself or never ends")
        else:
            self.next_page = number + 1
        return new

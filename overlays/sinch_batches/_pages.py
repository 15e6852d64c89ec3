"""Which page of a list comes next, and when the list ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._errors import UnexpectedAnswer

if TYPE_CHECKING:
    from ._decode import Batch
    from ._operations import BatchPage

_MOST_REPEATS = 3


class PageWalk:
    """A walk through all pages. `next_page` is the page to ask for, None at the end.

    Batches that arrive meanwhile push others on to the next page: those aren't given twice. A
    list that repeats itself, or grows faster than it is read, raises `UnexpectedAnswer`.
    """

    def __init__(self, plan: str) -> None:
        self.next_page: int | None = 0
        self._plan, self._received, self._repeats = plan, 0, 0
        self._most: int | None = None
        self._seen: set[str] = set()  # on the last page only: memory doesn't grow with the list

    def take(self, page: BatchPage) -> list[Batch]:
        """Return the batches of the page that the page before didn't have."""
        new = [batch for batch in page.batches if not batch.id or batch.id not in self._seen]
        self._seen = {batch.id for batch in page.batches}
        self._received += len(page.batches)
        self._repeats = 0 if new else self._repeats + 1
        self._most = self._most or 2 * page.count + 10_000
        if not page.batches or self._received >= page.count:
            self.next_page = None
        elif self._repeats == _MOST_REPEATS or self._received > self._most:
            path, text = f"/xms/v1/{self._plan}/batches", "the list repeats itself or never ends"
            raise UnexpectedAnswer(200, None, text, "GET", path)
        else:
            self.next_page = (self.next_page or 0) + 1
        return new

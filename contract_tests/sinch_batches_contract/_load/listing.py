"""Looking for one's own batches in the list while others go on sending."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from .._material.times import moment_of, stamp
from . import invariants
from .judging import Unanswered

if TYPE_CHECKING:
    from datetime import datetime

    from .calling import Caller, Reply
    from .documents import Batch
    from .judging import Judge

PAGE_SIZE = 100
_MOST_PAGES = 5
_WINDOW = timedelta(milliseconds=50)


class Lister:
    """Reads lists of a plan and judges them."""

    def __init__(self, judge: Judge, caller: Caller, plan: int) -> None:
        self._judge = judge
        self._caller = caller
        self._plan = plan

    def by_reference(self, batch: Batch, reference: str) -> None:
        """List by client reference: there must be one batch."""
        query = {"client_reference": reference, "start_date": batch.created}
        found, late = self._judge.until(lambda: entries(self._caller.page(**query)), bool)
        own = [entry for entry in found if entry.get("client_reference") == reference]
        tell = self._judge.tell
        tell(invariants.OWN, len(own) == len(found), f"the list of {reference} holds others, too")
        ids = [entry.get("id") for entry in own]
        tell(invariants.ONCE, len(ids) < 2, f"{reference} exists {len(ids)} times: {ids}")
        tell(invariants.LISTED, ids, f"{batch.id} isn't in the list of its reference")
        if ids:
            tell(invariants.FRESH, not late, f"{batch.id} was listed late")

    def by_time(self, batch: Batch, newest: Batch) -> bool:
        """Read all pages of a moment that is past, so that no new batch can move them.

        Return False if the moment isn't past yet.
        """
        first, last = moment_of(batch.created), moment_of(newest.created)
        if first is None or last is None or last < first + _WINDOW:
            return False
        found, late = self._judge.until(
            partial(self._pages, first), lambda ids: batch.id in ids and len(ids) == len(set(ids))
        )
        twice = len(found) - len(set(found))
        where = f"the pages of {stamp(first)} and {_WINDOW / timedelta(milliseconds=1):g} ms on"
        tell = self._judge.tell
        tell(invariants.LISTED, not twice, f"{twice} batches stand twice on {where}")
        tell(invariants.LISTED, batch.id in found, f"{batch.id} isn't on {where}")
        if batch.id in found and not twice:
            tell(invariants.FRESH, not late, f"{batch.id} was listed late")
        return True

    def _pages(self, first: datetime) -> list[str]:
        """Return the ids on all pages.

        Raises:
            Unanswered: there are too many, or one can't be read.

        """
        query = {"start_date": stamp(first), "end_date": stamp(first + _WINDOW)}
        seen: list[str] = []
        for page in range(_MOST_PAGES):
            found = entries(self._caller.page(page=page, page_size=PAGE_SIZE, **query), page)
            for entry in found:
                self._judge.is_of_plan(entry, self._plan)
            seen += [str(entry.get("id")) for entry in found]
            if len(found) < PAGE_SIZE:
                return seen
        raise Unanswered


def entries(reply: Reply, page: int = 0) -> list[dict[str, Any]]:
    """Return the batches of a page; after the last one there need not be another.

    Raises:
        Unanswered: it is none.

    """
    if page and reply.status == 404:
        return []
    found = reply.document.get("batches") if isinstance(reply.document, dict) else None
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise Unanswered
    return found

"""Which batches a list shows, and how (sources §8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._rules import fields, lifetime, recipients, times
from .._store import store as stores

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def filters(
    plan_id: str, query: Mapping[str, Any], senders: Sequence[str], now: int
) -> stores.Filters:
    """Make filters of query parameters that were read.

    Args:
        plan_id: the plan.
        query: the parameters; `from` is taken from `senders`.
        senders: each `from` of the query, as an old client repeats it.
        now: the time, for the default window.

    """
    end = query["end_date"]
    return stores.Filters(
        plan_id=plan_id,
        since=since(query["start_date"], now),
        before=None if end is None else times.parse(end),
        senders=recipients.sender_filter(senders) or None,
        client_reference=query["client_reference"],
    )


def since(start_date: str | None, now: int) -> int:
    """Return the first time of creation: 24 hours ago, never before 14 days ago (decision 31)."""
    start = now - times.DAY if start_date is None else times.parse(start_date)
    return max(start, lifetime.oldest_retained(now))


def answer(number: int, page: stores.Page) -> dict[str, Any]:
    """Write a page: `page_size` is how many batches it holds (seed: List)."""
    return {
        "page": number,
        "page_size": len(page.batches),
        "count": page.count,
        "batches": [fields.answered(batch) for batch in page.batches],
    }

"""Walking the pages of a list, by what it says that it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._asking.expect import objects
from .._judgement.outcomes import Violation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def found_on_pages(
    ask: Callable[[int], Mapping[str, Any]], size: int, known: int
) -> dict[str, dict[str, Any]]:
    """Return the batches on all pages by their ids; `ask` returns a page.

    A list that counts more than are known is walked for a page more, to see what else it holds.
    """
    found: dict[str, dict[str, Any]] = {}
    page, pages = 0, 1
    while page < pages:
        answer = ask(page)
        batches = objects(answer, "batches")
        if len(batches) > size:
            raise Violation(f"page {page} holds more than {size} batches", "LIST-003")
        if answer.get("page_size") != len(batches):
            raise Violation(f"`page_size` must be {len(batches)}", "LIST-004")
        found |= {str(batch.get("id")): batch for batch in batches}
        count = answer.get("count")
        told = min(count, known + size) if isinstance(count, int) else known
        page, pages = page + 1, -(-told // size)
    return found

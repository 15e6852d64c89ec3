"""Lists whose filters are ignored, half applied, or read another way."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sinch_batches_server._http import listing
from sinch_batches_server._rules import errors, lifetime, recipients
from sinch_batches_server._store.memory import MemoryStore

from .exchange import Answer, Request
from .registry import semantic
from .surgery import Surgery


@semantic("page-counted-from-1", "Pages are counted from 1", "LIST-002 LIST-003")
def page_counted_from_1(server: Surgery) -> None:
    def paging(page: Any) -> Any:
        async def later(self: MemoryStore, filters: Any, skip: int, limit: int) -> Any:
            return await page(self, filters, max(0, skip - limit), limit)

        return later

    server.replace(MemoryStore, "page", paging)


@semantic("past-end-404", "A page past the end is answered with 404", "LIST-008")
def past_end_404(server: Surgery) -> None:
    def missing(_: Request, answer: Answer) -> None:
        if answer.status == 200 and not answer.document["batches"] and answer.document["page"]:
            answer.status, answer.body = 404, b""

    server.answers(missing, "list")


@semantic("past-end-last", "A page past the end shows the last page", "LIST-008")
def past_end_last(server: Surgery) -> None:
    def paging(page: Any) -> Any:
        async def last(self: MemoryStore, filters: Any, skip: int, limit: int) -> Any:
            found = await page(self, filters, skip, limit)
            if found.batches or not skip:
                return found
            return await page(self, filters, max(0, found.count - 1) // limit * limit, limit)

        return last

    server.replace(MemoryStore, "page", paging)


@semantic("start-ignored", "start_date is ignored", "FILT-009")
def start_ignored(server: Surgery) -> None:
    server.drop_parameters("start_date")


@semantic("end-ignored", "end_date is ignored", "FILT-010")
def end_ignored(server: Surgery) -> None:
    server.drop_parameters("end_date")


@semantic("start-exclusive", "start_date is exclusive", "FILT-008")
def start_exclusive(server: Surgery) -> None:
    server.replace(
        listing, "since", lambda since: lambda start, now: since(start, now) + (start is not None)
    )


@semantic("end-inclusive", "end_date is inclusive", "FILT-010")
def end_inclusive(server: Surgery) -> None:
    def making(make: Any) -> Any:
        def inclusive(*args: Any) -> Any:
            made = make(*args)
            return made if made.before is None else replace(made, before=made.before + 1)

        return inclusive

    server.replace(listing, "filters", making)


@semantic(
    "dates-swapped", "start_date and end_date are swapped", "FILT-008 FILT-009 FILT-010 FILT-011"
)
def dates_swapped(server: Surgery) -> None:
    other = {"start_date": "end_date", "end_date": "start_date"}

    def swap(request: Request) -> None:
        request.query = [(other.get(key, key), value) for key, value in request.query]

    server.requests(swap, "list")


@semantic("old-start-refused", "A start_date of more than 14 days ago is refused", "FILT-016")
def old_start_refused(server: Surgery) -> None:
    def limiting(since: Any) -> Any:
        def strictly(start: str | None, now: int) -> Any:
            found = since(start, now)
            if found == lifetime.oldest_retained(now):
                raise errors.constraint("start_date is too old.")
            return found

        return strictly

    server.replace(listing, "since", limiting)


@semantic("reference-ignored", "The filter client_reference is ignored", "FILT-001 FILT-002")
def reference_ignored(server: Surgery) -> None:
    server.drop_parameters("client_reference")


def _match_references(server: Surgery, matches: Any) -> None:
    """Filter by client_reference in another way."""

    def paging(page: Any) -> Any:
        async def matching(self: MemoryStore, filters: Any, skip: int, limit: int) -> Any:
            wanted = filters.client_reference
            if wanted is None:
                return await page(self, filters, skip, limit)
            everyone = replace(filters, client_reference=None)
            everything = await page(self, everyone, 0, 1_000_000)
            found = [b for b in everything.batches if matches(b.client_reference or "", wanted)]
            return replace(everything, count=len(found), batches=found[skip : skip + limit])

        return matching

    server.replace(MemoryStore, "page", paging)


@semantic("reference-prefix", "The filter client_reference finds longer references too", "FILT-002")
def reference_prefix(server: Surgery) -> None:
    _match_references(server, lambda known, wanted: known.startswith(wanted))


@semantic("reference-case", "The filter client_reference ignores case", "FILT-002")
def reference_case(server: Surgery) -> None:
    _match_references(server, lambda known, wanted: known.lower() == wanted.lower())


@semantic("from-ignored", "The filter `from` is ignored", "FILT-004")
def from_ignored(server: Surgery) -> None:
    server.drop_parameters("from")


@semantic("from-first", "Of several senders in the filter only the first counts", "FILT-005")
def from_first(server: Surgery) -> None:
    server.replace(
        recipients,
        "sender_filter",
        lambda read: lambda texts: read([text.partition(",")[0] for text in list(texts)[:1]]),
    )


@semantic(
    "from-blank",
    "A blank after the comma of the filter `from` finds nothing",
    "SENDERS-blank-after-comma@*",
)
def from_blank(server: Surgery) -> None:
    server.replace(
        recipients,
        "sender_filter",
        lambda _: lambda texts: frozenset(part for text in texts for part in text.split(",")),
    )


@semantic("from-plus", "The filter `from` with a + finds nothing", "SENDERS-*@list_batches.from")
def from_plus(server: Surgery) -> None:
    server.replace(recipients, "_as_stored", lambda _: lambda text: text)


@semantic("from-substring", "The filter `from` finds senders that contain it", "FILT-004")
def from_substring(server: Surgery) -> None:
    def paging(page: Any) -> Any:
        async def matching(self: MemoryStore, filters: Any, skip: int, limit: int) -> Any:
            if not filters.senders:
                return await page(self, filters, skip, limit)
            everything = await page(self, replace(filters, senders=None), 0, 1_000_000)
            found = [
                batch
                for batch in everything.batches
                if any(wanted in (batch.sender or "") for wanted in filters.senders)
            ]
            return replace(everything, count=len(found), batches=found[skip : skip + limit])

        return matching

    server.replace(MemoryStore, "page", paging)


@semantic("filters-one", "With two filters only `from` counts", "FILT-014")
def filters_one(server: Surgery) -> None:
    def choose(request: Request) -> None:
        if request.parameter("from"):
            request.query = [(k, v) for k, v in request.query if k != "client_reference"]

    server.requests(choose, "list")


@semantic("filters-first-page", "Filters count on the first page only", "LIST-003 LIST-005")
def filters_first_page(server: Surgery) -> None:
    def forget(request: Request) -> None:
        if request.parameter("page") not in (None, "0"):
            names = ("from", "client_reference")
            request.query = [(key, value) for key, value in request.query if key not in names]

    server.requests(forget, "list")

"""Lists with wrong pages, counts, filters and orders."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sinch_batches_server._store.memory import MemoryStore

from .exchange import Answer, Document, Request
from .registry import semantic, syntactic
from .surgery import Surgery


@semantic("list-oldest-first", "The oldest batches come first", "LIST-006 LIST-007")
def list_oldest_first(server: Surgery) -> None:
    def paging(page: Any) -> Any:
        async def backwards(self: MemoryStore, filters: Any, skip: int, limit: int) -> Any:
            everything = await page(self, filters, 0, 1_000_000)
            found = everything.batches[::-1][skip : skip + limit]
            return replace(everything, batches=found)

        return backwards

    server.replace(MemoryStore, "page", paging)


@semantic("list-page-unsorted", "The batches of a page come in another order", "LIST-006 LIST-007")
def list_page_unsorted(server: Surgery) -> None:
    server.results(lambda page: page["batches"].sort(key=lambda batch: batch["id"]), "list")


@semantic("list-by-change", "The batch that was changed last comes first", "LIST-006 LIST-007")
def list_by_change(server: Surgery) -> None:
    def paging(page: Any) -> Any:
        async def by_change(self: MemoryStore, filters: Any, skip: int, limit: int) -> Any:
            everything = await page(self, filters, 0, 1_000_000)
            found = sorted(everything.batches, key=lambda batch: -batch.modified_at)
            return replace(everything, batches=found[skip : skip + limit])

        return by_change

    server.replace(MemoryStore, "page", paging)


@semantic("page-overlap", "A page begins with the last batch of the page before", "LIST-003")
def page_overlap(server: Surgery) -> None:
    def paging(page: Any) -> Any:
        async def overlapping(self: MemoryStore, filters: Any, skip: int, limit: int) -> Any:
            return await page(self, filters, max(0, skip - 1), limit)

        return overlapping

    server.replace(MemoryStore, "page", paging)


@semantic("page-gap", "A batch between two pages is on neither", "LIST-003")
def page_gap(server: Surgery) -> None:
    def paging(page: Any) -> Any:
        async def skipping(self: MemoryStore, filters: Any, skip: int, limit: int) -> Any:
            return await page(self, filters, skip + (skip > 0), limit)

        return skipping

    server.replace(MemoryStore, "page", paging)


@semantic("page-size-ignored", "A page holds 30 batches whatever is asked for", "LIST-003")
def page_size_ignored(server: Surgery) -> None:
    server.drop_parameters("page_size")


@semantic("page-size-plus-1", "A page holds one batch more than asked for", "LIST-003")
def page_size_plus_1(server: Surgery) -> None:
    def paging(page: Any) -> Any:
        async def larger(self: MemoryStore, filters: Any, skip: int, limit: int) -> Any:
            return await page(self, filters, skip, limit + 1)

        return larger

    server.replace(MemoryStore, "page", paging)


@semantic("page-size-echoed", "page_size in the answer is the one asked for", "LIST-004 LIST-008")
def page_size_echoed(server: Surgery) -> None:
    def echo(request: Request, answer: Answer) -> None:
        if answer.status == 200:
            asked = int(request.parameter("page_size") or 30)
            answer.document = {**answer.document, "page_size": asked}

    server.answers(echo, "list")


@semantic("page-zero", "`page` in the answer is always 0", "LIST-002")
def page_zero(server: Surgery) -> None:
    server.results(lambda page: page.update(page=0), "list")


@semantic("page-next", "`page` in the answer is the next one", "LIST-002")
def page_next(server: Surgery) -> None:
    server.results(lambda page: page.update(page=page["page"] + 1), "list")


@semantic("count-of-page", "`count` counts the batches of the page only", "LIST-005")
def count_of_page(server: Surgery) -> None:
    server.results(lambda page: page.update(count=len(page["batches"])), "list")


@semantic("count-off-by-one", "`count` is one too low", "LIST-005")
def count_off_by_one(server: Surgery) -> None:
    server.results(lambda page: page.update(count=max(0, page["count"] - 1)), "list")


@semantic("count-unfiltered", "`count` counts batches that the filters leave out", "LIST-005")
def count_unfiltered(server: Surgery) -> None:
    def paging(page: Any) -> Any:
        async def counting(self: MemoryStore, filters: Any, skip: int, limit: int) -> Any:
            everyone = replace(filters, senders=None, client_reference=None)
            return replace(
                await page(self, filters, skip, limit),
                count=(await page(self, everyone, 0, 0)).count,
            )

        return counting

    server.replace(MemoryStore, "page", paging)


@syntactic("list-no-batches", "An empty page has no `batches`", "LIST-008 READBACK-*")
def list_no_batches(server: Surgery) -> None:
    def drop(page: Document) -> None:
        if not page["batches"]:
            del page["batches"]

    server.results(drop, "list")


@syntactic("list-count-text", "`count` is a string", "LIST-005 READBACK-*")
def list_count_text(server: Surgery) -> None:
    server.results(lambda page: page.update(count=str(page["count"])), "list")


@syntactic("list-array", "A page is a bare list of batches", "READBACK-* LIST-002")
def list_array(server: Surgery) -> None:
    def bare(_: Request, answer: Answer) -> None:
        if answer.status == 200:
            answer.document = answer.document["batches"]

    server.answers(bare, "list")


@semantic("list-short", "Listed batches lack client_reference and parameters", "READBACK-*")
def list_short(server: Surgery) -> None:
    def shorten(batch: Document) -> None:
        batch.pop("client_reference", None)
        batch.pop("parameters", None)

    server.batches(shorten, "list")


@semantic(
    "list-no-canceled", "Canceled batches aren't listed", "LIST-012 READBACK-update@list_batches"
)
def list_no_canceled(server: Surgery) -> None:
    def hide(page: Document) -> None:
        page["batches"] = [batch for batch in page["batches"] if not batch["canceled"]]
        page["page_size"] = len(page["batches"])

    server.results(hide, "list")


@semantic("list-binary-as-text", "Listed binary batches say that they are text", "READBACK-*")
def list_binary_as_text(server: Surgery) -> None:
    server.batches(lambda batch: batch.update(type="mt_text"), "list")


@semantic("list-leak", "The list shows batches of other plans", "ISO-003")
def list_leak(server: Surgery) -> None:
    def keeping(add: Any) -> Any:
        async def everywhere(self: MemoryStore, batch: Any) -> None:
            await add(self, batch)
            for plan in {plan for plan, _ in self._batches} - {batch.plan_id}:
                await add(self, replace(batch, plan_id=plan))

        return everywhere

    server.replace(MemoryStore, "add", keeping)

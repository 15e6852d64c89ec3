"""Scale: lists of more batches than a page holds, none lost and none twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any

from .._asking.expect import expect, expect_equal, expect_field, ids_of, objects
from .._asking.moments import created_at
from .._catalogue.requirement import requirement
from .._judgement.levels import MUST
from .._judgement.outcomes import NotTested

if TYPE_CHECKING:
    from .._asking.api import Api

_AT_ONCE = 8
_PAGE = 100


def _sent_at_once(api: Api, count: int, **fields: Any) -> list[str]:
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(lambda _: str(api.sent(**fields)["id"]), range(count)))


def _pages(api: Api, size: int, count: int, **query: Any) -> list[dict[str, Any]]:
    """Return the batches of all pages, each of which has to be as large as it can be."""
    found: list[dict[str, Any]] = []
    for number in range(-(-count // size)):
        page = api.listed(client_reference=api.reference, page=number, page_size=size, **query)
        expect_field(page, "count", count)
        batches = objects(page, "batches")
        wanted = min(size, count - number * size)
        expect_equal(len(batches), wanted, f"the number of batches on page {number} of {size}")
        expect_field(page, "page_size", wanted)
        found += batches
    return found


def _expect_pages(api: Api, size: int, wanted: list[str], **query: Any) -> None:
    _expect_each_once(_pages(api, size, len(wanted), **query), wanted)


def _expect_each_once(found: list[dict[str, Any]], wanted: list[str]) -> None:
    ids = [str(batch.get("id")) for batch in found]
    expect_equal(len(ids), len(set(ids)), "the number of different ids on all pages")
    expect_equal(sorted(ids), sorted(wanted), "the ids on all pages")
    times = [created_at(batch) for batch in found]
    expect(times == sorted(times, reverse=True), "batches must be listed the newest first")


@requirement(
    "SCALE-31@list_batches.page_size",
    MUST,
    "list_batches",
    "Of 31 batches a page holds 30 by default, and all of them if page_size is 100",
    source="seed: List, page_size, Default: 30",
    batches=31,
)
def one_more_than_a_page(api: Api) -> None:
    sent = _sent_at_once(api, 31)
    api.eventually(partial(_expect_pages, api, _PAGE, sent))
    for page, count in ((0, 30), (1, 1)):
        ids = ids_of(api.listed(client_reference=api.reference, page=page))
        expect_equal(len(ids), count, f"the number of batches on page {page} of the default size")


@requirement(
    "SCALE-101@list_batches.page",
    MUST,
    "list_batches",
    "Of 101 batches each is on one page, the newest first, whatever the size of the pages",
    source="seed: List, page, page_size, count",
    batches=101,
)
def one_more_than_the_largest_page(api: Api) -> None:
    sent = _sent_at_once(api, 101)
    for size in (_PAGE, 30, 33):
        api.eventually(partial(_expect_pages, api, size, sent))


@requirement(
    "SCALE-several@list_batches.from",
    MUST,
    "list_batches",
    "Pages of batches from several senders are complete, and senders without batches add none",
    source="seed: List, from, count",
    batches=9,
)
def several_senders(api: Api) -> None:
    if api.settings.sender:
        raise NotTested("only one sender may be used (--sender)")
    senders = ("44345", "44346", "44347")
    sent = {sender: _sent_at_once(api, 3, from_=sender) for sender in senders}
    first, second, _ = senders
    wanted = [*sent[first], *sent[second]]
    for told in (f"{first},{second}", f"{second}, 44999,{first}", f"44999,{first},44998,{second}"):
        query = {"from_": told}
        for size in (2, 4, _PAGE):
            api.eventually(partial(_expect_pages, api, size, wanted, **query))
    nothing = api.listed(client_reference=api.reference, from_="44999,44998")
    expect_equal(
        (ids_of(nothing), nothing.get("count")), ([], 0), "what senders without batches have"
    )


def _expect_counted(api: Api, count: int) -> None:
    expect_field(api.listed(client_reference=api.reference), "count", count)


@requirement(
    "SCALE-arriving@list_batches.page",
    MUST,
    "list_batches",
    "While new batches arrive, no older one is lost from the pages",
    source="seed: List, page; docs: sources §8",
    batches=20,
)
def while_new_ones_arrive(api: Api) -> None:
    sent = _sent_at_once(api, 10)
    api.eventually(partial(_expect_pages, api, _PAGE, sent))
    found: set[str] = set()
    for number in range(5):  # 3 of 10 batches, 3 of 11 ... 3 of 14
        found |= set(ids_of(api.listed(client_reference=api.reference, page=number, page_size=3)))
        api.sent()
        api.eventually(partial(_expect_counted, api, len(sent) + number + 1))
    # Newer ones push older ones to later pages: these are seen twice, but never skipped.
    missing = set(sent) - found
    expect(not missing, f"{len(missing)} of 10 batches were on no page while others arrived")

"""List: pages, totals and order."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from .._asking.expect import expect, expect_equal, expect_field, ids_of, objects
from .._asking.moments import created_at, let_time_pass
from .._catalogue.requirement import requirement
from .._judgement.levels import MUST, SHOULD
from .._judgement.outcomes import NotTested
from .._material.times import moment_of, now, stamp

if TYPE_CHECKING:
    from .._asking.api import Api

LIST = "list_batches"


def listed_all(api: Api, count: int, **query: Any) -> dict[str, Any]:
    """Return the page, once it counts so many batches of this check."""

    def attempt() -> dict[str, Any]:
        page = api.listed(client_reference=api.reference, **query)
        expect_field(page, "count", count)
        return page

    return api.eventually(attempt)


@requirement(
    "LIST-002",
    MUST,
    LIST,
    "Pages are counted from 0, and 0 is the default",
    source="seed: List, page; docs: sources §8",
    batches=3,
)
def pages_from_zero(api: Api) -> None:
    for _ in range(3):
        api.sent()
    page = listed_all(api, 3, page_size=2)
    expect_equal(ids_of(listed_all(api, 3, page_size=2, page=0)), ids_of(page), "page 0")
    expect_field(page, "page", 0)
    expect_field(listed_all(api, 3, page_size=2, page=1), "page", 1)


@requirement(
    "LIST-003",
    MUST,
    LIST,
    "A page holds at most page_size batches, and all pages together hold each batch once",
    source="seed: List, page_size, count",
    batches=5,
)
def pages_are_complete(api: Api) -> None:
    sent = {api.sent()["id"] for _ in range(5)}
    found: list[Any] = []
    for number, size in enumerate((2, 2, 1)):
        ids = ids_of(listed_all(api, 5, page=number, page_size=2))
        expect_equal(len(ids), size, f"the number of batches on page {number}")
        found += ids
    expect_equal(sorted(found), sorted(sent), "the ids on all pages")


@requirement(
    "LIST-004",
    MUST,
    LIST,
    "page_size in the answer is the number of batches on this page",
    source="seed: List, page_size: returned in this request",
    batches=3,
)
def size_of_a_page(api: Api) -> None:
    for _ in range(3):
        api.sent()
    expect_field(listed_all(api, 3, page_size=2, page=0), "page_size", 2)
    expect_field(listed_all(api, 3, page_size=2, page=1), "page_size", 1)
    expect_field(listed_all(api, 3, page_size=100), "page_size", 3)


@requirement(
    "LIST-005",
    MUST,
    LIST,
    "count is the number of all batches that match, whatever the page",
    source="seed: List, count",
    batches=4,
)
def total_count(api: Api) -> None:
    api.sent(client_reference=f"{api.reference}-another")
    for _ in range(3):
        api.sent()
    for page in range(3):
        expect_field(listed_all(api, 3, page_size=1, page=page), "count", 3)
    beyond = api.list_page(client_reference=api.reference, page=7)
    if beyond.is_success:  # that there is such a page, only the SDKs tell
        expect_field(beyond.json, "count", 3)


@requirement(
    "LIST-006", MUST, LIST, "The newest batch comes first", source="docs: sources §8", batches=3
)
def newest_first(api: Api) -> None:
    for _ in range(3):
        api.sent()
    times = [created_at(batch) for batch in objects(listed_all(api, 3), "batches")]
    told = [time.isoformat() for time in times]
    expect(times == sorted(times, reverse=True), f"newest first, but created at {told}")


@requirement(
    "LIST-007",
    MUST,
    LIST,
    "The order of a list is the order of sending, reversed, whatever was changed since",
    source="docs: sources §8",
    batches=4,
)
def order_of_sending(api: Api) -> None:
    sent = []
    for _ in range(4):
        sent.append(api.sent())
        let_time_pass(sent[-1])
    api.update(sent[1]["id"], {"body": "Changed"})
    if len({created_at(batch) for batch in sent}) < len(sent):
        raise NotTested("batches sent one after the other have the same `created_at`")
    ids = [batch["id"] for batch in reversed(sent)]
    expect_equal(ids_of(listed_all(api, 4)), ids, "the ids listed")


@requirement(
    "LIST-008",
    SHOULD,
    LIST,
    "A page after the last one is empty, with page_size 0 and the same count",
    source="sdk: sources §8",
)
def past_the_end(api: Api) -> None:
    api.sent()
    page = listed_all(api, 1, page=7, page_size=10)
    expect_equal(ids_of(page), [], "the ids listed")
    expect_field(page, "page_size", 0)
    expect_field(page, "page", 7)


@requirement(
    "LIST-010",
    MUST,
    LIST,
    "Without any filter the list holds the batches of the last 24 hours, whatever their send_at",
    source="seed: List, start_date, Default",
    batches=2,
)
def without_filter(api: Api) -> None:
    batch = api.sent()
    _expect_on_the_first_page(api, batch)
    if "scheduling" not in api.settings.without:
        # It is a batch of today all the same.
        long_due = api.sent(send_at=stamp(now() - timedelta(hours=30)))
        _expect_on_the_first_page(api, long_due)


def _expect_on_the_first_page(api: Api, batch: dict[str, Any]) -> None:
    def on_the_first_page() -> None:
        page = api.listed(page_size=100)
        ids = ids_of(page)
        last = objects(page, "batches")[-1:]
        oldest = moment_of(last[0].get("created_at")) if len(ids) == 100 else None
        if batch["id"] not in ids and oldest is not None and oldest >= created_at(batch):
            raise NotTested("others send so many batches that this one left the first page")
        expect(batch["id"] in ids, f"{batch['id']} must be on the first page")

    api.eventually(on_the_first_page)


def _only_one(api: Api) -> dict[str, Any]:
    found = objects(listed_all(api, 1), "batches")
    expect(len(found) == 1, f"one batch must be listed, {len(found)} were")
    return found[0]


@requirement(
    "LIST-012",
    SHOULD,
    LIST,
    "A canceled batch stays in the list",
    source="inference: sources §10",
)
def canceled_is_listed(api: Api) -> None:
    api.cancel(api.sent()["id"])
    api.eventually(lambda: expect_field(_only_one(api), "canceled", True))

"""Scale: as many recipients and batches as the API allows, none lost and none twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any

from .._asking.expect import expect, expect_equal, expect_field, expect_status, ids_of, objects
from .._asking.moments import created_at
from .._catalogue.requirement import requirement
from .._judgement.levels import MUST
from .._judgement.outcomes import NotTested
from .._material.numbers import same_numbers
from .._settings.settings import Budget

if TYPE_CHECKING:
    from collections.abc import Callable

    from .._asking.api import Api

_SIZES = (1, 2, 31, 100, 101, 1000)
_LARGE = 101
_AT_ONCE = 8
_PAGE = 100


def _unless_quick(api: Api, what: str) -> None:
    if api.settings.budget is Budget.QUICK:
        raise NotTested(f"the budget quick leaves out {what}")


def _expect_all(api: Api, batch: dict[str, Any], wanted: list[str]) -> None:
    for shown in (batch, api.stored(str(batch["id"]))):
        kept = sorted(same_numbers(shown.get("to")))
        expect(kept == sorted(wanted), f"{len(wanted)} recipients must come back, {len(kept)} did")


def _send(api: Api, numbers: list[str]) -> None:
    _expect_all(api, api.sent(to=numbers), numbers)


def _replace(api: Api, numbers: list[str]) -> None:
    answer = api.replace(str(api.sent()["id"]), api.text(to=numbers))
    _expect_all(api, expect_status(answer, 200).json, numbers)


def _add(api: Api, numbers: list[str]) -> None:
    first, *others = numbers if len(numbers) > 1 else api.numbers(2)
    id = str(api.sent(to=[first])["id"])
    batch = expect_status(api.update(id, {"to_add": others}), 200).json
    _expect_all(api, batch, [first, *others])


def _remove(api: Api, numbers: list[str]) -> None:
    first, *others = numbers if len(numbers) > 1 else api.numbers(2)
    id = str(api.sent(to=[first, *others])["id"])
    _expect_all(api, expect_status(api.update(id, {"to_remove": others}), 200).json, [first])


def _dry_run(api: Api, numbers: list[str]) -> None:
    count = len(numbers)
    query = {"per_recipient": "true", "number_of_recipients": count}
    answer = expect_status(api.dry_run(api.text(to=numbers), query), 200).json
    expect_field(answer, "number_of_recipients", count)
    expect_field(answer, "number_of_messages", count)
    expect_equal(len(objects(answer, "per_recipient")), count, "the number of details")


def _feedback(api: Api, numbers: list[str]) -> None:
    id = str(api.sent(api.confirmable(to=numbers))["id"])
    expect_status(api.feedback(id, {"recipients": numbers}), 202)


_ACTIONS: dict[str, tuple[Callable[[Api, list[str]], None], str, list[str]]] = {
    "send_batch.to": (_send, "seed: Send, to [ 1 .. 1000 ] items", []),
    "replace_batch.to": (_replace, "seed: Replace, to [ 1 .. 1000 ] items", []),
    "update_batch.to_add": (_add, "seed: Update, to_add [ 1 .. 1000 ] items", ["scheduling"]),
    "update_batch.to_remove": (
        _remove,
        "seed: Update, to_remove [ 1 .. 1000 ] items",
        ["scheduling"],
    ),
    "dry_run_batch.to": (_dry_run, "seed: Dry run, to [ 1 .. 1000 ] items", ["dry-run"]),
    "send_delivery_feedback.recipients": (_feedback, "seed: Feedback, recipients", ["feedback"]),
}


def _enter(place: str, size: int) -> None:
    act, source, needs = _ACTIONS[place]
    operation, _, field = place.partition(".")
    told = "1 recipient goes" if size == 1 else f"{size} recipients go"

    @requirement(
        f"SCALE-{size}@{place}",
        MUST,
        operation,
        f"{told} through `{field}`, all of them",
        source=source,
        needs=needs,
        batches=0 if operation == "dry_run_batch" else 1,
    )
    def goes_through(api: Api) -> None:
        if size > _LARGE:
            _unless_quick(api, f"{size} recipients")
        act(api, api.numbers(size))


for _place in _ACTIONS:
    for _size in _SIZES:
        _enter(_place, _size)


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

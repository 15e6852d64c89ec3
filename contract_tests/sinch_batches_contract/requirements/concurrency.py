"""Several requests at once: none is lost, none is mixed up with another."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from .._asking.expect import expect, expect_equal, expect_field
from .._catalogue.requirement import requirement
from .._judgement.levels import MUST
from .._material.numbers import same_number, same_numbers
from .list_pages import listed_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .._asking.api import Api

T = TypeVar("T")
A = TypeVar("A")
_AT_ONCE = 8
_URL = "https://example.com/changed"


def _at_once(action: Callable[[A], T], things: Iterable[A]) -> list[T]:
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(action, things))


@requirement(
    "CONC-001",
    MUST,
    "send_batch",
    "Batches sent at the same time are all stored, each with its own id and body",
    source="seed: Send, id: Unique identifier",
    batches=16,
)
def sends_at_once(api: Api) -> None:
    bodies = [f"At once {index}" for index in range(2 * _AT_ONCE)]
    sent = _at_once(lambda body: api.sent(body=body), bodies)
    expect_equal([batch.get("body") for batch in sent], bodies, "the bodies answered")
    expect(len({batch["id"] for batch in sent}) == len(bodies), "each batch must have its own id")
    listed_all(api, len(bodies))


@requirement(
    "CONC-002",
    MUST,
    "update_batch",
    "Of recipients added at the same time, each that was acknowledged is kept",
    source="seed: Update, to_add",
    needs=["scheduling"],
)
def updates_at_once(api: Api) -> None:
    numbers = api.numbers(1 + 2 * _AT_ONCE)
    id = api.sent(to=numbers[:1])["id"]
    answers = _at_once(lambda number: api.update(id, {"to_add": [number]}), numbers[1:])
    added = [
        number for number, answer in zip(numbers[1:], answers, strict=True) if answer.is_success
    ]
    expect(added, "one of several updates at the same time must be accepted")

    def all_are_kept() -> None:
        kept = sorted(same_numbers(api.stored(id).get("to")))
        expect_equal(kept, sorted([numbers[0], *added]), "`to`")

    api.eventually(all_are_kept)


@requirement(
    "CONC-003",
    MUST,
    "update_batch",
    "Of fields changed at the same time, each that was acknowledged is kept",
    source="seed: Update: all specified parameters",
    needs=["scheduling"],
    batches=5,
)
def fields_at_once(api: Api) -> None:
    changes = {"body": "Changed", "callback_url": _URL, "from": "15551230009"}
    if "callbacks" in api.settings.without:
        del changes["callback_url"]
    if api.settings.sender:
        del changes["from"]
    for _ in range(5):
        id = api.sent()["id"]
        updates = [{name: value} for name, value in changes.items()]
        answers = _at_once(partial(api.update, id), updates)
        done = {
            name
            for update, answer in zip(updates, answers, strict=True)
            if answer.is_success
            for name in update
        }
        api.eventually(partial(_expect_fields, api, id, done))


def _expect_fields(api: Api, id: str, done: set[str]) -> None:
    stored = api.stored(id)
    if "body" in done:
        expect_field(stored, "body", "Changed")
    if "callback_url" in done:
        expect_field(stored, "callback_url", _URL)
    if "from" in done:
        expect_equal(same_number(stored.get("from")), "15551230009", "`from`")


@requirement(
    "CONC-004",
    MUST,
    "send_batch",
    "Answers aren't mixed up between requests at the same time",
    source="seed: Send, 201",
    batches=8,
)
def answers_at_once(api: Api) -> None:
    ids = {api.sent(body=f"Batch {index}")["id"]: f"Batch {index}" for index in range(_AT_ONCE)}
    found = _at_once(api.stored, [*ids, *ids])
    for batch in found:
        expect_equal(batch.get("body"), ids.get(str(batch.get("id"))), "`body`")

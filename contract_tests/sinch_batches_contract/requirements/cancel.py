"""Cancel: at any point, and the batch stays."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from .._asking.expect import (
    expect_equal,
    expect_field,
    expect_status,
    expect_unchanged,
    objects,
)
from .._asking.moments import let_time_pass
from .._catalogue.requirement import requirement
from .._judgement.levels import MUST, SHOULD
from .list_pages import listed_all

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .._asking.api import Api

CANCEL = "cancel_batch"


@requirement(
    "CAN-001",
    MUST,
    CANCEL,
    "Cancel is answered 200, and never with canceled false or another id",
    source="seed: Cancel, 200",
)
def canceled(api: Api) -> None:
    id = str(api.sent()["id"])
    _expect_canceled(expect_status(api.cancel(id), 200).json, id)


def _expect_canceled(answer: Mapping[str, Any], id: str) -> None:
    # The page's answer of Cancel has neither of the two (contradiction 14).
    expect_equal(answer.get("canceled", True), True, "`canceled`")
    expect_equal(answer.get("id", id), id, "`id`")


@requirement(
    "CAN-010",
    SHOULD,
    CANCEL,
    "The answer to a cancel holds the id, and canceled true",
    source="docs: sources §10; contradiction 14",
)
def told_as_canceled(api: Api) -> None:
    id = api.sent()["id"]
    batch = expect_status(api.cancel(id), 200).json
    expect_field(batch, "canceled", True)
    expect_field(batch, "id", id)


@requirement(
    "STATE-canceled@get_batch",
    MUST,
    "get_batch",
    "Where a canceled batch can still be read, Get and List show canceled true",
    source="seed: Get, canceled; decision 65",
    batches=2,
)
def shown_as_canceled(api: Api) -> None:
    documents = [api.text()]
    if "binary" not in api.settings.without:
        documents.append(api.binary())
    ids = [str(api.sent(document)["id"]) for document in documents]
    listed_all(api, len(ids))
    for id in ids:
        api.stored(id)  # what is read before it is canceled may be kept for too long
        expect_status(api.cancel(id), 200)
        answer = expect_status(api.get(id), 200, 404)
        if answer.status == 200:
            expect_field(answer.json, "canceled", True)
    api.eventually(lambda: _expect_no_other_state(api))


def _expect_no_other_state(api: Api) -> None:
    page = api.listed(client_reference=api.reference)
    batches = objects(page, "batches")
    for batch in batches:
        expect_field(batch, "canceled", True)
    expect_field(page, "count", len(batches))


@requirement(
    "CAN-003",
    SHOULD,
    CANCEL,
    "Cancel changes nothing but canceled and modified_at",
    source="sdk: sources §10; decision 65",
)
def nothing_else_changes(api: Api) -> None:
    before = api.sent(to=api.numbers(2), flash_message=True)
    batch = expect_status(api.cancel(before["id"]), 200).json
    expect_unchanged(batch, before, but=("canceled", "modified_at"))


@requirement(
    "CAN-005",
    MUST,
    CANCEL,
    "A batch that was sent can be canceled too",
    source="seed: Cancel: at any point",
    batches=1,
)
def after_dispatch(api: Api) -> None:
    id = api.sent(send_at=...)["id"]
    time.sleep(0.2)  # most servers send at once; a slower one is canceled before it sends
    _expect_canceled(expect_status(api.cancel(id), 200).json, id)


@requirement(
    "CAN-006",
    SHOULD,
    CANCEL,
    "Canceling again is answered 200 and changes nothing",
    source="inference: decision 44",
)
def cancel_twice(api: Api) -> None:
    id = api.sent()["id"]
    first = expect_status(api.cancel(id), 200).json
    let_time_pass(first)
    expect_unchanged(expect_status(api.cancel(id), 200).json, first)


@requirement(
    "CAN-009",
    MUST,
    CANCEL,
    "A batch that is canceled again stays canceled",
    source="seed: Get, canceled; decision 65",
)
def stays_canceled(api: Api) -> None:
    id = str(api.sent()["id"])
    for _ in range(3):
        api.cancel(id)
        answer = expect_status(api.get(id), 200, 404)
        if answer.status == 200:
            expect_field(answer.json, "canceled", True)


@requirement(
    "CAN-008",
    MUST,
    CANCEL,
    "A binary batch can be canceled",
    source="seed: Cancel",
    needs=["binary"],
)
def cancel_binary(api: Api) -> None:
    id = api.sent(api.binary())["id"]
    _expect_canceled(expect_status(api.cancel(id), 200).json, id)

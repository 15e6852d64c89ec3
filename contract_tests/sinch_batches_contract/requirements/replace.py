"""Replace: everything new, but the id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._asking.expect import (
    expect,
    expect_equal,
    expect_field,
    expect_refused,
    expect_status,
    expect_unchanged,
    ids_of,
)
from .._asking.moments import let_time_pass
from .._catalogue.requirement import requirement
from .._judgement.levels import MUST, SHOULD
from .._material.times import moment_of

if TYPE_CHECKING:
    from .._asking.api import Api

REPLACE = "replace_batch"


def replaced(api: Api, id: str, document: dict[str, Any]) -> dict[str, Any]:
    """Return the batch as the replacement answers it, which must be how Get shows it."""
    batch = expect_status(api.replace(id, document), 200).json
    expect_unchanged(api.stored(id), batch)
    return batch


@requirement(
    "REP-003",
    SHOULD,
    REPLACE,
    "A batch that is replaced keeps its id",
    source="sdk: sources §10; decision 62",
)
def id_stays(api: Api) -> None:
    id = api.sent()["id"]
    expect_field(replaced(api, id, api.text(body="Replaced")), "id", id)


@requirement(
    "REP-004",
    SHOULD,
    REPLACE,
    "The batch keeps its created_at, and modified_at becomes later",
    source="sdk: sources §10",
)
def times(api: Api) -> None:
    before = api.sent()
    let_time_pass(before)
    after = replaced(api, before["id"], api.text(body="Replaced"))
    expect_equal(after.get("created_at"), before.get("created_at"), "`created_at`")
    moments = moment_of(before.get("modified_at")), moment_of(after.get("modified_at"))
    expect(
        moments[0] is not None and moments[1] is not None and moments[1] > moments[0],
        "`modified_at` must become later",
    )


@requirement(
    "REP-005",
    MUST,
    REPLACE,
    "A refused replacement changes nothing",
    source="docs: sources §2.1",
)
def refused_changes_nothing(api: Api) -> None:
    before = api.sent()
    expect_refused(api.replace(before["id"], api.text(body="Replaced", to=["+1"])))
    expect_refused(api.replace(before["id"], api.text(body="Replaced", to=...)))
    expect_unchanged(api.stored(before["id"]), before)


@requirement(
    "REP-006",
    SHOULD,
    REPLACE,
    "A replacement leaves one batch, not two",
    source="sdk: sources §10; decision 62",
)
def one_batch(api: Api) -> None:
    id = api.sent()["id"]
    replaced(api, id, api.text(body="Replaced"))

    def listed_once() -> None:
        page = api.listed(client_reference=api.reference)
        expect_equal(ids_of(page), [id], "the ids listed")

    api.eventually(listed_once)


@requirement(
    "REP-008",
    SHOULD,
    REPLACE,
    "A text may be replaced by a binary batch and the other way round",
    source="sdk: sources §10",
    needs=["binary"],
)
def type_may_change(api: Api) -> None:
    id = api.sent()["id"]
    binary = replaced(api, id, api.binary())
    expect_field(binary, "type", "mt_binary")
    text = replaced(api, id, api.text())
    expect_equal(text.get("type", "mt_text"), "mt_text", "`type`")
    expect("udh" not in text, "a text batch must not have `udh`")


@requirement(
    "REP-009",
    SHOULD,
    REPLACE,
    "A canceled batch can be replaced, and isn't canceled any more",
    source="inference: decision 42",
)
def after_cancel(api: Api) -> None:
    id = api.sent()["id"]
    expect_status(api.cancel(id), 200)
    expect_field(replaced(api, id, api.text()), "canceled", False)


@requirement(
    "REP-010",
    SHOULD,
    REPLACE,
    "A batch that was dispatched can be replaced",
    source="sdk: sources §10",
)
def after_dispatch(api: Api) -> None:
    id = api.sent(send_at=...)["id"]
    expect_field(replaced(api, id, api.text(body="Replaced")), "body", "Replaced")

"""Replace: everything new, but the id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._asking.expect import (
    expect,
    expect_equal,
    expect_field,
    expect_status,
    expect_unchanged,
    ids_of,
)
from .._catalogue.requirement import requirement
from .._judgement.levels import SHOULD

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
    "REP-011",
    SHOULD,
    REPLACE,
    "A replacement without a type is a text, whatever the batch was",
    source="seed: Replace, type, Default: mt_text; sdk: sources §10",
    needs=["binary"],
)
def text_by_default(api: Api) -> None:
    text = api.text()
    batch = replaced(api, str(api.sent(api.binary())["id"]), text)
    expect_equal(batch.get("type", "mt_text"), "mt_text", "`type`")
    expect_field(batch, "body", text["body"])


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

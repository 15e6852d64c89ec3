"""Replace: everything new, but the id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._catalogue import requirement
from .._expect import (
    expect,
    expect_equal,
    expect_field,
    expect_refused,
    expect_status,
    expect_unchanged,
    ids_of,
)
from .._levels import MUST, SHOULD
from .._material import later, moment_of, same_numbers, stamp
from .._moments import THREE_DAYS, expect_moment, let_time_pass

if TYPE_CHECKING:
    from .._api import Api

REPLACE = "replace_batch"


def replaced(api: Api, id: str, document: dict[str, Any]) -> dict[str, Any]:
    """Return the batch as the replacement answers it, which must be how Get shows it."""
    batch = expect_status(api.replace(id, document), 200).json
    expect_unchanged(api.stored(id), batch)
    return batch


@requirement(
    "REP-001",
    MUST,
    REPLACE,
    "The given fields of a replacement are the fields of the batch",
    source="seed: Replace",
)
def fields_are_replaced(api: Api) -> None:
    id = api.sent()["id"]
    _, first, second = api.numbers(3)
    fields = {"body": "Replaced: ü", "flash_message": True, "max_number_of_message_parts": 2}
    batch = replaced(api, id, api.text(to=[second, first], **fields))
    for name, value in fields.items():
        expect_field(batch, name, value)
    expect_equal(sorted(same_numbers(batch.get("to"))), sorted([first, second]), "`to`")


@requirement(
    "REP-002",
    MUST,
    REPLACE,
    "Fields that are left out fall back to their defaults",
    source="seed: Replace: all the parameters of a batch",
    needs=["callbacks", "parameters"],
)
def other_fields_fall_back(api: Api) -> None:
    before = api.sent(
        delivery_report="full",
        callback_url="https://example.com/callback",
        parameters={"a": {"default": "1"}},
        feedback_enabled=True,
        flash_message=True,
        truncate_concat=True,
        max_number_of_message_parts=3,
        from_ton=1,
        from_npi=1,
    )
    batch = replaced(api, before["id"], api.text(client_reference=...))
    expect_equal(batch.get("delivery_report", "none"), "none", "`delivery_report`")
    for name in ("feedback_enabled", "flash_message", "truncate_concat"):
        expect_equal(batch.get(name, False), False, f"`{name}`")
    gone = ("client_reference", "parameters", "max_number_of_message_parts", "from_ton", "from_npi")
    # A plan may have defaults of its own for some of them: only the old values must be gone.
    kept = [name for name in gone if name in batch and batch[name] == before.get(name)]
    expect_equal(kept, [], "the list of fields left behind")
    expect(
        batch.get("callback_url") != before["callback_url"], "the old `callback_url` must be gone"
    )


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
    "REP-007",
    MUST,
    REPLACE,
    "Without expire_at it is 3 days after the new send_at",
    source="seed: Replace, expire_at",
    needs=["scheduling"],
)
def default_expiry(api: Api) -> None:
    id, send_at = api.sent()["id"], later(days=4)
    batch = replaced(api, id, api.text(send_at=stamp(send_at)))
    expect_moment(batch, "send_at", send_at)
    if "expire_at" in batch:
        expect_moment(batch, "expire_at", send_at + THREE_DAYS)


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

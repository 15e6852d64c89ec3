"""Update: binary batches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._catalogue import requirement
from .._expect import expect_equal, expect_refused, expect_status, expect_unchanged
from .._levels import MUST, SHOULD
from .send_binary import base64_of, bytes_of
from .update import NEEDS, UPDATE, updated

if TYPE_CHECKING:
    from .._api import Api


@requirement(
    "UPD-008",
    MUST,
    UPDATE,
    "The body of a binary batch changes, without a type in the update",
    source="seed: Update, body: Base64 encoded for mt_binary",
    needs=[*NEEDS, "binary"],
)
def binary_changes(api: Api) -> None:
    before = api.sent(api.binary())
    after = updated(api, before["id"], {"body": "BAUGBw=="})
    expect_equal(bytes_of(after.get("body")), b"\x04\x05\x06\x07", "the bytes of `body`")
    expect_unchanged(after, before, but=("body", "modified_at"))


@requirement(
    "UPD-032",
    SHOULD,
    UPDATE,
    "The udh of a binary batch changes",
    source="sdk: sources §9",
    needs=[*NEEDS, "binary"],
)
def udh_changes(api: Api) -> None:
    before = api.sent(api.binary())
    after = updated(api, before["id"], {"type": "mt_binary", "udh": "050003cc0201"})
    expect_equal(str(after.get("udh")).lower(), "050003cc0201", "`udh`")
    expect_unchanged(after, before, but=("udh", "modified_at"))


@requirement(
    "UPD-017",
    MUST,
    UPDATE,
    "body and udh may not exceed 140 bytes together, stored fields included",
    source="seed: Update, body: Max 140 bytes together with udh",
    needs=[*NEEDS, "binary"],
)
def binary_too_long(api: Api) -> None:
    id = api.sent(api.binary(udh="05" * 10))["id"]
    expect_status(api.update(id, {"type": "mt_binary", "body": base64_of(130)}), 200)
    expect_refused(api.update(id, {"type": "mt_binary", "body": base64_of(131)}))


@requirement(
    "UPD-033",
    SHOULD,
    UPDATE,
    "A new udh may not exceed 140 bytes together with the stored body",
    source="sdk: sources §9",
    needs=[*NEEDS, "binary"],
)
def udh_too_long(api: Api) -> None:
    id = api.sent(api.binary(udh="05" * 10, body=base64_of(130)))["id"]
    expect_refused(api.update(id, {"type": "mt_binary", "udh": "05" * 11}))


@requirement(
    "UPD-021",
    SHOULD,
    UPDATE,
    "The type of a batch can't be changed",
    source="inference: decision 38",
    needs=[*NEEDS, "binary"],
)
def type_is_fixed(api: Api) -> None:
    id = api.sent()["id"]
    changes = {"type": "mt_binary", "body": "AAECAw==", "udh": "050003cc0201"}
    expect_refused(api.update(id, changes))

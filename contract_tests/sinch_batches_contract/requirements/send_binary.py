"""Send: binary batches."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from .._catalogue import requirement
from .._expect import expect, expect_equal, expect_field, expect_refused, expect_status
from .._levels import MUST, SHOULD
from .._outcomes import Violation

if TYPE_CHECKING:
    from .._api import Api

SEND = "send_batch"
MOST_BYTES = 140


def bytes_of(value: object) -> bytes:
    """Return what a base64 body stands for."""
    try:
        return base64.b64decode(str(value).strip(), validate=True)
    except binascii.Error:
        raise Violation(f"`body` must be base64, was {value!r}") from None


def base64_of(size: int) -> str:
    """Return so many bytes as base64."""
    return base64.b64encode(bytes(index % 256 for index in range(size))).decode()


@requirement(
    "BIN-001",
    MUST,
    SEND,
    "A binary batch comes back as mt_binary with the same bytes in body and udh",
    source="seed: Send, type, body, udh",
    needs=["binary"],
)
def binary_is_kept(api: Api) -> None:
    body = base64.b64encode(bytes(range(64)) + b"\xfb\xff\xfe").decode()
    batch = api.sent(api.binary(body=body, udh="050003cc0201"))
    expect_field(batch, "type", "mt_binary")
    expect_equal(bytes_of(batch.get("body")), bytes_of(body), "the bytes of `body`")
    expect_equal(str(batch.get("udh", "")).lower(), "050003cc0201", "`udh`")


@requirement(
    "BIN-002",
    MUST,
    SEND,
    "body and udh of 140 bytes together are accepted",
    source="seed: Dry run, body: max 140 bytes together with udh",
    needs=["binary"],
    batches=2,
)
def longest_binary(api: Api) -> None:
    for udh_bytes in (1, 20):
        document = api.binary(udh="05" * udh_bytes, body=base64_of(MOST_BYTES - udh_bytes))
        expect_status(api.send(document), 201)


@requirement(
    "BIN-003",
    MUST,
    SEND,
    "body and udh of 141 bytes together are refused",
    source="seed: Dry run, body: max 140 bytes together with udh",
    needs=["binary"],
    batches=0,
)
def binary_too_long(api: Api) -> None:
    for udh_bytes in (1, 20):
        document = api.binary(udh="05" * udh_bytes, body=base64_of(MOST_BYTES + 1 - udh_bytes))
        expect_refused(api.send(document))


@requirement(
    "BIN-004",
    MUST,
    SEND,
    "A binary batch without udh is refused",
    source="seed: Dry run, udh: Required if type is mt_binary",
    needs=["binary"],
    batches=0,
)
def binary_without_udh(api: Api) -> None:
    expect_refused(api.send(api.binary(udh=...)))


@requirement(
    "BIN-005",
    SHOULD,
    SEND,
    "Base64 that ends in a line break is accepted, and comes back without it",
    source="sdk: sources §6",
    needs=["binary"],
)
def base64_with_line_break(api: Api) -> None:
    expect_field(api.sent(api.binary(body="AAECAw==\n")), "body", "AAECAw==")


@requirement(
    "BIN-006",
    SHOULD,
    SEND,
    "udh may be written in upper case",
    source="sdk: sources §6",
    needs=["binary"],
)
def upper_case_udh(api: Api) -> None:
    batch = api.sent(api.binary(udh="050003CC0201"))
    expect_equal(str(batch.get("udh")).lower(), "050003cc0201", "`udh`")


@requirement(
    "BIN-007",
    SHOULD,
    SEND,
    "Fields of the other type are ignored and don't come back",
    source="docs: sources §5; inference: decision 10",
    needs=["binary"],
    batches=2,
)
def fields_of_the_other_type(api: Api) -> None:
    text = api.sent(udh="050003cc0201")
    expect("udh" not in text, "a text batch must not have `udh`")
    binary = api.sent(api.binary(parameters={"name": {"default": "x"}}))
    expect("parameters" not in binary, "a binary batch must not have `parameters`")

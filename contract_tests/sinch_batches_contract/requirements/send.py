"""Send: what is accepted, and what is kept of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._asking.expect import expect, expect_equal, expect_field, expect_status
from .._catalogue.requirement import requirement
from .._judgement.levels import MUST, SHOULD

if TYPE_CHECKING:
    from .._asking.api import Api

SEND = "send_batch"


@requirement(
    "SEND-001", MUST, SEND, "A text batch is answered 201 with its id", source="seed: Send, 201"
)
def text_batch(api: Api) -> None:
    expect(expect_status(api.send(api.text()), 201).id, "the answer must hold the id")


@requirement(
    "SEND-009",
    MUST,
    SEND,
    "A new batch isn't canceled",
    source="seed: Send, canceled, Default",
)
def not_canceled(api: Api) -> None:
    batch = api.sent()
    for shown in (batch, api.stored(batch["id"])):
        expect_equal(shown.get("canceled", False), False, "`canceled`")


@requirement(
    "SEND-010",
    MUST,
    SEND,
    "Two batches have two ids",
    source="seed: Send, id: Unique identifier",
    batches=5,
)
def ids_are_unique(api: Api) -> None:
    ids = {api.sent()["id"] for _ in range(5)}
    expect(len(ids) == 5, "five batches must have five ids")


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

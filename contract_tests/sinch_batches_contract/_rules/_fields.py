"""Rules about fields that go together, are null, belong elsewhere or aren't known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._asking.expect import expect, expect_equal
from .._judgement.levels import MUST, SHOULD
from ._table import rule
from ._taker import TEXT, TYPED_BINARY

if TYPE_CHECKING:
    from ._taker import Taker


@rule(
    "ton-with-npi",
    "from_ton and from_npi are given together or not at all",
    send=SHOULD,
    dry_run=SHOULD,
    replace=SHOULD,
    update=SHOULD,
    source="sdk: sources §6",
    kinds=(TEXT,),
)
def _ton_with_npi(taker: Taker) -> None:
    taker.refuse(taker.ask(from_ton=1))
    taker.refuse(taker.ask(from_npi=1))
    taker.accept(taker.ask(from_ton=1, from_npi=1))


@rule(
    "unlisted-fields",
    "valid fields that the page lists for Send are accepted",
    send=MUST,
    dry_run=MUST,
    replace=MUST,
    update=MUST,
    source="seed: Send, feedback_enabled, truncate_concat, from_ton, from_npi; decision 59",
    kinds=(TEXT,),
)
def _unlisted(taker: Taker) -> None:
    others: dict[str, Any] = {
        "feedback_enabled": True,
        "truncate_concat": True,
        "from_ton": 1,
        "from_npi": 1,
    }
    taker.accept(taker.ask(**others, flash_message=True, max_number_of_message_parts=3))


@rule(
    "unlisted-fields-of-a-binary-batch",
    "flash_message, max_number_of_message_parts and truncate_concat are accepted of a binary batch",
    send=MUST,
    dry_run=MUST,
    replace=MUST,
    update=SHOULD,
    source="seed: {section}, flash_message; decision 60",
    softer="sdk: sources §9",
    needs=["binary"],
    kinds=(TYPED_BINARY,),
)
def _unlisted_of_binary(taker: Taker) -> None:
    taker.accept(taker.ask(flash_message=True, max_number_of_message_parts=3, truncate_concat=True))


@rule(
    "null-is-absent",
    "null for an optional field is the same as leaving it out",
    send=SHOULD,
    dry_run=SHOULD,
    replace=SHOULD,
    update="null resets a field, which is a rule of its own",
    source="inference: decision 9",
    kinds=(TEXT,),
)
def _null(taker: Taker) -> None:
    nulls = dict.fromkeys(("parameters", "callback_url", "delivery_report", "expire_at"))
    batch = taker.stored(taker.ask(**nulls)) or {}
    expect_equal(batch.get("delivery_report", "none"), "none", "`delivery_report`")


@rule(
    "fields-of-the-other-type",
    "fields of the other type are ignored and don't come back",
    send=SHOULD,
    dry_run=SHOULD,
    replace=SHOULD,
    update=SHOULD,
    source="docs: sources §5; decision 10",
    needs=["binary"],
    kinds=(TEXT, TYPED_BINARY),
)
def _other_type(taker: Taker) -> None:
    foreign: dict[str, Any] = {"parameters": {"name": {"default": "x"}}}
    if taker.kind == TEXT:
        foreign = {"udh": "050003cc0201"}
    batch = taker.stored(taker.ask(**foreign)) or {}
    for name in foreign:
        expect(name not in batch, f"a {taker.kind} batch must not have `{name}`")


@rule(
    "unknown-fields",
    "unknown fields are ignored and not stored",
    send=SHOULD,
    dry_run=SHOULD,
    replace=SHOULD,
    update=SHOULD,
    source="sdk: sources §3; decision 8",
)
def _unknown(taker: Taker) -> None:
    batch = taker.stored(taker.ask(tags=["a"], x_unknown={"b": None})) or {}
    expect("x_unknown" not in batch, "`x_unknown` must not come back")


@rule(
    "no-value-for-a-recipient",
    "a recipient without a value for a parameter doesn't fail the batch",
    send=MUST,
    dry_run=MUST,
    replace=MUST,
    update=SHOULD,
    source="docs: sources §5",
    softer="sdk: sources §9",
    needs=["parameters"],
    kinds=(TEXT,),
)
def _no_value(taker: Taker) -> None:
    first, second = taker.api.numbers(2)
    parameters = {"name": {first: "Joe"}}
    to = [second] if taker.is_update else [first, second]
    taker.accept(taker.ask(to=to, body="Hi ${name}", parameters=parameters))

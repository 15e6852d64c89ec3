"""Send: the forms of phone numbers and senders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._asking.expect import expect, expect_equal, expect_refused, expect_status, objects
from .._catalogue.requirement import requirement
from .._judgement.levels import MUST, SHOULD
from .._material.numbers import same_number

if TYPE_CHECKING:
    from .._asking.api import Api

SEND = "send_batch"


def _forms(number: str) -> tuple[str, ...]:
    return (
        f"+{number}",
        f"00{number}",
        f"+{number[:1]} {number[1:4]} {number[4:]}",
        f"{number[:1]}-{number[1:4]}-{number[4:]}",
        f"+{number[:1]} ({number[1:4]}) {number[4:]}",
    )


def _digits(number: str) -> str:
    return same_number(number)


@requirement(
    "NUM-003",
    SHOULD,
    SEND,
    "Numbers in answers are strings of digits only",
    source="docs: sources §3 (samples of the seed show a +)",
)
def numbers_in_answers(api: Api) -> None:
    number, sender = _digits(api.numbers(1)[0]), _digits(api.sender)
    batch = api.sent(to=[f"+{number}"], from_=f"+{sender}")
    expect_equal(batch.get("to"), [number], "`to`")
    expect_equal(batch.get("from"), sender, "`from`")
    if "dry-run" not in api.settings.without:
        dry_run = expect_status(api.dry_run(api.text(), {"per_recipient": "true"}), 200).json
        told = [row.get("recipient") for row in objects(dry_run, "per_recipient")]
        expect_equal(told, [number], "`recipient`")


@requirement(
    "NUM-005",
    MUST,
    SEND,
    "A malformed recipient has the code syntax_invalid_parameter_format",
    source="docs: sources §2.3",
    batches=0,
)
def code_of_an_invalid_recipient(api: Api) -> None:
    expect_refused(api.send(api.text(to=["+1"])), "syntax_invalid_parameter_format")


@requirement(
    "NUM-006",
    SHOULD,
    SEND,
    "The text of the refusal of a malformed recipient names its place in the list",
    source="docs: sources §2.3, sample text",
    batches=0,
)
def place_of_an_invalid_recipient(api: Api) -> None:
    refused = expect_refused(api.send(api.text(to=[*api.numbers(1), "+1"]))).json
    expect("to[1]" in str(refused.get("text")), f"`text` must name to[1], was {refused!r}")


@requirement(
    "NUM-011",
    SHOULD,
    SEND,
    "The keys of parameters come back as they were sent, with their +",
    source="sdk: sources §3",
    needs=["parameters"],
)
def keys_of_parameters(api: Api) -> None:
    wanted = {"name": {f"+{_digits(api.numbers(1)[0])}": "Joe", "default": "there"}}
    batch = api.sent(body="Hi ${name}", parameters=wanted)
    expect_equal(batch.get("parameters"), wanted, "`parameters`")

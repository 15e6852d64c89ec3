"""Send: the forms of phone numbers and senders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._catalogue import requirement
from .._expect import expect, expect_equal, expect_refused, expect_status, objects
from .._levels import MUST, SHOULD
from .._material import same_number, same_numbers
from .._outcomes import NotTested

if TYPE_CHECKING:
    from .._api import Api

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
    "NUM-001",
    MUST,
    SEND,
    "Recipients may have +, 00, blanks, dashes and brackets: the number stays the same",
    source="docs: sources §3",
    batches=5,
)
def forms_of_recipients(api: Api) -> None:
    number = _digits(api.numbers(1)[0])
    for form in _forms(number):
        expect_equal(same_numbers(api.sent(to=[form]).get("to")), [number], f"`to` for {form!r}")


@requirement(
    "NUM-002",
    MUST,
    SEND,
    "The sender may have + or 00: the number stays the same",
    source="docs: sources §3",
    batches=2,
)
def forms_of_senders(api: Api) -> None:
    number = _digits(api.sender)
    for form in (f"+{number}", f"00{number}"):
        expect_equal(same_number(api.sent(from_=form).get("from")), number, f"`from` for {form!r}")


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
    "NUM-004",
    MUST,
    SEND,
    "A recipient that is neither a number nor a group id is refused",
    source="seed: Send, to <E.164>; docs: sources §2.3",
    batches=0,
)
def invalid_recipient(api: Api) -> None:
    for wrong in ("+1", "not a number!", "", "+"):
        expect_refused(api.send(api.text(to=[*api.numbers(1), wrong])))


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
    "NUM-007",
    MUST,
    SEND,
    "An alphanumeric sender is accepted and comes back unchanged",
    source="seed: Send, from",
)
def alphanumeric_sender(api: Api) -> None:
    expect_equal(_sent_from(api, "Contract123").get("from"), "Contract123", "`from`")


@requirement(
    "NUM-008",
    MUST,
    SEND,
    "A short code is accepted as the sender and comes back unchanged",
    source="seed: Send, from",
)
def short_code_sender(api: Api) -> None:
    expect_equal(_sent_from(api, "44345").get("from"), "44345", "`from`")


@requirement(
    "NUM-009",
    SHOULD,
    SEND,
    "An alphanumeric sender of more than 11 characters is refused",
    source="docs: sources §4 (SMPP); inference: decision 14",
    batches=0,
)
def long_sender(api: Api) -> None:
    expect_refused(api.send(api.text(from_="ContractTest")))


@requirement(
    "NUM-010",
    SHOULD,
    SEND,
    "from_ton and from_npi are given together or not at all",
    source="sdk: sources §6",
    batches=0,
)
def ton_without_npi(api: Api) -> None:
    expect_refused(api.send(api.text(from_ton=1)))
    expect_refused(api.send(api.text(from_npi=1)))


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


def _sent_from(api: Api, sender: str) -> dict[str, Any]:
    if api.settings.sender:
        raise NotTested("only one sender may be used (--sender)")
    answer = api.send(api.text(from_=sender))
    if answer.status == 403 and answer.json.get("code") == "illegal_number_type":
        raise NotTested("the plan may not send from this kind of sender (illegal_number_type)")
    return expect_status(answer, 201).json

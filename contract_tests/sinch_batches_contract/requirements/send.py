"""Send: what is accepted, and what is kept of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._catalogue import requirement
from .._expect import expect, expect_equal, expect_field, expect_status
from .._levels import MUST, SHOULD
from .._material import same_number, same_numbers

if TYPE_CHECKING:
    from .._api import Api

SEND = "send_batch"


@requirement(
    "SEND-001", MUST, SEND, "A text batch is answered 201 with its id", source="seed: Send, 201"
)
def text_batch(api: Api) -> None:
    expect(expect_status(api.send(api.text()), 201).id, "the answer must hold the id")


@requirement(
    "SEND-002",
    MUST,
    SEND,
    "The body comes back as it was sent, to the character",
    source="seed: Send, body",
    batches=9,
)
def body_is_kept(api: Api) -> None:
    for body in (
        "This is a message to be sent!",
        " leading and trailing blanks ",
        "line\nbreak\r\n\ttab",
        'quote " backslash \\ <b>&amp;</b> %41 +',
        "é ü ß € ½ — “”",
        "\U0001f600 \U0001f468‍\U0001f469‍\U0001f467 漢字",
        "${not_a_parameter} $ { }",
        "0",
        "The whole message, and nothing but the message. " * 25,
    ):
        expect_field(api.sent(body=body), "body", body)


@requirement(
    "SEND-003", MUST, SEND, "The recipients come back, all of them", source="seed: Send, to"
)
def recipients_are_kept(api: Api) -> None:
    to = api.numbers(3)
    kept = api.sent(to=to).get("to")
    expect_equal(sorted(same_numbers(kept)), sorted(same_numbers(to)), "`to`")
    expect(all(isinstance(number, str) for number in kept or []), "`to` must be a list of strings")


@requirement("SEND-004", MUST, SEND, "The sender comes back", source="seed: Send, from")
def sender_is_kept(api: Api) -> None:
    kept = api.sent().get("from")
    expect_equal(same_number(kept), same_number(api.sender), "`from`")
    expect(isinstance(kept, str), f"`from` must be a string, was {kept!r}")


@requirement(
    "SEND-005",
    MUST,
    SEND,
    "The client reference comes back as it was sent",
    source="seed: Send, client_reference",
    batches=2,
)
def client_reference_is_kept(api: Api) -> None:
    for suffix in ("", " Ünïcode/?&=#+ 漢"):
        reference = api.reference + suffix
        expect_field(api.sent(client_reference=reference), "client_reference", reference)


@requirement(
    "SEND-006",
    MUST,
    SEND,
    "Flags and numbers come back with the values that were sent",
    source="seed: Send, response schema",
)
def options_are_kept(api: Api) -> None:
    fields: dict[str, Any] = {
        "feedback_enabled": True,
        "flash_message": True,
        "truncate_concat": True,
        "max_number_of_message_parts": 3,
        "from_ton": 1,
        "from_npi": 18,
    }
    batch = api.sent(**fields)
    for name, value in fields.items():
        expect_field(batch, name, value)


@requirement(
    "SEND-007",
    MUST,
    SEND,
    "callback_url and delivery_report come back as they were sent, for each kind of report",
    source="seed: Send, delivery_report, callback_url",
    needs=["callbacks"],
    batches=5,
)
def report_mode_is_kept(api: Api) -> None:
    url = "https://example.com/callback?a=1&b=%20#x"
    for mode in ("none", "summary", "full", "per_recipient", "per_recipient_final"):
        batch = api.sent(delivery_report=mode, callback_url=url)
        expect_equal(batch.get("delivery_report", "none"), mode, "`delivery_report`")
        expect_field(batch, "callback_url", url)


@requirement(
    "SEND-008",
    MUST,
    SEND,
    "Without `type` the batch is a text",
    source="seed: Send, Default schema is Text",
)
def text_by_default(api: Api) -> None:
    batch = api.sent()
    expect_equal(batch.get("type", "mt_text"), "mt_text", "`type`")


@requirement(
    "SEND-009",
    MUST,
    SEND,
    "What isn't asked for has its default: no report, no feedback, no flash, not canceled",
    source="seed: Send, Default",
    batches=2,
)
def defaults(api: Api) -> None:
    batch = api.sent()
    expect_equal(batch.get("delivery_report", "none"), "none", "`delivery_report`")
    for name in ("feedback_enabled", "flash_message", "canceled"):
        expect_equal(batch.get(name, False), False, f"`{name}`")
    if "callbacks" not in api.settings.without:
        batch = api.sent(callback_url="https://example.com/callback")
        expect_equal(batch.get("delivery_report", "none"), "none", "`delivery_report`")


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
    "SEND-014",
    SHOULD,
    SEND,
    "null for an optional field is the same as leaving it out",
    source="inference: decision 9",
)
def null_is_absent(api: Api) -> None:
    batch = api.sent(parameters=None, callback_url=None, delivery_report=None, expire_at=None)
    expect_equal(batch.get("delivery_report", "none"), "none", "`delivery_report`")


@requirement(
    "SEND-021",
    SHOULD,
    SEND,
    "A number that stands twice in `to` is kept once, in its first place",
    source="inference: decision 13",
)
def duplicate_recipients(api: Api) -> None:
    first, second = api.numbers(2)
    batch = api.sent(to=[first, second, f"+{first}"])
    expect_equal(same_numbers(batch.get("to")), [first, second], "`to`")


@requirement(
    "SEND-022",
    SHOULD,
    SEND,
    "The recipients keep their order",
    source="sdk: sources §9",
)
def order_of_recipients(api: Api) -> None:
    to = list(reversed(api.numbers(5)))
    expect_equal(same_numbers(api.sent(to=to).get("to")), to, "`to`")

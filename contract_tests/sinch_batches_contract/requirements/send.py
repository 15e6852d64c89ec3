"""Send: what is accepted, and what is kept of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._catalogue import requirement
from .._expect import expect, expect_equal, expect_field, expect_refused, expect_status
from .._levels import MUST, SHOULD
from .._material import same_number, same_numbers
from .._outcomes import NotTested

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
        "The whole message, and nothing but the message. " * 40,
    ):
        expect_field(api.sent(body=body), "body", body)


@requirement(
    "SEND-003", MUST, SEND, "The recipients come back, all of them", source="seed: Send, to"
)
def recipients_are_kept(api: Api) -> None:
    to = api.numbers(3)
    expect_equal(sorted(same_numbers(api.sent(to=to).get("to"))), sorted(to), "`to`")


@requirement("SEND-004", MUST, SEND, "The sender comes back", source="seed: Send, from")
def sender_is_kept(api: Api) -> None:
    expect_equal(same_number(api.sent().get("from")), same_number(api.sender), "`from`")


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
    "SEND-011",
    MUST,
    SEND,
    "The parameters come back with all keys, recipients and values",
    source="seed: Send, parameters",
    needs=["parameters"],
)
def parameters_are_kept(api: Api) -> None:
    first, second = api.numbers(2)
    wanted = {
        "name": {first: "Joe", second: "Ünï ${x}", "default": "there"},
        "A.b-c_1": {"default": ""},
    }
    to = [first, second]
    batch = api.sent(to=to, body="Hi ${name}, ${A.b-c_1}!", parameters=wanted)
    parameters = batch.get("parameters")
    expect(isinstance(parameters, dict), "`parameters` must come back")
    came_back = {
        key: {same_number(number): value for number, value in values.items()}
        for key, values in parameters.items()  # type: ignore[union-attr]
    }
    plain = {key: {same_number(n): v for n, v in values.items()} for key, values in wanted.items()}
    expect_equal(came_back, plain, "`parameters`")
    expect_field(batch, "body", "Hi ${name}, ${A.b-c_1}!")


@requirement(
    "SEND-012",
    MUST,
    SEND,
    "A recipient without a value for a parameter doesn't fail the batch",
    source="docs: §5",
    needs=["parameters"],
)
def missing_parameter_value(api: Api) -> None:
    first, second = api.numbers(2)
    document = api.text(to=[first, second], body="Hi ${name}", parameters={"name": {first: "Joe"}})
    expect_status(api.send(document), 201)


@requirement(
    "SEND-013",
    SHOULD,
    SEND,
    "A parameter that the body doesn't use, and one without any value, are accepted",
    source="sdk: §5",
    needs=["parameters"],
)
def unused_parameter(api: Api) -> None:
    expect_status(api.send(api.text(parameters={"unused": {"default": "x"}, "empty": {}})), 201)


@requirement(
    "SEND-014",
    SHOULD,
    SEND,
    "null for an optional field is the same as leaving it out",
    source="inference: §17.9",
)
def null_is_absent(api: Api) -> None:
    batch = api.sent(parameters=None, callback_url=None, delivery_report=None, expire_at=None)
    expect_equal(batch.get("delivery_report", "none"), "none", "`delivery_report`")


@requirement(
    "SEND-015",
    MUST,
    SEND,
    "A report without any callback URL is answered 403 missing_callback_url",
    source="docs: §2.3",
    needs=["callbacks"],
)
def report_without_url(api: Api) -> None:
    answer = api.send(api.text(delivery_report="summary"))
    if answer.status == 201 and "default-callback" not in api.settings.without:
        raise NotTested("the plan seems to have a callback URL (--without default-callback)")
    expect_refused(answer, "missing_callback_url", status=403)


@requirement(
    "SEND-016",
    MUST,
    SEND,
    "Without `from` a batch needs an automatic default originator: else 400",
    source="seed: Send, from: Required if …",
)
def without_sender(api: Api) -> None:
    document = api.text()
    del document["from"]
    answer = api.send(document)
    if "default-originator" in api.settings.without:
        expect_status(answer, 400)
    else:
        expect_status(answer, 201, 400)


@requirement(
    "SEND-017",
    MUST,
    SEND,
    "An unknown group is answered 403 unknown_group",
    source="docs: §2.3",
    needs=["groups"],
)
def unknown_group(api: Api) -> None:
    answer = api.send(api.text(to=[*api.numbers(1), "01ARZ3NDEKTSV4RRFFQ69G5FAV"]))
    expect_refused(answer, "unknown_group", status=403)


@requirement(
    "SEND-018",
    MUST,
    SEND,
    "A refused batch is not stored",
    source="docs: §2.1",
    batches=0,
)
def refused_is_not_stored(api: Api) -> None:
    expect_refused(api.send(api.text(to=[*api.numbers(1), "+1"])))
    page = api.listed(client_reference=api.reference)
    expect(page.get("batches") == [], "a refused batch must not be listed")


@requirement(
    "SEND-019",
    MUST,
    SEND,
    "A missing required field or too many recipients have the code syntax_constraint_violation",
    source="docs: §2.3",
    batches=0,
)
def code_of_a_constraint(api: Api) -> None:
    for left_out in ("to", "body"):
        refused = api.send(api.text(**{left_out: ...}))
        expect_refused(refused, "syntax_constraint_violation")
    many = [f"1555{index:07d}" for index in range(1001)]
    expect_refused(api.send(api.text(to=many)), "syntax_constraint_violation")


@requirement(
    "SEND-020",
    MUST,
    SEND,
    "1000 recipients all come back",
    source="seed: Send, to [ 1 .. 1000 ] items",
)
def most_recipients(api: Api) -> None:
    to = api.numbers(1000)
    expect_equal(sorted(same_numbers(api.sent(to=to).get("to"))), sorted(to), "`to`")


@requirement(
    "SEND-021",
    SHOULD,
    SEND,
    "A number that stands twice in `to` is kept once, in its first place",
    source="inference: §17.13",
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
    source="sdk: §9",
)
def order_of_recipients(api: Api) -> None:
    to = list(reversed(api.numbers(5)))
    expect_equal(same_numbers(api.sent(to=to).get("to")), to, "`to`")

"""Callbacks: what they carry, and where they go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._asking.callbacks import arrived, asking, awaited, mailbox, reports, settled
from .._asking.delivery import INTERMEDIATE, batch_report, entries, odd_reference
from .._asking.expect import expect, expect_equal, expect_field, expect_status, text_in
from .._catalogue.requirement import LISTENING, requirement
from .._judgement.levels import MUST, SHOULD
from .._judgement.outcomes import NotTested
from .._listener import is_signed

if TYPE_CHECKING:
    from .._asking.api import Api

SEND = "send_batch"
MODES = ("summary", "full", "per_recipient", "per_recipient_final")


@requirement(
    "CB-010",
    MUST,
    SEND,
    "Callbacks carry the client reference of the batch, whatever its characters, in every mode",
    source="seed: Send, client_reference: added in the callback",
    batches=4,
    share=LISTENING,
)
def with_reference(api: Api) -> None:
    reference = odd_reference(api)
    for box, id in _one_of_each_mode(api, client_reference=reference):
        for report in arrived(api, box, id, 1):
            expect_field(report, "client_reference", reference)


@requirement(
    "CB-018",
    MUST,
    SEND,
    "A binary batch is called back too, in every mode",
    source="seed: Send, delivery_report",
    needs=["binary"],
    batches=4,
    share=LISTENING,
)
def of_binary(api: Api) -> None:
    sent = []
    for mode in MODES:
        box = mailbox(api)
        asked = api.binary(send_at=..., delivery_report=mode, callback_url=box.url)
        sent.append((box, str(api.sent(asked)["id"])))
    for box, id in sent:
        expect_field(arrived(api, box, id, 1)[0], "batch_id", id)


@requirement(
    "CB-019",
    MUST,
    SEND,
    "A batch is called back at the whole of its URL, as it was written, what follows `?` included",
    source="seed: Send, callback_url",
    share=LISTENING,
)
def whole_url(api: Api) -> None:
    # A tunnel may write escapes in the path in another way.
    path = "/b" if api.settings.callback_url else "/Team%2FNord/S%C3%BCd+1"
    box, query = mailbox(api, below=path), "tenant=7%268+9&name=%C3%84&State=on"
    id = asking(api, box, "summary", callback_url=f"{box.url}?{query}")
    (arrival, *_) = awaited(api, box, id, "a callback", bool)
    expect_equal(arrival.query, query, "what follows `?` in the URL of a callback")


def _one_of_each_mode(api: Api, **fields: Any) -> list[tuple[Any, str]]:
    boxes = [mailbox(api) for _ in MODES]
    return [
        (box, asking(api, box, mode, to=api.numbers(2), **fields))
        for box, mode in zip(boxes, MODES, strict=True)
    ]


@requirement(
    "CB-011",
    MUST,
    SEND,
    "Each batch is called back at its own URL, and at no other",
    source="seed: Send, callback_url",
    batches=4,
    share=LISTENING,
)
def own_url(api: Api) -> None:
    sent = _one_of_each_mode(api)
    for box, id in sent:
        arrived(api, box, id, 1)
    settled(api, *(box for box, _ in sent))
    for box, id in sent:
        others = {str(report["batch_id"]) for report in reports(box.arrivals)} - {id}
        expect(not others, "a callback of another batch came")


@requirement(
    "CB-012",
    MUST,
    SEND,
    "What a scheduled batch sends when it is canceled is an empty report",
    source="seed: Cancel: an empty delivery report",
    needs=["scheduling"],
    batches=2,
    share=LISTENING,
)
def canceled_in_time(api: Api) -> None:
    boxes = [mailbox(api), mailbox(api)]
    for box, mode in zip(boxes, ("summary", "full"), strict=True):
        waiting = api.sent(to=api.numbers(2), delivery_report=mode, callback_url=box.url)
        expect_status(api.cancel(str(waiting["id"])), 200)
    for report in reports(settled(api, *boxes)):
        expect(not entries(report), "`statuses` must be empty")


@requirement(
    "CB-013",
    SHOULD,
    SEND,
    "Callbacks are signed with the secret",
    source="sdk: sources §14.5",
    batches=4,
    share=LISTENING,
)
def signed(api: Api) -> None:
    secret = api.settings.callback_secret
    if secret is None:
        raise NotTested("needs the secret that signs callbacks: --callback-secret")
    nonces = []
    for box, id in _one_of_each_mode(api):
        for arrival in awaited(api, box, id, "a callback", bool):
            expect(is_signed(arrival, secret), "the signature must be that of body, nonce and time")
            nonces.append(arrival.headers.get("x-sinch-webhook-signature-nonce"))
    expect(len(set(nonces)) == len(nonces), "each callback must have a nonce of its own")


@requirement(
    "CB-014",
    MUST,
    SEND,
    "A callback tells what the report tells that can be fetched",
    source="docs: sources §14.1, §14.5",
    needs=["reports", "parameters"],
    share=LISTENING,
)
def as_fetched(api: Api) -> None:
    box, numbers = mailbox(api), api.numbers(4)
    values = {"who": dict.fromkeys(numbers[:2], "you")}
    id = asking(api, box, "full", to=numbers, body="Hi ${who}", parameters=values)
    called = arrived(api, box, id, 1)[0]

    def as_called() -> None:
        fetched = expect_status(batch_report(api, id, type="full"), 200).json
        expect_equal(_states(fetched), _states(called), "`statuses`, once the callback has come")

    api.eventually(as_called)


def _states(report: Any) -> list[tuple[int, str, list[str]]]:
    return sorted((e.code, e.status, sorted(e.recipients or ())) for e in entries(report))


@requirement(
    "CB-015",
    MUST,
    SEND,
    "`summary`, `full` and `per_recipient_final` wait for final statuses",
    source="seed: Send, delivery_report: the final status; docs: sources §14.5",
    batches=4,
    share=LISTENING,
)
def final_only(api: Api) -> None:
    for (box, id), mode in zip(_one_of_each_mode(api), MODES, strict=True):
        if mode == "per_recipient":
            continue
        for report in arrived(api, box, id, 1):
            told = [e.status for e in entries(report)] if "statuses" in report else []
            told += [text_in(report, "status")] if "status" in report else []
            expect(not INTERMEDIATE & set(told), f"`{mode}` must wait for the end, told {told}")


@requirement(
    "CB-016",
    MUST,
    SEND,
    "A message that lacks the value of a parameter is called back as Aborted with 405",
    source="docs: sources §5, sources §14.4",
    needs=["parameters"],
    share=LISTENING,
)
def missing_value(api: Api) -> None:
    box, numbers = mailbox(api), api.numbers(2)
    values = {"who": {numbers[0]: "you"}}
    asked = {"to": numbers, "body": "Hi ${who}", "parameters": values}
    id = asking(api, box, "per_recipient_final", **asked)
    found = {
        text_in(r, "recipient"): (r["code"], text_in(r, "status")) for r in arrived(api, box, id, 2)
    }
    expect_equal(found.get(numbers[1]), (405, "Aborted"), "code and status without a value")
    expect(found.get(numbers[0]) != (405, "Aborted"), "who has a value mustn't get 405")


@requirement(
    "CB-017",
    SHOULD,
    SEND,
    "Callbacks are JSON, and say so",
    source="docs: sources §14.5",
    batches=4,
    share=LISTENING,
)
def media_type(api: Api) -> None:
    for box, id in _one_of_each_mode(api):
        for arrival in awaited(api, box, id, "a callback", bool):
            said = arrival.headers.get("content-type", "").partition(";")[0].strip().lower()
            expect_equal(said, "application/json", "the Content-Type of a callback")

"""Values of untyped users: what is plain is taken, the rest refused in the field's words."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import httpx
import pytest

from sinch_batches import (
    BatchesClient,
    BinarySubmission,
    InvalidRequest,
    TextSubmission,
    TextUpdate,
    UnexpectedAnswer,
)

from .scripted import Scripted, stored


class Mode(StrEnum):
    """An enum of somebody else, with the word of the API."""

    FULL = "full"


NUMBERS = ["15551231234", "15551231235"]
LATER = "2030-01-01T12:00:00+00:00"


@pytest.mark.parametrize(
    ("fields", "sent"),
    [
        ({"delivery_report": "full"}, {"delivery_report": "full"}),
        ({"delivery_report": Mode.FULL}, {"delivery_report": "full"}),
        ({"send_at": LATER}, {"send_at": LATER}),
        ({"send_at": "2030-01-01T12:00:00Z"}, {"send_at": LATER}),
        ({"send_at": datetime(2030, 1, 1, 12, tzinfo=UTC)}, {"send_at": LATER}),
        ({"to": tuple(NUMBERS)}, {"to": NUMBERS}),
        ({"to": dict.fromkeys(NUMBERS).keys()}, {"to": NUMBERS}),
        ({"to": (number for number in NUMBERS)}, {"to": NUMBERS}),
        ({"to": {NUMBERS[0]}}, {"to": NUMBERS[:1]}),
        ({"parameters": {"n": {"default": "x"}}}, {"parameters": {"n": {"default": "x"}}}),
    ],
    ids=lambda value: repr(value).partition(" at 0x")[0][:60],
)
def test_what_is_plain_is_taken(
    client: BatchesClient, api: Scripted, fields: Any, sent: dict[str, object]
) -> None:
    api.will(httpx.Response(201, json=stored()))
    message = TextSubmission(**{"to": ["15551231234"], "body": "Hi", **fields})
    for send in (client.send, client.send_once, client.dry_run):
        api.will(httpx.Response(201, json={**stored(), "number_of_recipients": 1,
                                           "number_of_messages": 1}))  # fmt: skip
        send(message)  # a message can be sent again, whatever its recipients were given as
        body = json.loads(api.requests[-1].content)
        assert {name: body[name] for name in sent} == sent


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"delivery_report": "ful"}, "delivery_report 'ful': must be one of full, none, per_"),
        ({"delivery_report": 3}, "delivery_report 3: must be one of full, none"),
        ({"delivery_report": None}, "delivery_report None: must be one of"),
        ({"send_at": "2030-01-01T12:00:00"}, "send_at .*: must have a time zone"),
        ({"send_at": "tomorrow"}, "send_at 'tomorrow': Invalid isoformat"),
        ({"send_at": date(2030, 1, 1)}, r"send_at 'datetime.date\(2030.*: must be datetime, is d"),
        ({"send_at": None}, "send_at None: must be datetime"),
        ({"send_at": 1893456000}, "send_at 1893456000: must be datetime, is int"),
        ({"to": "15551231234"}, "to '15551231234': must be list of str, is str"),
        ({"to": b"15551231234"}, "to b'15551231234': must be list of str, is bytes"),
        ({"to": {"15551231234": "Joe"}}, "to .*: must be list of str, is dict"),
        ({"to": None}, "to None: must be list of str"),
        ({"to": [15551231234]}, "to .*: item 0: must be str, is int"),
        ({"to": ["15551231234", None]}, "to .*: item 1: must be str"),
        ({"body": None}, "body None: must be str"),
        ({"body": b"Hi"}, "body b'Hi': must be str, is bytes"),
        ({"parameters": {"n": "x"}}, "parameters .*: must be like"),
        ({"parameters": {"n": {"default": 5}}}, "parameters .*: n: default: must be str, is int"),
        ({"parameters": {"n": {15551231234: "Joe"}}}, "parameters .*: n: must have keys of str"),
        ({"parameters": {"n": ["ab"]}}, "parameters .*: must be like"),
        ({"parameters": {"n": [("default", "x")]}}, "parameters .*: must be like"),
        ({"type_": "mt_binary"}, "type_ 'mt_binary': must be 'mt_text', is str"),
        ({"type_": None}, "type_ None: must be 'mt_text'"),
        ({"client_reference": UUID(int=5)}, "client_reference .*: must be str, is UUID"),
        ({"feedback_enabled": "yes"}, "feedback_enabled 'yes': must be bool"),
        ({"from_ton": True}, "from_ton True: must be int, is bool"),
        ({"from_": 15550000000}, "from_ 15550000000: must be str"),
    ],
    ids=lambda value: repr(value).partition(" at 0x")[0][:60],
)
def test_the_rest_is_refused_by_field_value_and_rule(
    client: BatchesClient, api: Scripted, fields: Any, said: str
) -> None:
    for send in (client.send, client.send_once, client.dry_run):
        with pytest.raises(InvalidRequest, match=said):
            send(TextSubmission(**{"to": ["15551231234"], "body": "Hi", **fields}))
    assert not api.requests


def test_what_is_set_later_is_checked_as_well(client: BatchesClient, api: Scripted) -> None:
    message = TextSubmission(to=["15551231234"], body="Hi")
    message.send_at = "soon"  # type: ignore[assignment]
    with pytest.raises(InvalidRequest, match="send_at 'soon'"):
        client.send(message)
    api.will(httpx.Response(201, json=stored()))
    message.send_at = LATER  # type: ignore[assignment]
    client.send(message)
    assert message.send_at == LATER  # the given one stays
    update: Any = {"to_add": {"15551231235"}, "delivery_report": "none", "expire_at": None}
    client.update("A", TextUpdate(**update))
    assert json.loads(api.requests[-1].content) == {
        "to_add": ["15551231235"], "delivery_report": "none", "expire_at": None
    }  # fmt: skip


def test_filters_are_checked_like_fields(client: BatchesClient, api: Scripted) -> None:
    wrong: list[tuple[str, Any]] = [
        ("page_size", "30"), ("start_date", "yesterday"), ("end_date", date(2030, 1, 1)),
        ("client_reference", UUID(int=1)), ("from_", 5), ("from_", [5]), ("from_", ["1,2"]),
        ("from_", ""), ("client_reference", ""),
    ]  # fmt: skip
    for name, value in wrong:
        with pytest.raises(InvalidRequest, match=name):
            client.list_page(**{name: value})
    with pytest.raises(TypeError, match="there is no filter form"):
        next(client.list(form="1"))  # type: ignore[call-arg]
    with pytest.raises(InvalidRequest, match="page "):
        client.list_page("1")  # type: ignore[arg-type]
    with pytest.raises(InvalidRequest, match="per_recipient 'yes': must be bool"):
        client.dry_run(TextSubmission(to=["1"], body=""), per_recipient="yes")  # type: ignore[arg-type]
    assert not api.requests
    api.will(httpx.Response(200, json={"page": 0, "page_size": 0, "count": 0, "batches": []}))
    client.list_page(start_date=LATER, from_={"44345"})  # type: ignore[arg-type]
    assert api.requests[-1].url.params["start_date"] == LATER


def test_recipients_of_feedback_are_any_strings(client: BatchesClient, api: Scripted) -> None:
    api.will(httpx.Response(202))
    client.send_delivery_feedback("A", (number for number in NUMBERS))
    assert json.loads(api.requests[-1].content) == {"recipients": NUMBERS}
    with pytest.raises(InvalidRequest, match=r"recipients .*: item 0: must be str"):
        client.send_delivery_feedback("A", [15551231234])  # type: ignore[list-item]


@pytest.mark.parametrize("content", [b"<html>Log in</html>", b"OK", b"[]", b"null"])
def test_feedback_that_a_login_page_answers_isnt_taken_for_given(
    client: BatchesClient, api: Scripted, content: bytes
) -> None:
    api.will(httpx.Response(200, content=content))
    with pytest.raises(UnexpectedAnswer, match="neither empty nor a JSON object"):
        client.send_delivery_feedback("A", NUMBERS)


def test_newlines_within_base64_are_refused_and_around_it_taken(
    client: BatchesClient, api: Scripted
) -> None:
    with pytest.raises(InvalidRequest, match=r"body 'AAEC\\nAw==': must be bytes, or text in"):
        client.send(BinarySubmission(to=["1"], body="AAEC\nAw==", udh=b"\0"))
    api.will(httpx.Response(201, json=stored()))
    client.send(BinarySubmission(to=["1"], body="AAECAw==\n", udh=b"\0"))
    client.send(BinarySubmission(to=["1"], body=bytearray(b"\0"), udh=memoryview(b"\0")))  # type: ignore[arg-type]
    assert b'"udh":"00"' in api.requests[-1].content

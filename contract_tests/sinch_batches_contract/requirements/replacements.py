"""What is sent of a batch that replaces another, in whatever state that is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from .._asking.delivery import batch_report, entries, final_report, recipient_report, sent_now
from .._asking.due import reported
from .._asking.expect import expect, expect_equal, expect_field, expect_status
from .._catalogue.requirement import requirement
from .._judgement.levels import MUST
from .._judgement.outcomes import NotTested
from .._material.numbers import same_numbers
from .._material.patience import Patience
from .sending import names

if TYPE_CHECKING:
    from .._asking.api import Api

_REPLACE = "replace_batch"
_NEEDS = ["reports", "scheduling"]
_AS_NEW = "seed: Replace: the same as cancelling a batch and sending a new one"


@requirement(
    "SENT-replacement@replace_batch",
    MUST,
    _REPLACE,
    "What is sent of a replaced batch, and to whom, is the replacement, with its client reference",
    source="seed: Replace; Send, client_reference; docs: sources §14.1, sources §14.4",
    needs=_NEEDS,
)
def replacement(api: Api) -> None:
    other, numbers = api.afresh(), api.numbers(3)
    former = api.sent(to=numbers[:2], body="x" * 400, max_number_of_message_parts=2)
    answer = api.replace(str(former["id"]), other.text(to=numbers[1:], body="Hi", send_at=...))
    id = str(expect_status(answer, 200).json["id"])
    report = reported(api, id)
    expect_equal(names(report), sorted(same_numbers(numbers[1:])), "`recipients`")
    expect(411 not in [entry.code for entry in entries(report)], "the old body mustn't be measured")
    of_one = expect_status(recipient_report(api, id, numbers[1]), 200).json
    for told in (report, of_one):
        expect_field(told, "client_reference", other.reference)


@requirement(
    "REP-012",
    MUST,
    _REPLACE,
    "A batch may be replaced by one of the other type; without a type it becomes a text",
    source=f"{_AS_NEW}; Replace, type, Default: mt_text",
    needs=["binary", "scheduling"],
    batches=2,
)
def other_type(api: Api) -> None:
    for former, latter in ((api.binary(), api.text()), (api.text(), api.binary())):
        answer = api.replace(str(api.sent(former)["id"]), latter)
        shown = expect_status(answer, 200).json
        for batch in (shown, api.stored(str(shown["id"]))):
            expect_equal(batch.get("type", "mt_text"), latter.get("type", "mt_text"), "`type`")
            expect_field(batch, "body", latter["body"])
            expect("udh" in batch or "udh" not in latter, "`udh` must be there")


_NONE, _OWN = {"who": {"12015550199": "me"}}, {"who": {"default": "you"}}
_LIMIT = {"max_number_of_message_parts": 2}
# What was there, what replaces it, and whether its messages are aborted for it.
_MEASURED: tuple[tuple[str, int, str, tuple[tuple[dict[str, Any], dict[str, Any], bool], ...]], ...]
_MEASURED = (
    (
        *("limit", 411, "limit of parts"),
        (
            ({"body": "Hi", **_LIMIT}, {"body": "x" * 400}, False),
            ({"body": "Hi"}, {"body": "x" * 400, **_LIMIT}, True),
        ),
    ),
    (
        *("values", 405, "parameters"),
        (
            ({"body": "${who}", "parameters": _NONE}, {"parameters": _OWN}, False),
            ({"body": "${who}", "parameters": _OWN}, {"parameters": _NONE}, True),
        ),
    ),
)


def _is_measured_alone(code: int, cases: Any, api: Api) -> None:
    reports = []
    for former, own, is_aborted in cases:
        fields = {"body": "Hi ${who}", **own}
        answer = api.replace(str(api.sent(**former)["id"]), api.text(send_at=..., **fields))
        reports.append((str(expect_status(answer, 200).json["id"]), is_aborted))
    for id, is_aborted in reports:
        codes = [entry.code for entry in entries(reported(api, id))]
        expect_equal(code in codes, is_aborted, f"that the replacement's code is {code}")


for _name, _code, _told, _cases in _MEASURED:
    requirement(
        f"SENT-{_name}@{_REPLACE}",
        MUST,
        _REPLACE,
        f"Whether a replacement's messages are aborted goes by its own {_told}, and no others",
        source="seed: Replace: all the parameters; docs: sources §5, sources §6, sources §14.4",
        needs=[*_NEEDS, *(["parameters"] if _name == "values" else [])],
        batches=4,
    )(partial(_is_measured_alone, _code, _cases))


def _gone(api: Api, state: str) -> str:
    """Return the id of a batch that has left, or was canceled before it did."""
    if state == "left":
        id = sent_now(api)
        final_report(api, id)
        return id
    id = str(api.sent()["id"])
    expect_status(api.cancel(id), 200)
    return id


def _replaced(api: Api, state: str, **fields: Any) -> str:
    """Return the id of what replaces it; NotTested unless it may be replaced, and is anew."""
    id = _gone(api, state)
    answer = api.replace(id, api.text(to=api.numbers(3)[1:], **fields))
    if answer.status in (400, 403, 404):
        raise NotTested("what has left, or was canceled, can't be replaced on this server")
    if expect_status(answer, 200).json.get("canceled") is True:
        raise NotTested("what replaces a canceled batch is canceled on this server")
    return str(answer.json.get("id", id))


def _is_sent(state: str, api: Api) -> None:
    id, others = _replaced(api, state, send_at=...), set(same_numbers(api.numbers(3)[1:]))
    final_report(api, sent_now(api, to=api.numbers(3)[1:]))

    def named() -> bool:
        return others <= {*names(expect_status(batch_report(api, id, type="full"), 200).json)}

    patience = Patience(api.settings.delivery_wait)
    while not named() and patience.left > 0:
        patience.step()
    expect(named(), "the replacement must be sent: what was sent after it is, and has its report")


for _state, _told in (("left", "that has left"), ("canceled", "that was canceled")):
    requirement(
        f"SENT-{_state}@{_REPLACE}",
        MUST,
        _REPLACE,
        f"What replaces a batch {_told} is sent to whom it names itself",
        source=_AS_NEW,
        needs=_NEEDS,
        batches=3,
    )(partial(_is_sent, _state))


@requirement(
    f"SENT-later@{_REPLACE}",
    MUST,
    _REPLACE,
    "What replaces a batch that has left waits for its own send_at, and can be updated till then",
    source=f"{_AS_NEW}; Replace, send_at: the message will be delayed until send_at occurs",
    needs=_NEEDS,
    batches=3,
)
def waits(api: Api) -> None:
    id, others = _replaced(api, "left"), set(same_numbers(api.numbers(3)[1:]))
    final_report(api, sent_now(api, to=api.numbers(3)[1:]))
    report = expect_status(batch_report(api, id, type="full"), 200, 404)
    for entry in entries(report.json) if report.status == 200 else ():
        sent = others & set(same_numbers(entry.recipients or []))
        expect(entry.status == "Queued" or not sent, "what waits for its send_at mustn't be sent")
    expect_status(api.update(id, {"body": "Changed"}), 200)

"""What isn't sent: a batch that was put off, replaced or canceled before it was due."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from .._asking.delivery import batch_report, entries
from .._asking.due import Due, due_soon, has_left, reported
from .._asking.expect import expect, expect_status
from .._catalogue.requirement import requirement
from .._judgement.levels import MUST
from .._material.times import later, stamp
from .._spec.page import SECTIONS
from .changes import expect_still_canceled

if TYPE_CHECKING:
    from .._asking.api import Api
    from .._line import Answer

_UPDATE, _REPLACE, _CANCEL = "update_batch", "replace_batch", "cancel_batch"
_NEEDS = ["reports", "scheduling"]


def _put_off(operation: str, api: Api, id: str) -> Answer:
    if operation == _REPLACE:
        return api.replace(id, api.text())
    return api.update(id, {"send_at": stamp(later())})


def _isnt_sent_when_it_was_due(operation: str, api: Api) -> None:
    due = due_soon(api)
    id, unchanged = (str(api.sent(send_at=due.send_at)["id"]) for _ in "12")
    answer = due.expect_changed(_put_off(operation, api, id))
    due.wait()
    reported(api, unchanged)
    # Who cancels what is replaced and sends a new batch gives it an id of its own.
    for each in {id, str(answer.json.get("id", id))}:
        report = batch_report(api, each)
        expect(not has_left(report), "nothing may be sent at the moment that doesn't hold any more")


for _operation, _title, _source in (
    (
        _UPDATE,
        "A batch that an update puts off isn't sent when it was due before",
        "seed: Update, send_at: the message will be delayed until send_at occurs",
    ),
    (
        _REPLACE,
        "A batch that is replaced by a later one isn't sent when it was due before",
        "seed: Replace: the same as cancelling a batch and sending a new one",
    ),
):
    requirement(
        f"SENT-off@{_operation}", MUST, _operation, _title, source=_source, needs=_NEEDS, batches=3
    )(partial(_isnt_sent_when_it_was_due, _operation))


def _changed_and_canceled(operation: str, api: Api) -> tuple[str, Due]:
    """Return the id of a batch that was due soon, was changed by an operation, and canceled."""
    due = due_soon(api)
    id = str(api.sent(send_at=due.send_at)["id"])
    if operation == _UPDATE:
        due.expect_changed(api.update(id, {"body": "Changed"}))
    elif operation == _REPLACE:
        replaced = due.expect_changed(api.replace(id, api.text(send_at=due.send_at)))
        id = str(replaced.json.get("id", id))
    due.expect_changed(api.cancel(id))
    return id, due


@requirement(
    f"SENT-off@{_CANCEL}",
    MUST,
    _CANCEL,
    "A batch that is canceled before it is due isn't sent, and stays canceled, changed or not",
    source="seed: Cancel: an empty delivery report; Get, canceled",
    needs=_NEEDS,
    batches=5,
)
def canceled(api: Api) -> None:
    # Each has a moment of its own, so that there is time enough for it on a long way.
    found = {each: _changed_and_canceled(each, api) for each in ("send_batch", _UPDATE, _REPLACE)}
    unchanged = str(api.sent(send_at=found[_REPLACE][1].send_at)["id"])
    found[_REPLACE][1].wait()
    reported(api, unchanged)
    for operation, (id, _) in found.items():
        sent = entries(expect_status(batch_report(api, id), 200).json)
        expect(not sent, f"what is canceled after {SECTIONS[operation]} must have an empty report")
        expect_still_canceled(api, id)

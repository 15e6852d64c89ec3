"""Delivery feedback: accepted, and answered with nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._asking.due import due_soon, reported
from .._asking.expect import expect, expect_refused, expect_status, expect_unchanged
from .._catalogue.requirement import requirement
from .._judgement.levels import MUST, SHOULD

if TYPE_CHECKING:
    from .._asking.api import Api

FEEDBACK = "send_delivery_feedback"


def _waiting(api: Api, count: int = 1) -> str:
    """Return the id of a batch that waits for feedback of so many recipients; it is sent."""
    return str(api.sent(api.confirmable(to=api.numbers(count)))["id"])


@requirement(
    "FB-001",
    MUST,
    FEEDBACK,
    "Feedback is answered 202 with an empty body",
    source="seed: Feedback, 202",
)
def accepted(api: Api) -> None:
    answer = expect_status(api.feedback(_waiting(api), {"recipients": api.numbers(1)}), 202)
    expect(answer.content == b"", f"the body of the 202 must be empty, was {answer.text[:100]!r}")


@requirement(
    "FB-002",
    MUST,
    FEEDBACK,
    "An empty list of recipients is accepted: it stands for all",
    source="seed: Feedback, recipients",
)
def feedback_for_all(api: Api) -> None:
    expect_status(api.feedback(_waiting(api, 2), {"recipients": []}), 202)


@requirement(
    "FB-003",
    MUST,
    FEEDBACK,
    "Feedback may be sent several times, for different recipients",
    source="seed: Feedback, Batches",
)
def repeated_feedback(api: Api) -> None:
    id = _waiting(api, 2)
    for number in api.numbers(2):
        expect_status(api.feedback(id, {"recipients": [number]}), 202)


@requirement(
    "FB-006",
    MUST,
    FEEDBACK,
    "Feedback for all doesn't end feedback: more is accepted",
    source="seed: Feedback: possible to submit feedback multiple times for the same batch",
)
def feedback_after_feedback_for_all(api: Api) -> None:
    id = _waiting(api, 2)
    for recipients in ([], api.numbers(1), [], api.numbers(2)):
        expect_status(api.feedback(id, {"recipients": recipients}), 202)


@requirement(
    "FB-010",
    MUST,
    FEEDBACK,
    "A batch that was updated takes feedback, of a recipient who was added too",
    source="seed: Feedback, feedback_enabled; Update, to_add",
    needs=["reports", "scheduling"],
    batches=2,
)
def feedback_after_an_update(api: Api) -> None:
    due, numbers = due_soon(api), api.numbers(2)
    id = str(api.sent(to=numbers[:1], feedback_enabled=True, send_at=due.send_at)["id"])
    due.expect_changed(api.update(id, {"body": "Hi", "to_add": numbers[1:]}))
    due.wait()
    reported(api, id)
    for recipients in (numbers[1:], numbers, []):
        expect_status(api.feedback(id, {"recipients": recipients}), 202)


@requirement(
    "FB-004",
    SHOULD,
    FEEDBACK,
    "Feedback on a batch without feedback_enabled is refused",
    source="seed: Feedback, feedback_enabled; decision 61",
    batches=2,
)
def feedback_not_enabled(api: Api) -> None:
    for batch in (api.sent(send_at=...), api.sent(send_at=..., feedback_enabled=False)):
        expect_status(api.feedback(batch["id"], {"recipients": api.numbers(1)}), 400, 403)


@requirement(
    "FB-005",
    SHOULD,
    FEEDBACK,
    "Feedback on a batch without feedback_enabled is refused with 400",
    source="inference: decision 45",
)
def status_if_not_enabled(api: Api) -> None:
    expect_refused(api.feedback(api.sent(send_at=...)["id"], {"recipients": []}))


@requirement(
    "FB-007",
    SHOULD,
    FEEDBACK,
    "Feedback for a number outside the batch is accepted",
    source="inference: decision 47",
)
def number_outside_the_batch(api: Api) -> None:
    expect_status(api.feedback(_waiting(api), {"recipients": ["12015550199"]}), 202)


@requirement(
    "FB-008",
    SHOULD,
    FEEDBACK,
    "Feedback doesn't change the batch",
    source="inference: decision 49",
)
def batch_is_unchanged(api: Api) -> None:
    batch = api.sent(feedback_enabled=True)
    api.feedback(batch["id"], {"recipients": api.numbers(1)})
    expect_unchanged(api.stored(batch["id"]), batch)


@requirement(
    "FB-009",
    SHOULD,
    FEEDBACK,
    "Feedback on a batch that is scheduled or canceled is accepted",
    source="inference: decision 48",
    needs=["scheduling"],
)
def feedback_in_any_state(api: Api) -> None:
    id = api.sent(feedback_enabled=True)["id"]
    expect_status(api.feedback(id, {"recipients": []}), 202)
    expect_status(api.cancel(id), 200)
    expect_status(api.feedback(id, {"recipients": []}), 202)

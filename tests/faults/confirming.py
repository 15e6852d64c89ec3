"""Delivery feedback."""

from __future__ import annotations

from typing import Any

from sinch_batches_server._rules import feedback, recipients

from .exchange import Answer, Document, Proceed, Request
from .registry import semantic, syntactic
from .surgery import Surgery, nothing


@semantic("feedback-not-enabled", "Feedback is accepted though it wasn't enabled", "FB-004")
def feedback_not_enabled(server: Surgery) -> None:
    server.replace(feedback, "check", lambda _: nothing)


@semantic("feedback-group-empty", "Feedback for a group may be empty", "GRP-002")
def feedback_group_empty(server: Surgery) -> None:
    server.replace(
        feedback, "check", lambda check: lambda batch, numbers: check(batch, numbers or ["1"])
    )


@semantic("feedback-empty-refused", "Feedback for all recipients is refused", "FB-002")
def feedback_empty_refused(server: Surgery) -> None:
    _refused_if(server, lambda document: document.get("recipients") == [])


@semantic(
    "feedback-plus-refused",
    "Feedback for a number with + is refused",
    "RECIPIENT-*@send_delivery_feedback.recipients",
)
def feedback_plus_refused(server: Surgery) -> None:
    _refused_if(server, lambda document: "+" in str(document.get("recipients")))


def _refused_if(server: Surgery, condition: Any) -> None:
    async def refuse(request: Request, proceed: Proceed) -> Answer:
        if request.operation == "feedback" and condition(request.document):
            return Answer.error(400)
        return await proceed(request)

    server.around(refuse)


@semantic("feedback-once", "Feedback is accepted once per batch", "FB-003")
def feedback_once(server: Surgery) -> None:
    given: set[str] = set()

    async def once(request: Request, proceed: Proceed) -> Answer:
        if request.operation != "feedback":
            return await proceed(request)
        if request.batch_id in given:
            return Answer.error(400)
        answer = await proceed(request)
        if answer.status == 202:
            given.add(request.batch_id)
        return answer

    server.around(once)


@semantic("feedback-cancels", "Feedback cancels the batch", "FB-008")
def feedback_cancels(server: Surgery) -> None:
    async def cancel(request: Request, proceed: Proceed) -> Answer:
        answer = await proceed(request)
        if request.operation == "feedback" and answer.status == 202:
            await proceed(
                Request("DELETE", request.plan, request.path[:2], [], request.headers, b"")
            )
        return answer

    server.around(cancel)


@syntactic(
    "feedback-no-recipients",
    "Feedback without `recipients` is accepted",
    "BOUND-*-recipients-required BOUND-*-recipients-required",
)
def feedback_no_recipients(server: Surgery) -> None:
    server.documents(lambda document: document.setdefault("recipients", []), "feedback")


@syntactic(
    "feedback-no-list", "`recipients` may be a single string", "BOUND-*-recipients-type-scalar"
)
def feedback_no_list(server: Surgery) -> None:
    def listed(document: Document) -> None:
        if isinstance(document.get("recipients"), str):
            document["recipients"] = []

    server.documents(listed, "feedback")


@syntactic(
    "feedback-letters",
    "Feedback may be for what is no number",
    "RECIPIENT-*@send_delivery_feedback.recipients",
)
def feedback_letters(server: Surgery) -> None:
    server.replace(recipients, "numbers", lambda _: lambda texts, _: tuple(texts))


@syntactic("feedback-unknown-202", "Feedback for an unknown batch is accepted", "HTTP-015")
def feedback_unknown_202(server: Surgery) -> None:
    def accept(_: Request, answer: Answer) -> None:
        if answer.status == 404:
            answer.status, answer.body = 202, b""

    server.answers(accept, "feedback")

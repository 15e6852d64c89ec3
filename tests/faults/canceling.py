"""Canceling that forgets, refuses, or goes too far."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sinch_batches_server._rules import batches, errors, lifetime

from .exchange import Answer, Document, Proceed, Request
from .registry import semantic
from .surgery import Surgery


@semantic(
    "cancel-deletes",
    "A canceled batch is gone",
    "READBACK-* STATE-canceled@get_batch LIST-012",
)
def cancel_deletes(server: Surgery) -> None:
    gone: set[str] = set()

    async def forget(request: Request, proceed: Proceed) -> Answer:
        if request.operation in ("get", "update", "replace", "cancel") and request.batch_id in gone:
            return Answer(404)
        answer = await proceed(request)
        if request.operation == "cancel" and answer.status == 200:
            gone.add(request.batch_id)
        return answer

    server.around(forget)


@semantic("cancel-again-404", "Canceling twice is answered with 404", "CAN-006")
def cancel_again_404(server: Surgery) -> None:
    _second_cancel(server, Answer(404))


@semantic("cancel-again-403", "Canceling twice is refused", "CAN-006")
def cancel_again_403(server: Surgery) -> None:
    _second_cancel(server, Answer.error(403, "conflict_send_at"))


def _second_cancel(server: Surgery, refusal: Answer) -> None:
    canceled: set[str] = set()

    async def once(request: Request, proceed: Proceed) -> Answer:
        if request.operation == "cancel":
            if request.batch_id in canceled:
                return Answer(refusal.status, dict(refusal.headers), refusal.body)
            answer = await proceed(request)
            if answer.status == 200:
                canceled.add(request.batch_id)
            return answer
        return await proceed(request)

    server.around(once)


@semantic("cancel-toggles", "Canceling twice takes the first back", "CAN-006")
def cancel_toggles(server: Surgery) -> None:
    server.replace(
        batches,
        "canceled",
        lambda _: (
            lambda stored, now: replace(stored, canceled=not stored.canceled, modified_at=now)
        ),
    )


@semantic("cancel-sent-refused", "A batch that has left can't be canceled", "CAN-005")
def cancel_sent_refused(server: Surgery) -> None:
    def canceling(cancel: Any) -> Any:
        def canceled(stored: Any, now: int) -> Any:
            if not stored.canceled and lifetime.is_dispatched(stored, now):
                raise errors.forbidden("conflict_send_at", "It has left.")
            return cancel(stored, now)

        return canceled

    server.replace(batches, "canceled", canceling)


@semantic("cancel-sent-ignored", "Canceling a batch that has left does nothing", "CAN-005")
def cancel_sent_ignored(server: Surgery) -> None:
    def canceling(cancel: Any) -> Any:
        def canceled(stored: Any, now: int) -> Any:
            return stored if lifetime.is_dispatched(stored, now) else cancel(stored, now)

        return canceled

    server.replace(batches, "canceled", canceling)


@semantic("cancel-unshown", "Cancel answers with `canceled` false", "CAN-001")
def cancel_unshown(server: Surgery) -> None:
    server.batches(lambda batch: batch.update(canceled=False), "cancel")


@semantic(
    "cancel-unkept",
    "A canceled batch is read as not canceled",
    "READBACK-* STATE-canceled@get_batch",
)
def cancel_unkept(server: Surgery) -> None:
    server.batches(lambda batch: batch.update(canceled=False), "get", "list")


@semantic(
    "cancel-unlisted",
    "A canceled batch is listed as not canceled",
    "READBACK-update@list_batches LIST-012",
)
def cancel_unlisted(server: Surgery) -> None:
    server.batches(lambda batch: batch.update(canceled=False), "list")


@semantic("cancel-modified-kept", "Canceling doesn't move modified_at", "STATE-later@cancel_batch")
def cancel_modified_kept(server: Surgery) -> None:
    def canceling(cancel: Any) -> Any:
        return lambda stored, now: replace(cancel(stored, now), modified_at=stored.modified_at)

    server.replace(batches, "canceled", canceling)


@semantic("cancel-empties", "Canceling removes the recipients but one", "CAN-003")
def cancel_empties(server: Surgery) -> None:
    def canceling(cancel: Any) -> Any:
        return lambda stored, now: replace(cancel(stored, now), to=stored.to[:1])

    server.replace(batches, "canceled", canceling)


@semantic(
    "cancel-request-shape",
    "Cancel answers in the form of a request, as the page shows",
    "CAN-001 CAN-003",
)
def cancel_request_shape(server: Surgery) -> None:
    def strip(batch: Document) -> None:
        for name in ("id", "canceled", "created_at", "modified_at"):
            batch.pop(name, None)

    server.batches(strip, "cancel")

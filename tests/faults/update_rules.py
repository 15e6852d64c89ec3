"""Updates of batches that can't be updated, or that break a rule."""

from __future__ import annotations

from typing import Any

from sinch_batches_server._rules import cross_field, errors, lifetime, updates

from .exchange import Answer, Document, Proceed, Request
from .registry import semantic, syntactic
from .surgery import Surgery, nothing


@syntactic("null-refused", "An update with null is refused", "FIELD-reset@update_batch.*")
def null_refused(server: Surgery) -> None:
    async def refuse(request: Request, proceed: Proceed) -> Answer:
        if request.operation == "update" and None in request.document.values():
            return Answer.error(400)
        return await proceed(request)

    server.around(refuse)


@semantic("update-none-left", "An update may remove every recipient", "UPD-024")
def update_none_left(server: Surgery) -> None:
    server.replace(cross_field, "check_number_of_recipients", lambda _: nothing)


@syntactic("update-remove-unknown", "Removing a recipient that isn't there is refused", "UPD-022")
def update_remove_unknown(server: Surgery) -> None:
    def updating(update: Any) -> Any:
        def strictly(to: Any, added: Any, removed: Any) -> Any:
            if not set(removed) <= {*to, *added}:
                raise errors.constraint("to_remove: not a recipient.")
            return update(to, added, removed)

        return strictly

    server.replace(updates, "updated_recipients", updating)


@semantic("update-dispatched", "A batch that has left can be updated", "UPD-018 UPD-029")
def update_dispatched(server: Surgery) -> None:
    server.replace(lifetime, "is_dispatched", lambda _: lambda *_: False)


@syntactic(
    "update-dispatched-400", "Updating a batch that has left is answered with 400", "UPD-018"
)
def update_dispatched_400(server: Surgery) -> None:
    def change(answer: Answer) -> None:
        if answer.document.get("code") == "batch_already_dispatched":
            answer.status = 400

    server.refusals(change, 403)


@syntactic(
    "update-dispatched-409", "Updating a batch that has left is answered with 409", "UPD-018"
)
def update_dispatched_409(server: Surgery) -> None:
    def change(answer: Answer) -> None:
        if answer.document.get("code") == "batch_already_dispatched":
            answer.status = 409

    server.refusals(change, 403)


@syntactic("update-dispatched-code", "Updating a batch that has left gives another code", "UPD-018")
def update_dispatched_code(server: Surgery) -> None:
    def change(answer: Answer) -> None:
        if answer.document.get("code") == "batch_already_dispatched":
            answer.document = {**answer.document, "code": "conflict_send_at"}

    server.refusals(change, 403)


@semantic(
    "update-scheduled-refused",
    "A scheduled batch can't be updated",
    "FIELD-changed-alone@update_batch.* READBACK-* UPD-005",
)
def update_scheduled_refused(server: Surgery) -> None:
    server.replace(lifetime, "is_dispatched", lambda _: lambda *_: True)


@semantic("update-type-changed", "An update with another type changes the type", "UPD-021")
def update_type_changed(server: Surgery) -> None:
    def drop(document: Document) -> None:
        document.pop("type", None)

    server.documents(drop, "update")


@semantic(
    "update-type-refused",
    "An update with the batch's own type is refused",
    "BOUND-update_batch-*-type-const",
)
def update_type_refused(server: Surgery) -> None:
    async def refuse(request: Request, proceed: Proceed) -> Answer:
        if request.operation == "update" and "type" in request.document:
            return Answer.error(400)
        return await proceed(request)

    server.around(refuse)


@semantic(
    "update-callback-unchecked",
    "An update may ask for reports without any URL",
    "RULE-report-to-nowhere@update_batch",
)
def update_callback_unchecked(server: Surgery) -> None:
    _unchecked_in_update(server, "check_callback")


@semantic(
    "update-size-unchecked",
    "An update may make a binary message too long",
    "RULE-bytes-140-with-stored-udh@update_batch",
)
def update_size_unchecked(server: Surgery) -> None:
    _unchecked_in_update(server, "check_binary_size")


def _unchecked_in_update(server: Surgery, name: str) -> None:
    state = {"updating": False}

    def updating(update: Any) -> Any:
        def updated(*args: Any) -> Any:
            state["updating"] = True
            try:
                return update(*args)
            finally:
                state["updating"] = False

        return updated

    server.replace(updates, "updated", updating)
    server.replace(
        cross_field, name, lambda check: lambda *args: None if state["updating"] else check(*args)
    )


@semantic(
    "update-expiry-unchecked",
    "An update may put expire_at before send_at",
    "RULE-expiry-before-stored-sending@update_batch RULE-expiry-before-sending@update_batch",
)
def update_expiry_unchecked(server: Surgery) -> None:
    def updating(update: Any) -> Any:
        def unchecked(stored: Any, given: Any, now: int) -> Any:
            if given.get("expire_at") is None:
                return update(stored, given, now)
            changes = update(stored, {**given, "expire_at": None}, now)
            return {**changes, "expire_at": given["expire_at"]}

        return unchecked

    server.replace(updates, "updated_schedule", updating)


@syntactic("update-unknown-201", "Updating an unknown batch creates one", "HTTP-015")
def update_unknown_201(server: Surgery) -> None:
    async def create(request: Request, proceed: Proceed) -> Answer:
        answer = await proceed(request)
        if request.operation == "update" and answer.status == 404:
            request.path = ["batches"]
            request.document = {"to": ["15550001111"], "body": "new"}
            return await proceed(request)
        return answer

    server.around(create)

"""Updates that change too much, too little, or what they mustn't."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sinch_batches_server._rules import lifetime, updates

from .exchange import Answer, Document, Proceed, Request
from .registry import semantic
from .surgery import Surgery


def _afterwards(server: Surgery, change: Callable[[Any, Any], Any]) -> None:
    """Change what an update makes of a batch: `change` gets the old and the new one."""

    def updating(update: Any) -> Any:
        def updated(stored: Any, document: Any, plan: Any, now: int) -> Any:
            return change(stored, update(stored, document, plan, now))

        return updated

    server.replace(updates, "updated", updating)


def _ignored(id: str, name: str, requirements: str) -> None:  # noqa: A002
    def apply(server: Surgery) -> None:
        server.documents(lambda document: document.pop(name, None), "update")

    semantic(id, f"An update ignores {name}", requirements)(apply)


_ignored("update-no-add", "to_add", "UPD-005")
_ignored("update-no-remove", "to_remove", "UPD-005")
_ignored(
    "update-no-body",
    "body",
    "FIELD-changed-alone@update_batch.* FIELD-reset@update_batch.* UPD-034 READBACK-*",
)
_ignored("update-no-from", "from", "FIELD-changed-alone@update_batch.from")
_ignored(
    "update-no-report",
    "delivery_report",
    "FIELD-changed-alone@update_batch.*",
)
_ignored(
    "update-no-send-at",
    "send_at",
    "FIELD-changed-alone@update_batch.* READBACK-* RULE-expiry-by-default@update_batch",
)
_ignored("update-no-expire-at", "expire_at", "FIELD-changed-alone@update_batch.expire_at")
_ignored(
    "update-no-callback",
    "callback_url",
    "FIELD-changed-alone@update_batch.*",
)
_ignored("update-no-reference", "client_reference", "FIELD-changed-alone@update_batch.*")


def _null_ignored(id: str, name: str, requirements: str) -> None:  # noqa: A002
    def apply(server: Surgery) -> None:
        def ignore(document: Document) -> None:
            if document.get(name, "") is None:
                del document[name]

        server.documents(ignore, "update")

    semantic(id, f"null doesn't reset {name}", requirements)(apply)


_null_ignored("null-report", "delivery_report", "FIELD-reset@update_batch.*")
_null_ignored("null-send-at", "send_at", "FIELD-reset@update_batch.send_at")
_null_ignored("null-expire-at", "expire_at", "FIELD-reset@update_batch.expire_at")
_null_ignored("null-callback", "callback_url", "FIELD-reset@update_batch.*")
_null_ignored("null-parameters", "parameters", "FIELD-reset@update_batch.parameters")
_null_ignored("null-reference", "client_reference", "FIELD-reset@update_batch.*")


@semantic(
    "update-resets",
    "An update resets the fields that it doesn't give",
    "FIELD-changed-alone@update_batch.* READBACK-*",
)
def update_resets(server: Surgery) -> None:
    def updating(update: Any) -> Any:
        def updated(stored: Any, document: Any, plan: Any, now: int) -> Any:
            plain = replace(stored, client_reference=None, flash_message=False, parameters=None)
            return update(plain, document, plan, now)

        return updated

    server.replace(updates, "updated", updating)


@semantic(
    "update-resets-expiry",
    "An update resets an expire_at that it doesn't give",
    "UPD-034 FIELD-reset@update_batch.*",
)
def update_resets_expiry(server: Surgery) -> None:
    _afterwards(
        server,
        lambda stored, new: (
            new
            if new.expire_at != stored.expire_at
            else replace(new, expire_at=lifetime.default_expiry(new.send_at, new.submitted_at))
        ),
    )


@semantic("update-to-replaces", "to_add takes the place of all recipients", "UPD-005")
def update_to_replaces(server: Surgery) -> None:
    server.replace(
        updates,
        "updated_recipients",
        lambda update: lambda to, added, removed: update(() if added else to, added, removed),
    )


@semantic("update-to-front", "Added recipients come first", "RULE-order-of-recipients@update_batch")
def update_to_front(server: Surgery) -> None:
    _afterwards(
        server,
        lambda old, new: replace(
            new,
            to=(*(x for x in new.to if x not in old.to), *(x for x in new.to if x in old.to)),
        ),
    )


@semantic("update-remove-first", "Recipients are removed before others are added", "UPD-023")
def update_remove_first(server: Surgery) -> None:
    def updating(update: Any) -> Any:
        def remove_first(to: Any, added: Any, removed: Any) -> Any:
            return update(
                tuple(x for x in to if x not in removed), added, tuple(set(removed) - set(added))
            )

        return remove_first

    server.replace(updates, "updated_recipients", updating)


@semantic("update-remove-last", "Only the last of `to_remove` is removed", "UPD-005")
def update_remove_last(server: Surgery) -> None:
    server.replace(
        updates,
        "updated_recipients",
        lambda update: lambda to, added, removed: update(to, added, removed[-1:]),
    )


@semantic(
    "update-remove-verbatim",
    "`to_remove` finds numbers without + only",
    "RECIPIENT-*@update_batch.*",
)
def update_remove_verbatim(server: Surgery) -> None:
    def forget(document: Document) -> None:
        if isinstance(document.get("to_remove"), list):
            kept = [x for x in document["to_remove"] if not str(x).startswith("+")]
            document["to_remove"] = kept or ["15550009999"]

    server.documents(forget, "update")


@semantic(
    "update-parameters-merged",
    "New parameters are merged into the old ones",
    "PARAMETERS-*@update_batch.parameters FIELD-changed-alone@update_batch.parameters",
)
def update_parameters_merged(server: Surgery) -> None:
    def merge(stored: Any, new: Any) -> Any:
        if not new.parameters or not stored.parameters:
            return new
        return replace(new, parameters={**stored.parameters, **new.parameters})

    _afterwards(server, merge)


@semantic("update-modified-kept", "An update doesn't move modified_at", "STATE-later@update_batch")
def update_modified_kept(server: Surgery) -> None:
    _afterwards(server, lambda stored, new: replace(new, modified_at=stored.modified_at))


@semantic("update-created-moved", "An update moves created_at", "STATE-later@update_batch")
def update_created_moved(server: Surgery) -> None:
    server.batches(lambda batch: batch.update(created_at=batch["modified_at"]), "update")


@semantic(
    "update-old-answer",
    "An update answers with the batch as it was",
    "FIELD-changed-alone@update_batch.* READBACK-*",
)
def update_old_answer(server: Surgery) -> None:
    async def before(request: Request, proceed: Proceed) -> Answer:
        if request.operation != "update":
            return await proceed(request)
        old = await proceed(Request("GET", request.plan, request.path, [], request.headers, b""))
        answer = await proceed(request)
        return old if answer.status == 200 else answer

    server.around(before)


@semantic(
    "update-unkept",
    "An update is answered but not kept",
    "FIELD-changed-alone@update_batch.* READBACK-* UPD-005",
)
def update_unkept(server: Surgery) -> None:
    async def restore(request: Request, proceed: Proceed) -> Answer:
        if request.operation != "update":
            return await proceed(request)
        old = await proceed(Request("GET", request.plan, request.path, [], request.headers, b""))
        answer = await proceed(request)
        if answer.status == 200:
            request.method, request.document = "PUT", old.document
            await proceed(request)
        return answer

    server.around(restore)


@semantic(
    "update-start-keeps-expiry",
    "A later send_at leaves the default expire_at",
    "RULE-expiry-by-default@update_batch",
)
def update_start_keeps_expiry(server: Surgery) -> None:
    def keep(stored: Any, new: Any) -> Any:
        if new.expire_given or stored.expire_given or new.send_at is None:
            return new
        return replace(new, expire_at=stored.expire_at)

    _afterwards(server, keep)

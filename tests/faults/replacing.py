"""Replacing and canceling: what stays, what goes, and how often."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sinch_batches_server._rules import batches, errors, lifetime

from .exchange import Answer, Proceed, Request
from .registry import semantic, syntactic
from .surgery import Surgery


def _afterwards(server: Surgery, change: Any) -> None:
    """Change what Replace makes of a batch: `change` gets the old and the new one."""

    def replacing(make: Any) -> Any:
        def replaced(stored: Any, document: Any, plan: Any, now: int) -> Any:
            return change(stored, make(stored, document, plan, now))

        return replaced

    server.replace(batches, "replaced", replacing)


@semantic(
    "replace-merges",
    "Replace keeps the fields that it doesn't give",
    "FIELD-default@replace_batch.*",
)
def replace_merges(server: Surgery) -> None:
    def keep(stored: Any, new: Any) -> Any:
        names = ("client_reference", "parameters", "callback_url", "send_at")
        old = {name: getattr(stored, name) for name in names if getattr(new, name) is None}
        return replace(new, **old)

    _afterwards(server, keep)


@semantic(
    "replace-keeps-flags",
    "Replace keeps flags that it doesn't give",
    "FIELD-default@replace_batch.*",
)
def replace_keeps_flags(server: Surgery) -> None:
    _afterwards(
        server,
        lambda stored, new: replace(
            new,
            flash_message=new.flash_message or stored.flash_message,
            feedback_enabled=new.feedback_enabled or stored.feedback_enabled,
        ),
    )


@semantic(
    "replace-keeps-report", "Replace keeps the delivery_report", "FIELD-default@replace_batch.*"
)
def replace_keeps_report(server: Surgery) -> None:
    _afterwards(server, lambda stored, new: replace(new, delivery_report=stored.delivery_report))


@semantic("replace-adds-to", "Replace adds to the recipients", "*@replace_batch* READBACK-*")
def replace_adds_to(server: Surgery) -> None:
    _afterwards(
        server,
        lambda stored, new: replace(new, to=tuple(dict.fromkeys((*stored.to, *new.to)))),
    )


@semantic(
    "replace-keeps-expiry",
    "Replace keeps the old expire_at",
    "RULE-expiry-by-default@replace_batch",
)
def replace_keeps_expiry(server: Surgery) -> None:
    _afterwards(server, lambda stored, new: replace(new, expire_at=stored.expire_at))


@semantic("replace-new-id", "Replace gives the batch another id", "REP-003")
def replace_new_id(server: Surgery) -> None:
    server.batches(lambda batch: batch.update(id=batch["id"][::-1]), "replace")


@semantic("replace-created-moved", "Replace moves created_at", "STATE-later@replace_batch")
def replace_created_moved(server: Surgery) -> None:
    server.batches(lambda batch: batch.update(created_at=batch["modified_at"]), "replace")


@semantic("replace-modified-kept", "Replace doesn't move modified_at", "STATE-later@replace_batch")
def replace_modified_kept(server: Surgery) -> None:
    _afterwards(server, lambda stored, new: replace(new, modified_at=stored.modified_at))


@semantic("replace-keeps-type", "Replace keeps the type of the batch", "REP-008")
def replace_keeps_type(server: Surgery) -> None:
    server.batches(lambda batch: batch.update(type="mt_text"), "replace")


@semantic("replace-unkept", "Replace is answered but not kept", "*@replace_batch.* READBACK-*")
def replace_unkept(server: Surgery) -> None:
    async def restore(request: Request, proceed: Proceed) -> Answer:
        if request.operation != "replace":
            return await proceed(request)
        old = await proceed(Request("GET", request.plan, request.path, [], request.headers, b""))
        answer = await proceed(request)
        if answer.status == 200:
            request.document = old.document
            await proceed(request)
        return answer

    server.around(restore)


@semantic("replace-dispatched", "A batch that has left can't be replaced", "REP-010")
def replace_dispatched(server: Surgery) -> None:
    def replacing(make: Any) -> Any:
        def replaced(stored: Any, document: Any, plan: Any, now: int) -> Any:
            if lifetime.is_dispatched(stored, now):
                raise errors.forbidden("batch_already_dispatched", "It has left.")
            return make(stored, document, plan, now)

        return replaced

    server.replace(batches, "replaced", replacing)


@semantic("replace-stays-canceled", "A canceled batch stays canceled when replaced", "REP-009")
def replace_stays_canceled(server: Surgery) -> None:
    _afterwards(server, lambda stored, new: replace(new, canceled=stored.canceled))


@syntactic("replace-unknown-201", "Replacing an unknown batch creates one", "HTTP-016 HTTP-015")
def replace_unknown_201(server: Surgery) -> None:
    async def create(request: Request, proceed: Proceed) -> Answer:
        answer = await proceed(request)
        if request.operation == "replace" and answer.status == 404:
            request.method, request.path = "POST", ["batches"]
            return await proceed(request)
        return answer

    server.around(create)


@syntactic(
    "replace-no-to",
    "Replace takes the old `to` if there is none",
    "BOUND-*-to-required STATE-refused@replace_batch",
)
def replace_no_to(server: Surgery) -> None:
    server.documents(lambda document: document.setdefault("to", ["15550001111"]), "replace")


@syntactic(
    "replace-no-body",
    "Replace takes an empty body if there is none",
    "BOUND-*-body-required STATE-refused@replace_batch",
)
def replace_no_body(server: Surgery) -> None:
    server.documents(lambda document: document.setdefault("body", ""), "replace")

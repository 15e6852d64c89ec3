"""What a batch is and what may be done to it: pure functions on a record."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from . import cross_field, times

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .. import _settings as settings

TEXT = "mt_text"
BINARY = "mt_binary"
NO_REPORT = "none"

# Whatever the schema takes for a blank around Base64: that is more than `strip` does.
_BLANKS = re.compile(r"[^A-Za-z0-9+/=]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A stored batch. Times are in milliseconds since 1970.

    `submitted_at` is when it was sent, replaced, or told to start at once. `expire_given` tells
    an expiry that was asked for from the default. `report_at` is when its delivery report is due;
    None: none is wanted, or it was taken.
    """

    plan_id: str
    id: str
    type: str
    to: tuple[str, ...]
    sender: str | None
    body: str
    udh: str | None
    parameters: Mapping[str, Mapping[str, str]] | None
    delivery_report: str
    send_at: int | None
    expire_at: int
    expire_given: bool
    callback_url: str | None
    client_reference: str | None
    feedback_enabled: bool
    flash_message: bool
    truncate_concat: bool | None
    max_number_of_message_parts: int | None
    from_ton: int | None
    from_npi: int | None
    canceled: bool
    created_at: int
    modified_at: int
    submitted_at: int
    report_at: int | None = None


def create(document: Mapping[str, Any], plan: settings.Plan, batch_id: str, now: int) -> Batch:
    """Make a batch of a submission that fits its schema.

    Raises:
        Refusal: a rule between fields is broken (400); what it refers to isn't looked at.

    """
    send_at = times_of(document, "send_at")
    expire_at = times_of(document, "expire_at")
    batch = Batch(
        plan_id=plan.id,
        id=batch_id,
        type=document.get("type", TEXT),
        to=document["to"],
        sender=document.get("from"),
        body=body_of(document["body"], document.get("type", TEXT)),
        udh=document.get("udh"),
        parameters=document.get("parameters"),
        delivery_report=document.get("delivery_report", NO_REPORT),
        send_at=send_at,
        expire_at=cross_field.default_expiry(send_at, now) if expire_at is None else expire_at,
        expire_given=expire_at is not None,
        callback_url=document.get("callback_url"),
        client_reference=document.get("client_reference"),
        feedback_enabled=document.get("feedback_enabled", False),
        flash_message=document.get("flash_message", False),
        truncate_concat=document.get("truncate_concat"),
        max_number_of_message_parts=whole(document.get("max_number_of_message_parts")),
        from_ton=whole(document.get("from_ton")),
        from_npi=whole(document.get("from_npi")),
        canceled=False,
        created_at=now,
        modified_at=now,
        submitted_at=now,
    )
    if expire_at is not None:
        cross_field.check_expiry(send_at, expire_at, now)
    check_whole(batch, plan)
    return batch


def check_whole(batch: Batch, plan: settings.Plan) -> None:
    """Check the rules between the fields of a batch.

    Raises:
        Refusal: 400.

    """
    cross_field.check_sender(batch.sender, plan.default_originator)
    cross_field.check_ton_and_npi(batch.from_ton, batch.from_npi)
    if batch.type == BINARY:
        cross_field.check_binary_size(batch.body, batch.udh or "")


def check_references(batch: Batch, new: Sequence[str], plan: settings.Plan) -> None:
    """Check that what a batch refers to is there.

    Args:
        batch: the batch.
        new: the recipients that were given now; a group that was deleted since the others were
            given counts as empty (seed: Send).
        plan: the service plan.

    Raises:
        Refusal: 403.

    """
    cross_field.check_groups(new, plan.groups)
    cross_field.check_callback(
        batch.delivery_report, batch.callback_url or plan.default_callback_url
    )


def replaced(stored: Batch, document: Mapping[str, Any], plan: settings.Plan, now: int) -> Batch:
    """Make the batch anew, with its id and time of creation (api-facts §10, §17.42).

    Raises:
        Refusal: as from `create`, and from `check_references`.

    """
    new = create(document, plan, stored.id, now)
    check_references(new, new.to, plan)
    return replace(new, created_at=stored.created_at)


def canceled(stored: Batch, now: int) -> Batch:
    """Cancel the batch; a second time changes nothing (api-facts §17.44)."""
    return stored if stored.canceled else replace(stored, canceled=True, modified_at=now)


def is_dispatched(batch: Batch, now: int) -> bool:
    """Whether the batch has begun to go out."""
    return dispatch_time(batch) <= now


def dispatch_time(batch: Batch) -> int:
    """When the batch begins to go out: `send_at`, or at once."""
    return batch.submitted_at if batch.send_at is None else batch.send_at


def is_retained(batch: Batch, now: int) -> bool:
    """Whether the batch can still be read: for 14 days (api-facts §17.35)."""
    return batch.created_at >= cross_field.oldest_retained(now)


def body_of(body: str, kind: str) -> str:
    """Return the body as it is kept: Base64 without the blanks around it (api-facts §6)."""
    return _BLANKS.sub("", body) if kind == BINARY else body


def times_of(document: Mapping[str, Any], key: str) -> int | None:
    """Read a field that holds a time; None if it is absent or null."""
    text = document.get(key)
    return None if text is None else times.parse(text)


def whole(number: float | None) -> int | None:
    """JSON writes 3 also as 3.0; answers carry the former."""
    return None if number is None else int(number)

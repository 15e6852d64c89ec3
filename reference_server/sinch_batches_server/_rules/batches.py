"""What may be done to a batch: pure functions on a record."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from . import cross_field, fields, lifetime, recipients

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .. import _settings as settings
    from .fields import Batch


def create(document: Mapping[str, Any], plan: settings.Plan, batch_id: str, now: int) -> Batch:
    """Make a batch of a submission that fits its schema.

    Raises:
        Refusal: a rule between fields is broken (400); what it refers to isn't looked at.

    """
    given = fields.given(document, document.get("type", fields.TEXT))
    send_at, expire_at = given.get("send_at"), given.get("expire_at")
    if expire_at is None:
        given["expire_at"] = lifetime.default_expiry(send_at, now)
    else:
        lifetime.check_expiry(send_at, expire_at, now)
    batch = fields.Batch(
        plan_id=plan.id,
        id=batch_id,
        created_at=now,
        modified_at=now,
        submitted_at=now,
        expire_given=expire_at is not None,
        **given,
    )
    check_whole(batch, plan)
    return batch


def check_whole(batch: Batch, plan: settings.Plan) -> None:
    """Check the rules between the fields of a batch.

    Raises:
        Refusal: 400.

    """
    cross_field.check_sender(batch.sender, plan.default_originator)
    cross_field.check_ton_and_npi(batch.from_ton, batch.from_npi)
    if batch.parameters is not None:
        numbers = recipients.expanded(batch.to, plan.groups)
        cross_field.check_expanded_size(batch.body, batch.parameters, numbers)
    if batch.type == fields.BINARY:
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
    url = batch.callback_url or plan.default_callback_url
    cross_field.check_callback(batch.delivery_report, url)


def replaced(stored: Batch, document: Mapping[str, Any], plan: settings.Plan, now: int) -> Batch:
    """Make the batch anew, with its id and time of creation (sources §10; decision 42).

    Raises:
        Refusal: as from `create`, and from `check_references`.

    """
    new = create(document, plan, stored.id, now)
    check_references(new, new.to, plan)
    return replace(new, created_at=stored.created_at)


def canceled(stored: Batch, now: int) -> Batch:
    """Cancel the batch; a second time changes nothing (decision 44)."""
    return stored if stored.canceled else replace(stored, canceled=True, modified_at=now)

"""Changes the fields of a batch that wasn't dispatched yet (sources §9; decisions 36 to 41)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from . import batches, cross_field, errors, fields, lifetime, recipients

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .. import _settings as settings
    from .fields import Batch


def updated(stored: Batch, document: Mapping[str, Any], plan: settings.Plan, now: int) -> Batch:
    """Change the given fields of a batch.

    Args:
        stored: the batch.
        document: an update that fits its schema; null means reset.
        plan: the service plan.
        now: the time, in milliseconds.

    Raises:
        Refusal: the type differs or the result would break a rule (400), the batch can't be
            changed any more or would refer to something missing (403).

    """
    check_type_is_kept(stored, document)
    check_changeable(stored, now)
    given = fields.given(document, stored.type)
    added = document.get("to_add", ())
    to = updated_recipients(stored.to, added, document.get("to_remove", ()))
    changes = given | {"to": to, "modified_at": now} | updated_schedule(stored, given, now)
    batch = replace(stored, **changes)
    batches.check_whole(batch, plan)
    batches.check_references(batch, added, plan)
    return batch


def check_times_of_update(document: Mapping[str, Any], now: int) -> None:
    """Check the times of an update before it is known whether its batch exists.

    Raises:
        Refusal: 400.

    """
    given = fields.given(document, fields.TEXT)
    send_at, expire_at = given.get("send_at"), given.get("expire_at")
    if expire_at is not None and (send_at is not None or expire_at <= now):
        lifetime.check_expiry(send_at, expire_at, now)


def check_type_is_kept(stored: Batch, document: Mapping[str, Any]) -> None:
    """Refuse to change a batch's type (decision 38)."""
    if document.get("type", stored.type) != stored.type:
        raise errors.constraint(
            f"The parameter 'type' is invalid; value '{document['type']}': "
            f"the batch is of type '{stored.type}', which can't be changed."
        )


def check_changeable(stored: Batch, now: int) -> None:
    """Refuse to change a batch that was dispatched or canceled (decision 39)."""
    if stored.canceled or lifetime.is_dispatched(stored, now):
        raise errors.forbidden(
            "batch_already_dispatched",
            f"Batch '{stored.id}' was already dispatched or canceled and can't be updated.",
        )


def updated_recipients(
    to: tuple[str, ...], added: tuple[str, ...], removed: tuple[str, ...]
) -> tuple[str, ...]:
    """Add, then remove; unknown ones and those already there do no harm (decision 36).

    Raises:
        Refusal: not 1 to 1000 recipients are left.

    """
    dropped = frozenset(removed)
    result = recipients.without_duplicates((*to, *added))
    result = tuple(entry for entry in result if entry not in dropped)
    cross_field.check_number_of_recipients(result)
    return result


def updated_schedule(stored: Batch, given: Mapping[str, Any], now: int) -> dict[str, Any]:
    """Work out when the batch starts and ends after an update (decisions 40, 41).

    Args:
        stored: the batch.
        given: the fields that the update gives, by attribute of the record.
        now: the time, in milliseconds.

    """
    if "send_at" not in given and "expire_at" not in given:
        return {}
    send_at = given.get("send_at", stored.send_at)
    expire_at = updated_expiry(stored, given, send_at, now)
    return {
        # Told to start at once, or at a time in the past, it goes out now.
        "submitted_at": now,
        "expire_given": expire_at is not None,
        "expire_at": lifetime.default_expiry(send_at, now) if expire_at is None else expire_at,
    }


def updated_expiry(
    stored: Batch, given: Mapping[str, Any], send_at: int | None, now: int
) -> int | None:
    """Return the expiry that was asked for, now or before; None for the default.

    Raises:
        Refusal: 400.

    """
    if "expire_at" not in given:
        return stored.expire_at if keeps_expiry(stored, send_at, now) else None
    expire_at: int | None = given["expire_at"]
    if expire_at is not None:
        lifetime.check_expiry(send_at, expire_at, now)
    return expire_at


def keeps_expiry(stored: Batch, send_at: int | None, now: int) -> bool:
    """Whether the stored expiry was asked for and still fits the new start (decision 41)."""
    return stored.expire_given and lifetime.is_valid_expiry(send_at, stored.expire_at, now)

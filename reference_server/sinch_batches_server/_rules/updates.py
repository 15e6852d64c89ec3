"""Changes the fields of a batch that wasn't dispatched yet (api-facts §9, §17.36 to §17.41)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from . import batches, cross_field, errors, recipients

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .. import _settings as settings


# The fields that an update puts in place as they are; the others have rules of their own.
_PLAIN = {
    "from": "sender",
    "udh": "udh",
    "parameters": "parameters",
    "callback_url": "callback_url",
    "client_reference": "client_reference",
    "feedback_enabled": "feedback_enabled",
    "flash_message": "flash_message",
    "truncate_concat": "truncate_concat",
}
_NUMBERS = ("max_number_of_message_parts", "from_ton", "from_npi")


def updated(
    stored: batches.Batch, document: Mapping[str, Any], plan: settings.Plan, now: int
) -> batches.Batch:
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
    added = document.get("to_add", ())
    batch = replace(
        stored,
        to=updated_recipients(stored.to, added, document.get("to_remove", ())),
        **updated_content(document, stored.type),
        **updated_schedule(stored, document, now),
        modified_at=now,
    )
    batches.check_whole(batch, plan)
    batches.check_references(batch, added, plan)
    return batch


def updated_content(document: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """Return the new values of the fields that are given, by attribute of the record."""
    changes = {
        attribute: document[field] for field, attribute in _PLAIN.items() if field in document
    }
    changes |= {field: batches.whole(document[field]) for field in _NUMBERS if field in document}
    if "body" in document:
        changes["body"] = batches.body_of(document["body"], kind)
    if "delivery_report" in document:
        changes["delivery_report"] = reset_report(document["delivery_report"])
    return changes


def reset_report(mode: str | None) -> str:
    """Return the mode of reports, the default for null (api-facts §17.40)."""
    return batches.NO_REPORT if mode is None else mode


def check_times_of_update(document: Mapping[str, Any], now: int) -> None:
    """Check the times of an update before it is known whether its batch exists.

    Raises:
        Refusal: 400.

    """
    send_at, expire_at = (
        batches.times_of(document, "send_at"),
        batches.times_of(document, "expire_at"),
    )
    if expire_at is not None and (send_at is not None or expire_at <= now):
        cross_field.check_expiry(send_at, expire_at, now)


def check_type_is_kept(stored: batches.Batch, document: Mapping[str, Any]) -> None:
    """Refuse to change a batch's type (api-facts §17.38)."""
    if document.get("type", stored.type) != stored.type:
        raise errors.constraint(
            f"The parameter 'type' is invalid; value '{document['type']}': "
            f"the batch is of type '{stored.type}', which can't be changed."
        )


def check_changeable(stored: batches.Batch, now: int) -> None:
    """Refuse to change a batch that was dispatched or canceled (api-facts §17.39)."""
    if stored.canceled or batches.is_dispatched(stored, now):
        raise errors.forbidden(
            "batch_already_dispatched",
            f"Batch '{stored.id}' was already dispatched or canceled and can't be updated.",
        )


def updated_recipients(
    to: tuple[str, ...], added: tuple[str, ...], removed: tuple[str, ...]
) -> tuple[str, ...]:
    """Add, then remove; unknown ones and those already there do no harm (api-facts §17.36).

    Raises:
        Refusal: not 1 to 1000 recipients are left.

    """
    dropped = frozenset(removed)
    result = recipients.without_duplicates((*to, *added))
    result = tuple(entry for entry in result if entry not in dropped)
    cross_field.check_number_of_recipients(result)
    return result


def updated_schedule(
    stored: batches.Batch, document: Mapping[str, Any], now: int
) -> dict[str, Any]:
    """Work out when the batch starts and ends after an update (api-facts §17.40, §17.41)."""
    if "send_at" not in document and "expire_at" not in document:
        return {}
    send_at = batches.times_of(document, "send_at") if "send_at" in document else stored.send_at
    expire_at = updated_expiry(stored, document, send_at, now)
    return {
        "send_at": send_at,
        # Told to start at once, it is submitted anew.
        "submitted_at": now if send_at is None else stored.submitted_at,
        "expire_given": expire_at is not None,
        "expire_at": cross_field.default_expiry(send_at, now) if expire_at is None else expire_at,
    }


def updated_expiry(
    stored: batches.Batch, document: Mapping[str, Any], send_at: int | None, now: int
) -> int | None:
    """Return the expiry that was asked for, now or before; None for the default.

    Raises:
        Refusal: 400.

    """
    if "expire_at" not in document:
        return stored.expire_at if keeps_expiry(stored, send_at, now) else None
    expire_at = batches.times_of(document, "expire_at")
    if expire_at is not None:
        cross_field.check_expiry(send_at, expire_at, now)
    return expire_at


def keeps_expiry(stored: batches.Batch, send_at: int | None, now: int) -> bool:
    """Whether the stored expiry was asked for and still fits the new start (§17.41)."""
    return stored.expire_given and cross_field.is_valid_expiry(send_at, stored.expire_at, now)

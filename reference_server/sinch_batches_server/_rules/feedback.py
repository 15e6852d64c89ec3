"""Delivery feedback (sources §11; decisions 45 to 49)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import errors, recipients

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .fields import Batch


def check(batch: Batch, numbers: Sequence[str]) -> None:
    """Check that the batch takes this feedback; numbers outside the batch do no harm.

    Raises:
        Refusal: 400.

    """
    if not batch.feedback_enabled:
        raise errors.constraint(
            f"Batch '{batch.id}' was sent without 'feedback_enabled' and takes no feedback."
        )
    if not numbers and any(recipients.is_group(entry) for entry in batch.to):
        raise errors.constraint(
            "The parameter 'recipients' is invalid; it is empty: "
            "a batch sent to a group needs at least one number."
        )

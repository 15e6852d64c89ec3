"""The operations of openapi.yaml as calls: what is checked, sent, read, and may be repeated."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias, TypedDict

from attrs import frozen

from sinch_batches_client import models
from sinch_batches_client.api.batches import (
    cancel_batch,
    dry_run_batch,
    get_batch,
    list_batches,
    replace_batch,
    send_batch,
    update_batch,
)
from sinch_batches_client.api.batches import send_delivery_feedback as feedback
from sinch_batches_client.types import UNSET, Unset

from ._decode import Batch, OpaqueBatch, decode_batch, fit
from ._errors import InvalidRequest
from ._flow import Answer, Call, parse
from ._messages import check, check_time

if TYPE_CHECKING:
    from collections.abc import Sequence

Submission: TypeAlias = models.TextSubmission | models.BinarySubmission
Update: TypeAlias = models.TextUpdate | models.BinaryUpdate
_SUBMISSIONS = (models.TextSubmission, models.BinarySubmission)
_UPDATES = (models.TextUpdate, models.BinaryUpdate)
_ID = re.compile(r"[A-Za-z0-9._~-]+")  # what needs no escape in a path
_NO_IDS = (".", "..", "dry_run")
_WELL_BEFORE = timedelta(minutes=2)


@frozen
class BatchPage:
    """A page of the list. `page_size` is how many it holds, `count` how many match in all."""

    page: int
    page_size: int
    count: int
    batches: list[Batch]


class Filters(TypedDict, total=False):
    """Which batches to list, and how many per page (seed: List Batches)."""

    page_size: int
    """The most batches per page, 1 to 100; 30 if left out."""
    from_: str | Sequence[str]
    """Only from this sender, or from one of these: phone numbers and short codes."""
    start_date: datetime
    """Only created at or after this time; 24 hours ago if left out, 14 days at most."""
    end_date: datetime
    """Only created before this time."""
    client_reference: str
    """Only with exactly this reference."""


def send(plan: str, batch: Submission) -> Call[Batch]:
    check(batch, *_SUBMISSIONS)
    return Call(send_batch._get_kwargs(plan, body=batch), _read_batch, _never)


def list_page(
    plan: str,
    *,
    page: int = 0,
    page_size: int | Unset = UNSET,
    from_: str | Sequence[str] | Unset = UNSET,
    start_date: datetime | Unset = UNSET,
    end_date: datetime | Unset = UNSET,
    client_reference: str | Unset = UNSET,
) -> Call[BatchPage]:
    check_time("start_date", start_date)
    check_time("end_date", end_date)
    request = list_batches._get_kwargs(
        plan,
        page=page,
        page_size=page_size,
        # The generator can't write `explode: false` (its issue 197), so the list is joined here.
        from_=from_ if isinstance(from_, str | Unset) else ",".join(from_),
        start_date=start_date,
        end_date=end_date,
        client_reference=client_reference,
    )
    return Call(request, _read_page, _always)


def dry_run(
    plan: str, batch: Submission, *, per_recipient: bool, number_of_recipients: int
) -> Call[models.DryRunResult]:
    check(batch, *_SUBMISSIONS)
    request = dry_run_batch._get_kwargs(
        plan, body=batch, per_recipient=per_recipient, number_of_recipients=number_of_recipients
    )
    return Call(request, _read_dry_run, _always)


def get(plan: str, batch_id: str) -> Call[Batch]:
    check_id("batch_id", batch_id)
    return Call(get_batch._get_kwargs(plan, batch_id), _read_batch, _always)


def update(plan: str, batch_id: str, update: Update) -> Call[Batch]:
    check_id("batch_id", batch_id)
    check(update, *_UPDATES)
    return Call(update_batch._get_kwargs(plan, batch_id, body=update), _read_batch, _never)


def replace(plan: str, batch_id: str, batch: Submission) -> Call[Batch]:
    check_id("batch_id", batch_id)
    check(batch, *_SUBMISSIONS)

    def is_not_due() -> bool:
        # To replace a batch that is due sends it, so twice would be two messages (seed: Replace).
        due = batch.send_at
        return isinstance(due, datetime) and due - datetime.now(UTC) > _WELL_BEFORE

    return Call(replace_batch._get_kwargs(plan, batch_id, body=batch), _read_batch, is_not_due)


def cancel(plan: str, batch_id: str) -> Call[Batch]:
    check_id("batch_id", batch_id)
    return Call(cancel_batch._get_kwargs(plan, batch_id), _read_batch, _always)


def send_delivery_feedback(plan: str, batch_id: str, recipients: Sequence[str]) -> Call[None]:
    check_id("batch_id", batch_id)
    if isinstance(recipients, str):
        raise InvalidRequest("recipients", recipients, "must be a list of numbers")
    body = models.DeliveryFeedback(list(recipients))
    return Call(feedback._get_kwargs(plan, batch_id, body=body), _read_nothing, _never)


def check_id(name: str, value: object) -> None:
    """Refuse what would change the path: such an id would hit another operation."""
    if not isinstance(value, str) or not _ID.fullmatch(value) or value in _NO_IDS:
        raise InvalidRequest(name, value, "must be an id: letters, digits, '-', '_', '.' and '~'")


def _always() -> bool:
    return True


def _never() -> bool:
    return False


def _read_batch(answer: Answer) -> Batch:
    try:
        return decode_batch(parse(answer.content))
    except ValueError as error:  # what was asked for is done, so this is no failure
        return OpaqueBatch("", f"is no JSON: {error}", {})


def _read_page(answer: Answer) -> BatchPage:
    raw = parse(answer.content)
    batches = raw.get("batches") if isinstance(raw, dict) else None
    if not isinstance(raw, dict) or not isinstance(batches, list):
        raise ValueError("there is no list of batches")
    page = fit(models.BatchPage, {**raw, "batches": []})
    return BatchPage(
        page.page, page.page_size, page.count, [decode_batch(batch) for batch in batches]
    )


def _read_dry_run(answer: Answer) -> models.DryRunResult:
    raw = parse(answer.content)
    try:
        return fit(models.DryRunResult, raw)
    except ValueError:  # details that don't fit shan't hide the totals
        details = raw.pop("per_recipient", None) if isinstance(raw, dict) else None
        result = fit(models.DryRunResult, raw)
        result["per_recipient"] = details
        return result


def _read_nothing(_: Answer) -> None:
    return None

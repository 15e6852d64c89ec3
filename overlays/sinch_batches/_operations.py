"""The operations of openapi.yaml as calls: what is checked, sent and read, and may be repeated."""

from __future__ import annotations

from datetime import datetime, timedelta
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

from ._address import check_id
from ._decode import Batch, decode_batch, fit
from ._errors import InvalidRequest, UnexpectedAnswer
from ._flow import ALWAYS, NEVER, Call
from ._messages import check, check_time

if TYPE_CHECKING:
    from collections.abc import Sequence

Submission: TypeAlias = models.TextSubmission | models.BinarySubmission
Update: TypeAlias = models.TextUpdate | models.BinaryUpdate
_WELL_BEFORE = timedelta(minutes=2)
_MOST_REPEATS = 3


@frozen
class BatchPage:
    """A page of the list: `page_size` is how many it holds, `count` how many match in all."""

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
    """Only created at or after this time, within 14 days; 24 hours ago if left out."""
    end_date: datetime
    """Only created before this time."""
    client_reference: str
    """Only with exactly this reference."""


def send(plan: str, batch: Submission) -> Call[Batch]:
    check(batch, Submission)
    return Call(send_batch._get_kwargs(plan, body=batch), _batch_of)


def list_page(plan: str, page: int, filters: Filters) -> Call[BatchPage]:
    for name, value in filters.items():
        check_time(name, value)
    senders = filters.get("from_")
    if senders is not None and not isinstance(senders, str):
        # The generator can't write `explode: false` (its issue 197).
        filters = {**filters, "from_": ",".join(senders)}
    request = list_batches._get_kwargs(plan, page=page, **filters)  # type: ignore[arg-type]
    return Call(request, _page_of, ALWAYS)


def dry_run(
    plan: str, batch: Submission, per_recipient: bool, number_of_recipients: int
) -> Call[models.DryRunResult]:
    check(batch, Submission)
    request = dry_run_batch._get_kwargs(
        plan, body=batch, per_recipient=per_recipient, number_of_recipients=number_of_recipients
    )
    return Call(request, _dry_run_of, ALWAYS)


def get(plan: str, batch_id: str) -> Call[Batch]:
    check_id("batch_id", batch_id)
    return Call(get_batch._get_kwargs(plan, batch_id), _batch_of, ALWAYS)


def update(plan: str, batch_id: str, update: Update) -> Call[Batch]:
    check_id("batch_id", batch_id)
    check(update, Update)
    return Call(update_batch._get_kwargs(plan, batch_id, body=update), _batch_of)


def replace(plan: str, batch_id: str, batch: Submission) -> Call[Batch]:
    check_id("batch_id", batch_id)
    check(batch, Submission)
    # To replace a batch that is due sends it: twice would be two messages (seed: Replace).
    last_repeat = batch.send_at - _WELL_BEFORE if batch.send_at else NEVER
    return Call(replace_batch._get_kwargs(plan, batch_id, body=batch), _batch_of, last_repeat)


def cancel(plan: str, batch_id: str) -> Call[Batch]:
    check_id("batch_id", batch_id)
    return Call(cancel_batch._get_kwargs(plan, batch_id), _batch_of, ALWAYS)


def send_delivery_feedback(plan: str, batch_id: str, recipients: Sequence[str]) -> Call[None]:
    check_id("batch_id", batch_id)
    if isinstance(recipients, str):
        raise InvalidRequest("recipients", recipients, "must be a list of numbers")
    body = models.DeliveryFeedback(list(recipients))
    return Call(feedback._get_kwargs(plan, batch_id, body=body), lambda _: None)


class PageWalk:
    """A walk through all pages: `next_page` is the one to ask for, None at the end.

    Batches that are created meanwhile push others on to the next page: those aren't given twice.
    A list that repeats itself or outgrows what it announced raises `UnexpectedAnswer`.
    """

    def __init__(self, plan: str) -> None:
        self.next_page: int | None = 0
        self._plan, self._received, self._repeats, self._most = plan, 0, 0, 0
        self._seen: set[str] = set()  # on the page before only: memory doesn't grow with the list

    def take(self, page: BatchPage) -> list[Batch]:
        """Return the batches of the page that was asked for that weren't on the one before."""
        new = [batch for batch in page.batches if not batch.id or batch.id not in self._seen]
        self._seen = {batch.id for batch in page.batches}
        self._received += len(page.batches)
        self._repeats = 0 if new else self._repeats + 1
        self._most = self._most or 2 * page.count + 10_000
        if not page.batches or self._received >= page.count:
            self.next_page = None
        elif self._repeats == _MOST_REPEATS or self._received > self._most:
            path, text = f"/xms/v1/{self._plan}/batches", "the list repeats itself or never ends"
            raise UnexpectedAnswer(200, None, text, "GET", path)
        else:
            self.next_page = (self.next_page or 0) + 1
        return new


def _batch_of(document: object) -> Batch:
    if not isinstance(document, dict):  # whatever said 2xx, it isn't the API
        raise ValueError("it is no JSON object")
    return decode_batch(document)


def _page_of(document: object) -> BatchPage:
    if not isinstance(document, dict) or not isinstance(document.get("batches"), list):
        raise ValueError("there is no list of batches")
    page = fit(models.BatchPage, {**document, "batches": []})
    decoded = [decode_batch(batch) for batch in document["batches"]]
    return BatchPage(page.page, page.page_size, page.count, decoded)


def _dry_run_of(document: object) -> models.DryRunResult:
    try:
        return fit(models.DryRunResult, document)
    except ValueError:  # details that don't fit shan't hide the totals
        if not isinstance(document, dict) or "per_recipient" not in document:
            raise
    result = fit(models.DryRunResult, {**document, "per_recipient": None})
    result["per_recipient"] = document["per_recipient"]
    return result

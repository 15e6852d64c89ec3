"""The operations of openapi.yaml as calls: what is checked, sent and read, and may be repeated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Generic, Protocol, TypeAlias, TypedDict, TypeVar

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

from ._calls.call import Call
from ._decode import Batch, decode, decode_batch
from ._errors import InvalidRequest, UnexpectedAnswer
from ._fields import fields_of, take
from ._messages import checked
from ._region import check_id

if TYPE_CHECKING:
    from datetime import datetime

    from ._calls.call import Session

Submission: TypeAlias = models.TextSubmission | models.BinarySubmission
Update: TypeAlias = models.TextUpdate | models.BinaryUpdate
_LONGEST_FILTER = 8000
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
    return Call(send_batch._get_kwargs(plan, body=checked(batch, Submission)), _batch_of)


def list_page(plan: str, page: int, filters: Filters) -> Call[BatchPage]:
    known = fields_of(list_batches._get_kwargs)
    given: dict[str, object] = {"page": page, **filters}
    if unknown := given.keys() - known.keys():
        raise TypeError(f"there is no filter {', '.join(unknown)}")
    if "from_" in given:
        given["from_"] = _senders(given["from_"])
    taken = {name: take(known[name], value) for name, value in given.items()}
    return Call(list_batches._get_kwargs(plan, **taken), _page_of, idempotent=True)


def dry_run(
    plan: str, batch: Submission, per_recipient: bool, number_of_recipients: int
) -> Call[models.DryRunResult]:
    known = fields_of(dry_run_batch._get_kwargs)
    request = dry_run_batch._get_kwargs(
        plan,
        body=checked(batch, Submission),
        per_recipient=take(known["per_recipient"], per_recipient),
        number_of_recipients=take(known["number_of_recipients"], number_of_recipients),
    )
    return Call(request, _dry_run_of, idempotent=True)


def get(plan: str, batch_id: str) -> Call[Batch]:
    check_id("batch_id", batch_id)
    return Call(get_batch._get_kwargs(plan, batch_id), _batch_of, idempotent=True)


def update(plan: str, batch_id: str, update: Update) -> Call[Batch]:
    check_id("batch_id", batch_id)
    body = checked(update, Update)
    return Call(update_batch._get_kwargs(plan, batch_id, body=body), _batch_of)


def replace(plan: str, batch_id: str, batch: Submission) -> Call[Batch]:
    check_id("batch_id", batch_id)
    body = checked(batch, Submission)
    # To replace a batch that is due sends it: twice would be two messages (seed: Replace).
    request = replace_batch._get_kwargs(plan, batch_id, body=body)
    return Call(request, _batch_of, send_at=body.send_at or None)


def cancel(plan: str, batch_id: str) -> Call[Batch]:
    check_id("batch_id", batch_id)
    return Call(cancel_batch._get_kwargs(plan, batch_id), _batch_of, idempotent=True)


def send_delivery_feedback(plan: str, batch_id: str, recipients: Iterable[str]) -> Call[None]:
    check_id("batch_id", batch_id)
    body = models.DeliveryFeedback(
        take(fields_of(models.DeliveryFeedback)["recipients"], recipients)
    )
    return Call(feedback._get_kwargs(plan, batch_id, body=body), _nothing_of)


def _senders(senders: object) -> object:
    """Return what the generator can't write, `explode: false` (its issue 197)."""
    if isinstance(senders, str) or not isinstance(senders, Iterable):
        return senders
    several = list(senders)
    if not several or not all(isinstance(each, str) and each for each in several):
        raise InvalidRequest("from_", several[:10], "must be one sender or more, each a str")
    joined = ",".join(several)
    if len(joined) > _LONGEST_FILTER:
        rule = f"must be fewer: an address has room for {_LONGEST_FILTER} characters of them"
        raise InvalidRequest("from_", f"{len(several)} senders", rule)
    return joined


_P = TypeVar("_P", bound="_Page")
_T = TypeVar("_T")


class _Page(Protocol):
    @property
    def count(self) -> int: ...


def walk(session: Session) -> PageWalk[BatchPage, Batch]:
    return PageWalk(session, "batches", lambda page: page.batches, lambda batch: batch.id)


class PageWalk(Generic[_P, _T]):
    """A walk through all pages: `next_page` is the one to ask for, None at the end.

    What is created meanwhile pushes other things on to the next page: those aren't given twice.
    A list that comes back to where it was, or outgrows what it announced, raises
    `UnexpectedAnswer`, whatever count it claims.
    """

    def __init__(
        self,
        session: Session,
        path: str,
        on: Callable[[_P], list[_T]],
        key: Callable[[_T], str],
    ) -> None:
        self.next_page: int | None = 0
        self._path, self._on, self._key = path, on, key
        self._session, self._received, self._repeats, self._most = session, 0, 0, 0
        # The ids of two pages only, so that memory doesn't grow with the list: those of the page
        # before, and those of page 1, 2, 4, 8 and so on, to which a list in a circle comes back.
        self._seen: set[str] = set()
        self._mark: set[str] = set()

    def take(self, page: _P) -> list[_T]:
        """Return what is on the page that was asked for and wasn't on the one before."""
        items, key = self._on(page), self._key
        number, ids = self.next_page or 0, {key(item) for item in items if key(item)}
        new = [item for item in items if not key(item) or key(item) not in self._seen]
        in_circle = bool(ids) and ids <= self._mark and ids.isdisjoint(self._seen)
        if number & (number - 1) == 0:
            self._mark = ids
        self._repeats = 0 if ids - self._seen else self._repeats + 1
        self._seen = ids
        self._received += len(items)
        self._most = self._most or 2 * page.count + 10_000
        if not items or self._received >= page.count:
            self.next_page = None
        elif in_circle or self._repeats == _MOST_REPEATS or self._received > self._most:
            path, text = (
                f"/xms/v1/{self._session.plan}/{self._path}",
                "the list repeats itself or never ends",
            )
            host = self._session.base_url.partition("://")[2]
            raise UnexpectedAnswer(200, None, text, "GET", path, host=host)
        else:
            self.next_page = number + 1
        return new


def _batch_of(document: object) -> Batch:
    if not isinstance(document, dict):  # whatever said 2xx, it isn't the API
        raise ValueError("it is no JSON object")
    return decode_batch(document)


def _page_of(document: object) -> BatchPage:
    if not isinstance(document, dict) or not isinstance(document.get("batches"), list):
        raise ValueError("there is no list of batches")
    page = decode(models.BatchPage, {**document, "batches": []})
    decoded = [decode_batch(batch) for batch in document["batches"]]
    return BatchPage(page.page, page.page_size, page.count, decoded)


def _dry_run_of(document: object) -> models.DryRunResult:
    try:
        return decode(models.DryRunResult, document)
    except ValueError:  # details that don't fit shan't hide the totals
        if not isinstance(document, dict) or "per_recipient" not in document:
            raise
    totals = {name: value for name, value in document.items() if name != "per_recipient"}
    result = decode(models.DryRunResult, totals)
    result["per_recipient"] = document["per_recipient"]
    return result


def _nothing_of(document: object) -> None:
    if document != "" and not isinstance(document, dict):  # such as the page of a login
        raise ValueError("it is neither empty nor a JSON object")

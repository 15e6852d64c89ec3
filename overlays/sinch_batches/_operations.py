"""The operations of openapi.yaml as calls: what is checked, sent and read, and may be repeated."""

from __future__ import annotations

import copy
from base64 import b64decode
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

from attrs import AttrsInstance

from sinch_batches_client import models

from ._batches.fields import fields_of, take
from ._calls.call import Call
from ._errors import InvalidRequest
from ._region import check_id

if TYPE_CHECKING:
    from ._batches.more_messages import Submission, Update
    from ._batches.stored import Batch
    from ._pages import BatchPage, Filters

_M = TypeVar("_M", bound=AttrsInstance)
_LONGEST_FILTER = 8000
_MOST_BYTES = 140  # of body and udh together (seed: Dry run, Update, Replace)


def submission(batch: Submission) -> Submission:
    return checked(batch, models.TextSubmission, models.BinarySubmission)


def send(plan: str, batch: Submission) -> Call[Batch]:
    from sinch_batches_client.api.batches.send_batch import _get_kwargs

    return Call(_get_kwargs(plan, body=submission(batch)), _batch_of)


def list_page(plan: str, page: int, filters: Filters) -> Call[BatchPage]:
    from sinch_batches_client.api.batches.list_batches import _get_kwargs

    known = fields_of(_get_kwargs)
    given: dict[str, object] = {"page": page, **filters}
    if unknown := given.keys() - known.keys():
        raise TypeError(f"there is no filter {', '.join(unknown)}")
    if "from_" in given:
        given["from_"] = _senders(given["from_"])
    taken = {name: take(known[name], value) for name, value in given.items()}
    if empty := [name for name, value in taken.items() if value == ""]:  # which would list all
        raise InvalidRequest(empty[0], "", "must not be empty")
    return Call(_get_kwargs(plan, **taken), _page_of, idempotent=True)


def dry_run(
    plan: str, batch: Submission, per_recipient: bool, number_of_recipients: int
) -> Call[models.DryRunResult]:
    from sinch_batches_client.api.batches.dry_run_batch import _get_kwargs

    known = fields_of(_get_kwargs)
    request = _get_kwargs(
        plan,
        body=submission(batch),
        per_recipient=take(known["per_recipient"], per_recipient),
        number_of_recipients=take(known["number_of_recipients"], number_of_recipients),
    )
    return Call(request, _dry_run_of, idempotent=True)


def get(plan: str, batch_id: str) -> Call[Batch]:
    from sinch_batches_client.api.batches.get_batch import _get_kwargs

    check_id("batch_id", batch_id)
    return Call(_get_kwargs(plan, batch_id), _batch_of, idempotent=True)


def update(plan: str, batch_id: str, update: Update) -> Call[Batch]:
    from sinch_batches_client.api.batches.update_batch import _get_kwargs

    check_id("batch_id", batch_id)
    body = checked(update, models.TextUpdate, models.BinaryUpdate)
    return Call(_get_kwargs(plan, batch_id, body=body), _batch_of)


def replace(plan: str, batch_id: str, batch: Submission) -> Call[Batch]:
    from sinch_batches_client.api.batches.replace_batch import _get_kwargs

    check_id("batch_id", batch_id)
    body = submission(batch)
    # To replace a batch that is due sends it: twice would be two messages (seed: Replace).
    request = _get_kwargs(plan, batch_id, body=body)
    return Call(request, _batch_of, send_at=body.send_at or None)


def cancel(plan: str, batch_id: str) -> Call[Batch]:
    from sinch_batches_client.api.batches.cancel_batch import _get_kwargs

    check_id("batch_id", batch_id)
    return Call(_get_kwargs(plan, batch_id), _batch_of, idempotent=True)


def send_delivery_feedback(plan: str, batch_id: str, recipients: Iterable[str]) -> Call[None]:
    from sinch_batches_client.api.batches.send_delivery_feedback import _get_kwargs

    check_id("batch_id", batch_id)
    known = fields_of(models.DeliveryFeedback)
    body = models.DeliveryFeedback(take(known["recipients"], recipients))
    return Call(_get_kwargs(plan, batch_id, body=body), _nothing_of)


def _senders(senders: object) -> object:
    """Return what the generator can't write, `explode: false` (its issue 197)."""
    if isinstance(senders, str) or not isinstance(senders, Iterable):
        return senders
    several = list(senders)
    if not several or not all(
        isinstance(each, str) and each and "," not in each for each in several
    ):
        raise InvalidRequest("from_", several[:10], "must be one sender or more, each a str")
    joined = ",".join(several)
    if len(joined) > _LONGEST_FILTER:
        rule = f"must be fewer: an address has room for {_LONGEST_FILTER} characters of them"
        raise InvalidRequest("from_", f"{len(several)} senders", rule)
    return joined


def checked(message: _M, *kinds: type[AttrsInstance]) -> _M:
    """Return a message whose fields are as the generated code needs them; the given one stays.

    Refuses what would cost a round trip, or be misread, with `InvalidRequest`.
    """
    if not isinstance(message, kinds):
        known = " or ".join(kind.__name__ for kind in kinds)
        raise InvalidRequest("message", type(message).__name__, f"must be a {known}")
    taken = {}
    for each in fields_of(type(message)).values():
        value = getattr(message, each.name)
        if value.__class__ not in each.plain:
            kept = take(each, value)
            if kept is not value:
                taken[each.name] = kept
    message = copy.copy(message) if taken else message
    for name, value in taken.items():
        setattr(message, name, value)
    if "udh" in fields_of(type(message)):
        _check_size(*(getattr(message, name) or "" for name in ("body", "udh")))
    return message


def _check_size(body: str, udh: str) -> None:
    try:
        size = len(b64decode(body.strip(), validate=True))
    except ValueError as error:
        raise InvalidRequest("body", body, f"must be bytes, or text in Base64: {error}") from None
    try:
        size += len(bytes.fromhex(udh))
    except ValueError as error:
        raise InvalidRequest("udh", udh, f"must be bytes, or hexadecimal text: {error}") from None
    if size > _MOST_BYTES:
        raise InvalidRequest("body and udh", f"{size} bytes", f"must be at most {_MOST_BYTES}")


def _batch_of(document: object) -> Batch:
    if not isinstance(document, dict):  # whatever said 2xx, it isn't the API
        raise ValueError("it is no JSON object")
    from ._batches.stored import decode_batch

    return decode_batch(document)


def _page_of(document: object) -> BatchPage:
    if not isinstance(document, dict) or not isinstance(document.get("batches"), list):
        raise ValueError("there is no list of batches")
    from ._batches.stored import decode, decode_batch
    from ._pages import BatchPage

    page = decode(models.BatchPage, {**document, "batches": []})
    decoded = [decode_batch(batch) for batch in document["batches"]]
    return BatchPage(page.page, page.page_size, page.count, decoded)


def _dry_run_of(document: object) -> models.DryRunResult:
    from ._batches.stored import decode

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

"""Sending without doing it twice, and to audiences of any size."""

from __future__ import annotations

import copy
import re
from datetime import UTC, datetime, timedelta
from itertools import count, islice
from typing import TYPE_CHECKING
from uuid import uuid4

from attrs import field, frozen

from sinch_batches_client.models import Parameters, TextSubmission

from . import _operations
from ._decode import Batch, OpaqueBatch
from ._errors import ApiError, InvalidRequest, SendUnconfirmed, SinchBatchesError, TransportError
from ._flow import Flow, Retries, perform
from ._messages import check

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from ._operations import Submission

_MOST_RECIPIENTS = 1000  # of a batch (seed: Send)
_KEPT = timedelta(days=14)  # how long a batch is listed (seed: List)


@frozen
class Part:
    """What came of one batch for a part of an audience: either `batch` or `error`."""

    client_reference: str
    recipients: list[str] = field(repr=False)
    batch: Batch | None = None
    error: SinchBatchesError | None = None


def send_once(plan: str, batch: Submission, retries: Retries) -> Flow[Batch]:
    """Send; if the answer is lost, look for the batch before sending it again."""
    check(batch, _operations.Submission)
    reference = batch.client_reference or uuid4().hex
    like = batch if batch.client_reference else None
    batch = copy.copy(batch)
    batch.client_reference = reference
    call, lost = _operations.send(plan, batch), None
    for _ in range(retries.limit + 1):
        try:
            return (yield from perform(call, retries))
        except (ApiError, TransportError) as error:
            if not _may_have_arrived(error):
                if lost is None:
                    raise
                break
            lost = error
        is_missing = False
        for pause in retries.lookups:
            yield pause
            try:
                found = yield from find_sent(plan, reference, retries, like)
            except (ApiError, TransportError):
                is_missing = False
                continue
            if found is not None:
                return found
            is_missing = True
        if not is_missing:
            break
    raise SendUnconfirmed(reference, str(lost)) from lost


def send_part(plan: str, part: Submission, retries: Retries) -> Flow[Part]:
    """Send a part of an audience once; an error is an outcome too."""
    reference = str(part.client_reference)
    try:
        return Part(reference, part.to, batch=(yield from send_once(plan, part, retries)))
    except SinchBatchesError as error:
        return Part(reference, part.to, error=error)


def find_sent(
    plan: str, reference: str, retries: Retries, like: Submission | None = None
) -> Flow[Batch | None]:
    """Find the newest batch with this reference, and with the content of `like` if given."""
    if not reference:
        raise InvalidRequest("client_reference", reference, "must not be empty")
    since = datetime.now(UTC) - _KEPT
    filters: _operations.Filters = {"client_reference": reference, "start_date": since}
    page = yield from perform(_operations.list_page(plan, 0, filters), retries)
    found = [batch for batch in page.batches if _reference_of(batch) == reference]
    for batch in found:
        if like is None or _is_like(batch, like):
            return batch
    if page.batches:
        reason = "other batches have this reference" if found else "the list ignores references"
        raise SendUnconfirmed(reference, reason)
    return None


def parts_of(
    recipients: Iterable[str],
    batch: Submission,
    reference: str | None,
    already_sent: Collection[str],
    size: int,
    at_once: int,
) -> Iterator[Submission | None]:
    """Cut an audience into batches whose references are `reference` and a running number.

    A last None means: wait for what is under way. An error of `recipients` is raised after it, so
    that what came of the parts before is told first.
    """
    check(batch, _operations.Submission)
    for name, value in (("recipients", recipients), ("already_sent", already_sent)):
        if isinstance(value, str):
            raise InvalidRequest(name, value, "must be an iterable of them, not one")
    if not 1 <= size <= _MOST_RECIPIENTS:
        raise InvalidRequest("size", size, f"must be 1 to {_MOST_RECIPIENTS}")
    if at_once < 1:
        raise InvalidRequest("at_once", at_once, "must be 1 or more")
    remaining, reference, done = iter(recipients), reference or uuid4().hex, set(already_sent)
    try:
        for index in count():
            chunk = list(islice(remaining, size))
            if not chunk:
                break
            part = copy.copy(batch)
            part.to, part.client_reference = chunk, f"{reference}-{index}"
            if isinstance(part, TextSubmission) and part.parameters:
                part.parameters = _narrowed(part.parameters, chunk)
            if part.client_reference not in done:
                yield part
    except Exception:
        yield None
        raise
    yield None


def _may_have_arrived(error: ApiError | TransportError) -> bool:
    if isinstance(error, TransportError):
        return error.maybe_sent
    return error.status_code >= 500 or error.status_code < 300  # an answer that can't be read


def _reference_of(batch: Batch) -> object:
    if isinstance(batch, OpaqueBatch):
        return batch.raw.get("client_reference")
    return batch.client_reference


def _is_like(batch: Batch, sent: Submission) -> bool:
    if isinstance(batch, OpaqueBatch) or batch.body.split() != sent.body.split():
        return False
    return set(map(_number, batch.to)) == set(map(_number, sent.to))


def _number(recipient: str) -> str:
    """Return a number as answers have it (api-facts §3); a group id stays the same."""
    return re.sub(r"^(\+|00)", "", re.sub(r"[\s()\[\]-]", "", recipient))


def _narrowed(parameters: Parameters, recipients: list[str]) -> Parameters:
    """Return only the values for these recipients: a batch shan't carry those of all."""
    numbers = [_number(recipient) for recipient in recipients]
    keys = {"default", *recipients, *numbers, *("+" + number for number in numbers)}
    return Parameters.from_dict(
        {
            name: {key: values[key] for key in keys if key in values}
            for name, values in parameters.additional_properties.items()
        }
    )

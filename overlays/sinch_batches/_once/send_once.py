"""Sending without doing it twice: a send whose answer was lost is looked for."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from .. import _operations
from .._batches.stored import Batch, OpaqueBatch
from .._calls.call import perform
from .._calls.retries import may_have_arrived
from .._errors import ApiError, SendUnconfirmed, TransportError, demand_text
from .numbers import bare

if TYPE_CHECKING:
    from .._batches.more_messages import Submission
    from .._calls.call import Flow, Session
    from .._pages import Filters

# Batches are listed for 14 days (seed: List). An earlier start is taken for that, and so a clock
# that is wrong by months does no harm.
_LONG_AGO = timedelta(days=365)


def send_once(session: Session, batch: Submission) -> Flow[Batch]:
    """Send; if the answer is lost, look for the batch before sending it again."""
    call = _operations.send(session.plan, batch)
    like = batch if batch.client_reference else None
    reference = batch.client_reference or os.urandom(16).hex()
    call.options["json"]["client_reference"] = reference  # the given batch stays as it was
    lost: ApiError | TransportError | None = None
    for _ in range(session.retries.limit + 1):
        try:
            sent = yield from perform(call, session)
            if sent.id and _reference_of(sent) in (reference, None):
                return sent
            lost = session.unexpected("POST", 201, "the answer holds another batch, or none")
        except (ApiError, TransportError) as failure:
            if lost is not None and not may_have_arrived(failure):
                raise SendUnconfirmed(reference, f"{lost}; then {failure}") from failure
            if not may_have_arrived(failure):
                raise
            lost = failure
        found = yield from _look_for(session, reference, like)
        if found == "unknown":
            break
        if found is not None:
            return found
    raise SendUnconfirmed(reference, str(lost)) from lost


def find_sent(
    session: Session, reference: str, like: Submission | None = None, since: datetime | None = None
) -> Flow[Batch | None]:
    """Find the newest batch with this reference, and with the content of `like` if given."""
    demand_text("client_reference", reference)
    filters: Filters = {"client_reference": reference}
    if since is not None:
        filters["start_date"] = since
    page = yield from perform(_operations.list_page(session.plan, 0, filters), session)
    matching = [batch for batch in page.batches if _reference_of(batch) == reference]
    for batch in matching:
        if like is None or _is_like(batch, like):
            return batch
    if page.batches:
        reason = "other batches have this reference" if matching else "the list ignores references"
        raise SendUnconfirmed(reference, reason)
    if page.count:
        text = f"the list counts {page.count} and shows none"
        raise session.unexpected("GET", 200, text)
    return None


def since_ever() -> datetime:
    """Return a start from which the list holds all that the API keeps."""
    return datetime.now(UTC) - _LONG_AGO


def _look_for(
    session: Session, reference: str, like: Submission | None
) -> Flow[Batch | Literal["unknown"] | None]:
    """Look for the batch after each pause; None if it was missing each time.

    The list goes back for 24 hours by itself (seed: List), by the clock of the server.
    """
    outcome: Literal["unknown"] | None = None if session.retries.lookups else "unknown"
    for pause in session.retries.lookups:
        yield pause
        try:
            found = yield from find_sent(session, reference, like)
        except (ApiError, TransportError):
            outcome = "unknown"
            continue
        if found is not None:
            return found
    return outcome


def _reference_of(batch: Batch) -> object:
    if isinstance(batch, OpaqueBatch):
        return batch.raw.get("client_reference")
    return batch.client_reference or None


def _is_like(batch: Batch, sent: Submission) -> bool:
    if isinstance(batch, OpaqueBatch) or batch.body.split() != sent.body.split():
        return False
    return set(map(bare, batch.to)) == set(map(bare, sent.to))

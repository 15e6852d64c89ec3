"""Waiting until nothing more is to become of a batch."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

from .. import _operations
from .._batches.stored import OpaqueBatch
from .._calls.call import perform
from .._errors import InvalidRequest, RateLimited, ServerError, TransportError
from . import operations

if TYPE_CHECKING:
    from .._calls.call import Flow, Session
    from .documents import BatchDeliveryReport


def wait_for(
    session: Session,
    batch_id: str,
    type_: operations.ReportType,
    timeout: float,
    first: float,
    longest: float,
) -> Flow[BatchDeliveryReport]:
    """Ask for the report until it is final, or no messages will come, or the time is over."""
    for name, seconds in (("timeout", timeout), ("first", first), ("longest", longest)):
        _check_seconds(name, seconds)
    ends, pause = time.monotonic() + timeout, first
    while True:
        call = operations.batch_report(session.plan, batch_id, type_, (), ())
        left = ends - time.monotonic()
        try:
            report = yield from perform(call, session)
            if report.is_final or left <= 0:
                return report
            if not report.statuses and (yield from _is_canceled(session, batch_id)):
                return report
        except (RateLimited, ServerError, TransportError):
            if left <= 0:
                raise
        yield min(pause, max(ends - time.monotonic(), 0))
        pause = min(2 * pause, longest)


def _is_canceled(session: Session, batch_id: str) -> Flow[bool]:
    """Tell whether an empty report stays so: that of a scheduled batch is empty as well."""
    batch = yield from perform(_operations.get(session.plan, batch_id), session)
    canceled = batch.raw.get("canceled") if isinstance(batch, OpaqueBatch) else batch.canceled
    return canceled is True


def _check_seconds(name: str, value: object) -> None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not 0 < value < math.inf:  # type: ignore[operator]
        raise InvalidRequest(name, value, "must be seconds above 0")

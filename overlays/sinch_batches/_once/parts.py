"""Audiences of any size: cut into parts, each of which is sent once."""

from __future__ import annotations

import copy
import os
from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING

from attrs import field, frozen

from sinch_batches_client import models

from .._errors import InvalidRequest, SendUnconfirmed, SinchBatchesError, demand_text
from .._operations import submission
from .numbers import Shares
from .send_once import send_once

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from .._batches.more_messages import Submission
    from .._batches.stored import Batch
    from .._calls.call import Flow, Session

_MOST_RECIPIENTS = 1000  # of a batch (seed: Send)
_MOST_AT_ONCE = 1000  # each takes a thread or a task, and a connection


@frozen
class Part:
    """What came of one batch for a part of an audience: either `batch` or `error`."""

    client_reference: str
    recipients: list[str] = field(repr=False)
    batch: Batch | None = None
    error: SinchBatchesError | None = None


def send_part(session: Session, part: Submission) -> Flow[Part]:
    """Send a part of an audience once; an error is an outcome too, whatever it is."""
    reference = str(part.client_reference)
    try:
        return Part(reference, part.to, batch=(yield from send_once(session, part)))
    except SinchBatchesError as error:
        return Part(reference, part.to, error=error)
    except Exception as error:  # such as one of somebody's own rules for retries
        reason = f"{type(error).__name__}: {error}"
        return Part(reference, part.to, error=SendUnconfirmed(reference, reason))


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
    that what came of the parts before is told first. Arguments that don't fit are refused at once.
    """
    batch = submission(batch)
    _check_iterable("recipients", recipients)
    _check_iterable("already_sent", already_sent)
    done = [*already_sent]
    for each in done:
        demand_text("already_sent", each)
    _check_number("size", size, range(1, _MOST_RECIPIENTS + 1))
    _check_number("at_once", at_once, range(1, _MOST_AT_ONCE + 1))
    if reference is not None:
        demand_text("reference", reference)
    return _cut(iter(recipients), batch, reference or os.urandom(16).hex(), {*done}, size)


def _cut(
    remaining: Iterator[str], batch: Submission, reference: str, done: set[str], size: int
) -> Iterator[Submission | None]:
    shares = None
    if isinstance(batch, models.TextSubmission) and batch.parameters:
        shares = Shares(batch.parameters)
    try:
        for index, chunk in enumerate(iter(lambda: list(islice(remaining, size)), [])):
            part = copy.copy(batch)
            part.to, part.client_reference = chunk, f"{reference}-{index}"
            if part.client_reference in done:
                continue
            are_text = all(isinstance(each, str) for each in chunk)  # if not, it is refused later
            if shares and are_text and isinstance(part, models.TextSubmission):
                part.parameters = shares.of(chunk)
            yield part
    except Exception:
        yield None
        raise
    yield None


def _check_iterable(name: str, value: object) -> None:
    if isinstance(value, str | bytes) or not isinstance(value, Iterable):
        raise InvalidRequest(name, value, "must be an iterable of them, not one")


def _check_number(name: str, value: object, allowed: range) -> None:
    if not isinstance(value, int) or value not in allowed:
        raise InvalidRequest(name, value, f"must be {allowed[0]} to {allowed[-1]}")

"""The times in answers: which, and in which form."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from .._asking.expect import expect, expect_status
from .._asking.moments import THREE_DAYS, created_at, expect_moment
from .._catalogue.requirement import requirement
from .._judgement.levels import MUST, SHOULD
from .._judgement.outcomes import Violation
from .._material.times import moment_of, now

if TYPE_CHECKING:
    from .._asking.api import Api

SEND = "send_batch"


@requirement(
    "TIME-014",
    MUST,
    SEND,
    "created_at and modified_at of a new batch are the moment of its creation",
    source="seed: Send, created_at, modified_at",
)
def creation_time(api: Api) -> None:
    answer = expect_status(api.send(api.text()), 201)
    batch = answer.json
    # The server's own clock, if it tells it: it may differ from ours. A time zone is a fault.
    date = answer.exchange.response_headers.get("date")
    now = parsedate_to_datetime(date) if date else datetime.now(UTC)
    created = created_at(batch)
    expect_moment(batch, "created_at", now, timedelta(minutes=10))
    if "modified_at" in batch:
        expect_moment(batch, "modified_at", created, timedelta(seconds=5))


@requirement(
    "TIME-015",
    MUST,
    SEND,
    "Times in answers are ISO 8601 in UTC, with a Z",
    source="seed: Send, Formatted as ISO-8601; docs: sources §3",
)
def form_of_times(api: Api) -> None:
    batch = api.sent()
    for name in ("created_at", "modified_at", "send_at", "expire_at"):
        if name in batch:
            _expect_form(batch, name, r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z")


@requirement(
    "TIME-016",
    SHOULD,
    SEND,
    "Times in answers have milliseconds",
    source="docs: sources §3; fixtures show whole seconds too",
)
def milliseconds(api: Api) -> None:
    batch = api.sent()
    for name in ("created_at", "modified_at"):
        expect(name in batch, f"`{name}` must be there")
        _expect_form(batch, name, r".*:\d\d\.\d{3}Z")


def _expect_form(batch: dict[str, Any], name: str, pattern: str) -> None:
    value = batch[name]
    if not isinstance(value, str) or not re.fullmatch(pattern, value):
        raise Violation(f"`{name}` must be like 2019-08-24T14:15:22.000Z, was {value!r}")


@requirement(
    "TIME-017",
    SHOULD,
    SEND,
    "The answer holds expire_at even if it wasn't given",
    source="sdk: sources §12.4",
)
def expiry_is_told(api: Api) -> None:
    expect("expire_at" in api.sent(), "`expire_at` must be there")


@requirement(
    "TIME-003",
    SHOULD,
    SEND,
    "Without send_at and expire_at it expires 3 days after its creation",
    source="sdk: sources §6",
)
def default_expiry_from_creation(api: Api) -> None:
    batch = api.sent(send_at=...)
    created = moment_of(batch.get("created_at"))
    expect(created is not None, "`created_at` must name the moment of creation")
    expect_moment(batch, "expire_at", (created or now()) + THREE_DAYS, timedelta(seconds=5))

"""List: the filters by time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from .._asking.expect import expect, expect_status
from .._asking.moments import created_at, let_time_pass
from .._catalogue.requirement import requirement
from .._judgement.levels import MUST, SHOULD
from .._judgement.outcomes import NotTested
from .._material.times import later, now, stamp
from .list_filters import expect_found
from .list_pages import LIST, listed_all

if TYPE_CHECKING:
    from .._asking.api import Api


@requirement(
    "FILT-008",
    MUST,
    LIST,
    "start_date keeps a batch that was created at this very time",
    source="seed: List, start_date: at or after",
)
def start_date_is_inclusive(api: Api) -> None:
    batch = api.sent()
    created_at(batch)
    expect_found(api, [batch["id"]], start_date=batch["created_at"])


@requirement(
    "FILT-009",
    MUST,
    LIST,
    "start_date leaves out a batch that was created before",
    source="seed: List, start_date: at or after",
)
def start_date_leaves_out(api: Api) -> None:
    batch = api.sent()
    listed_all(api, 1)
    created = created_at(batch)
    expect_found(api, [], start_date=stamp(created + timedelta(seconds=1)))


@requirement(
    "FILT-010",
    MUST,
    LIST,
    "end_date leaves out a batch that was created at this very time",
    source="seed: List, end_date: before",
)
def end_date_is_exclusive(api: Api) -> None:
    batch = api.sent()
    listed_all(api, 1)
    created_at(batch)
    expect_found(api, [], end_date=batch["created_at"])


@requirement(
    "FILT-011",
    MUST,
    LIST,
    "end_date keeps a batch that was created before",
    source="seed: List, end_date: before",
)
def end_date_keeps(api: Api) -> None:
    batch = api.sent()
    created = created_at(batch)
    for ahead in (timedelta(seconds=1), timedelta(days=3)):
        expect_found(api, [batch["id"]], end_date=stamp(created + ahead))


@requirement(
    "FILT-017",
    MUST,
    LIST,
    "start_date and end_date tell two batches of one second apart",
    source="seed: List, start_date: at or after; end_date: before",
    batches=2,
)
def within_a_second(api: Api) -> None:
    earlier = api.sent()
    created = created_at(earlier)
    let_time_pass(earlier)
    later_one = api.sent()
    if created_at(later_one) <= created:
        raise NotTested("two batches, one sent after the other, were created at the same time")
    expect_found(api, [later_one["id"]], start_date=later_one["created_at"])
    expect_found(api, [earlier["id"]], end_date=later_one["created_at"])


@requirement(
    "FILT-013",
    SHOULD,
    LIST,
    "start_date may be a bare date, lack the zone or have 7 decimals",
    source="sdk: sources §3",
)
def forms_of_start_date(api: Api) -> None:
    id = api.sent()["id"]
    yesterday = later(days=-1)
    for form in ("%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S.0000000Z"):
        expect_found(api, [id], start_date=yesterday.strftime(form))


@requirement(
    "FILT-015",
    SHOULD,
    LIST,
    "An end_date before start_date gives an empty list",
    source="inference: decision 31",
)
def end_before_start(api: Api) -> None:
    api.sent()
    start, end = stamp(now()), stamp(later(days=-2))
    page = expect_status(api.list_page(start_date=start, end_date=end), 200).json
    expect(not page.get("batches"), "nothing can match")


@requirement(
    "FILT-016",
    SHOULD,
    LIST,
    "A start_date older than 14 days is accepted",
    source="sdk: sources §8",
)
def old_start_date(api: Api) -> None:
    expect_found(api, [api.sent()["id"]], start_date="2019-08-24T14:15:22Z")

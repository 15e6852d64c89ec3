"""List: the filters."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from .._catalogue import requirement
from .._expect import expect, expect_equal, expect_status
from .._levels import MUST, SHOULD
from .._material import later, moment_of, now, stamp
from .._outcomes import NotTested
from .list_pages import listed_all

if TYPE_CHECKING:
    from .._api import Api

LIST = "list_batches"


def _ids(api: Api, **query: Any) -> list[Any]:
    """Return the ids that the list holds; the check's own client reference unless another."""
    page = api.listed(**{"client_reference": api.reference, **query})
    return [batch.get("id") for batch in page.get("batches", [])]


def _expect_found(api: Api, wanted: list[str], **query: Any) -> None:
    told = ", ".join(f"{name.rstrip('_')}={value}" for name, value in query.items())
    api.eventually(
        lambda: expect_equal(sorted(_ids(api, **query)), sorted(wanted), f"the ids with {told}")
    )


@requirement(
    "FILT-001",
    MUST,
    LIST,
    "client_reference finds the batches with this reference and no other",
    source="seed: List, client_reference",
    batches=3,
)
def by_client_reference(api: Api) -> None:
    wanted = api.sent()["id"]
    api.sent(client_reference="another-" + api.reference)
    api.sent(client_reference=...)
    _expect_found(api, [wanted], client_reference=api.reference)


@requirement(
    "FILT-002",
    SHOULD,
    LIST,
    "client_reference matches exactly: no beginning, no other case, no wildcard",
    source="sdk: §8",
)
def exact_client_reference(api: Api) -> None:
    api.sent()
    listed_all(api, 1)
    for other in (api.reference[:-1], api.reference.upper(), "contract-*", "%"):
        expect_equal(_ids(api, client_reference=other), [], f"the ids with {other!r}")


@requirement(
    "FILT-003",
    MUST,
    LIST,
    "A client reference with reserved and foreign characters is found",
    source="seed: List, client_reference",
)
def escaped_client_reference(api: Api) -> None:
    reference = f"{api.reference} a&b=c+d/é漢?#%41"
    id = api.sent(client_reference=reference)["id"]
    _expect_found(api, [id], client_reference=reference)


@requirement(
    "FILT-004",
    MUST,
    LIST,
    "from finds the batches of this sender and no other",
    source="seed: List, from",
    batches=2,
)
def by_sender(api: Api) -> None:
    _, by_short_code = _from_two_senders(api)
    _expect_found(api, [by_short_code], from_="44345")
    _expect_found(api, [], from_="44346")


@requirement(
    "FILT-005",
    MUST,
    LIST,
    "from takes several senders, separated by commas",
    source="seed: List, from",
    batches=3,
)
def by_several_senders(api: Api) -> None:
    first, second = _from_two_senders(api)
    api.sent(from_="45608")
    _expect_found(api, [first, second], from_=f"{api.sender},44345")


@requirement(
    "FILT-006",
    MUST,
    LIST,
    "from takes a blank after a comma, as in the example of the API page",
    source="seed: List, from, Example: from=44345, 45607",
    batches=2,
)
def blank_after_the_comma(api: Api) -> None:
    first, second = _from_two_senders(api)
    _expect_found(api, [first, second], from_=f"44345, {api.sender}")


@requirement(
    "FILT-007",
    MUST,
    LIST,
    "from takes a number with +",
    source="docs: §3",
    batches=2,
)
def sender_with_plus(api: Api) -> None:
    first, _ = _from_two_senders(api)
    _expect_found(api, [first], from_="+" + api.sender.removeprefix("+"))


def _from_two_senders(api: Api) -> tuple[str, str]:
    if api.settings.sender:
        raise NotTested("only one sender may be used (--sender)")
    return api.sent()["id"], api.sent(from_="44345")["id"]


@requirement(
    "FILT-008",
    MUST,
    LIST,
    "start_date keeps a batch that was created at this very time",
    source="seed: List, start_date: at or after",
)
def start_date_is_inclusive(api: Api) -> None:
    batch = api.sent()
    _expect_found(api, [batch["id"]], start_date=batch["created_at"])


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
    created = moment_of(batch["created_at"]) or now()
    _expect_found(api, [], start_date=stamp(created + timedelta(seconds=1)))


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
    _expect_found(api, [], end_date=batch["created_at"])


@requirement(
    "FILT-011",
    MUST,
    LIST,
    "end_date keeps a batch that was created before",
    source="seed: List, end_date: before",
)
def end_date_keeps(api: Api) -> None:
    batch = api.sent()
    created = moment_of(batch["created_at"]) or now()
    _expect_found(api, [batch["id"]], end_date=stamp(created + timedelta(seconds=1)))


@requirement(
    "FILT-012",
    MUST,
    LIST,
    "A time with an offset in start_date names the same moment",
    source="docs: §3",
)
def start_date_with_offset(api: Api) -> None:
    batch = api.sent()
    created = moment_of(batch["created_at"]) or now()
    local = created.replace(tzinfo=None)
    just_before = (local + timedelta(hours=5, minutes=30)).isoformat() + "+05:30"
    just_after = (local - timedelta(hours=8) + timedelta(seconds=1)).isoformat() + "-08:00"
    _expect_found(api, [batch["id"]], start_date=just_before)
    _expect_found(api, [], start_date=just_after)


@requirement(
    "FILT-013",
    SHOULD,
    LIST,
    "start_date may be a bare date, lack the zone or have 7 decimals",
    source="sdk: §3",
)
def forms_of_start_date(api: Api) -> None:
    id = api.sent()["id"]
    yesterday = later(days=-1)
    for form in ("%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S.0000000Z"):
        _expect_found(api, [id], start_date=yesterday.strftime(form))


@requirement(
    "FILT-014",
    MUST,
    LIST,
    "All filters given must match",
    source="seed: List, count: matching the given filters",
)
def filters_combine(api: Api) -> None:
    batch = api.sent()
    listed_all(api, 1)
    _expect_found(api, [], from_="44346")
    _expect_found(api, [batch["id"]], from_=api.sender, start_date=batch["created_at"])
    _expect_found(api, [], from_=api.sender, end_date=batch["created_at"])


@requirement(
    "FILT-015",
    SHOULD,
    LIST,
    "An end_date before start_date gives an empty list",
    source="inference: §17.31",
)
def end_before_start(api: Api) -> None:
    api.sent()
    start, end = stamp(now()), stamp(later(days=-2))
    page = expect_status(api.list_page(start_date=start, end_date=end), 200).json
    expect(page.get("batches") == [], "nothing can match")


@requirement(
    "FILT-016",
    SHOULD,
    LIST,
    "A start_date older than 14 days is accepted",
    source="sdk: §8",
)
def old_start_date(api: Api) -> None:
    _expect_found(api, [api.sent()["id"]], start_date="2019-08-24T14:15:22Z")

"""List: the filters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._asking.expect import expect_equal, ids_of
from .._asking.moments import created_at
from .._catalogue.requirement import requirement
from .._judgement.levels import MUST, SHOULD
from .._judgement.outcomes import NotTested
from .list_pages import listed_all

if TYPE_CHECKING:
    from .._asking.api import Api

LIST = "list_batches"


def _ids(api: Api, **query: Any) -> list[str]:
    """Return the ids that the list holds; the check's own client reference unless another."""
    page = api.listed(**{"client_reference": api.reference, **query})
    return ids_of(page)


def expect_found(api: Api, wanted: list[str], **query: Any) -> None:
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
    expect_found(api, [wanted], client_reference=api.reference)


@requirement(
    "FILT-002",
    SHOULD,
    LIST,
    "client_reference matches exactly: no beginning, no wildcard, no other case",
    source="sdk: sources §8",
)
def exact_client_reference(api: Api) -> None:
    api.sent()
    listed_all(api, 1)
    for other in (api.reference[:-1], "contract-*", "%", api.reference.upper()):
        expect_equal(_ids(api, client_reference=other), [], f"the ids with {other!r}")


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
    expect_found(api, [by_short_code], from_="44345")
    for other in ("44346", "4434", "4345", "144345"):
        expect_found(api, [], from_=other)


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
    expect_found(api, [first, second], from_=f"{api.sender},44345")


def _from_two_senders(api: Api) -> tuple[str, str]:
    if api.settings.sender:
        raise NotTested("only one sender may be used (--sender)")
    return api.sent()["id"], api.sent(from_="44345")["id"]


@requirement(
    "FILT-014",
    MUST,
    LIST,
    "All filters given must match",
    source="seed: List, count: matching the given filters",
    batches=2,
)
def filters_combine(api: Api) -> None:
    api.sent(client_reference=f"{api.reference}-another")
    batch = api.sent()
    created_at(batch)
    listed_all(api, 1)
    expect_found(api, [], from_="44346")
    expect_found(api, [batch["id"]], from_=api.sender, start_date=batch["created_at"])
    expect_found(api, [], from_=api.sender, end_date=batch["created_at"])

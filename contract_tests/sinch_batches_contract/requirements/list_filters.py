"""List: the filters."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from .._asking.expect import expect_equal, expect_status, ids_of
from .._asking.moments import created_at
from .._catalogue.requirement import requirement
from .._judgement.levels import MUST, SHOULD
from .._judgement.outcomes import NotTested
from .._material.times import stamp
from .._spec.operations import needs_of
from .._spec.page import SECTIONS
from .list_pages import listed_all

if TYPE_CHECKING:
    from .._asking.api import Api

LIST = "list_batches"


def _found(api: Api, **query: Any) -> tuple[list[str], Any]:
    """Return the ids listed, and their count; the check's own client reference unless another."""
    page = api.listed(**{"client_reference": api.reference, **query})
    return sorted(ids_of(page)), page.get("count")


def expect_found(api: Api, wanted: list[str], **query: Any) -> None:
    told = ", ".join(f"{name.rstrip('_')}={value}" for name, value in query.items())
    due = sorted(wanted), len(wanted)
    api.eventually(
        lambda: expect_equal(_found(api, **query), due, f"the ids, and `count`, with {told}")
    )


@requirement(
    "FILT-001",
    MUST,
    LIST,
    "client_reference finds the batches with this reference and no other",
    source="seed: List, client_reference",
    batches=9,
)
def by_client_reference(api: Api) -> None:
    wanted = api.sent()["id"]
    api.sent(client_reference="another-" + api.reference)
    api.sent(client_reference=...)
    expect_found(api, [wanted], client_reference=api.reference)
    long, short = api.reference.ljust(2047, "x"), f"{api.reference}xyz"
    patterns = (f"{api.reference}_%", f"{api.reference}.*")
    alike = (f"{long}a", f"{long}b", short, short.swapcase(), *patterns)
    ids = {reference: str(api.sent(client_reference=reference)["id"]) for reference in alike}
    for reference, id in ids.items():
        expect_found(api, [id], client_reference=reference)


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
        expect_found(api, [], client_reference=other)


@requirement(
    "FILT-004",
    MUST,
    LIST,
    "from finds the batches of this sender and no other",
    source="seed: List, from",
    batches=3,
)
def by_sender(api: Api) -> None:
    _, by_short_code = _from_two_senders(api)
    found = [by_short_code]
    if "binary" not in api.settings.without:
        found.append(api.sent(api.binary(from_="44345"))["id"])
    expect_found(api, found, from_="44345")
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
    later = stamp(created_at(batch) + timedelta(seconds=1))
    expect_found(api, [batch["id"]], start_date=batch["created_at"], end_date=later)
    expect_found(api, [], start_date=batch["created_at"], end_date=batch["created_at"])


def _finds_what_it_became(operation: str, name: str, api: Api) -> None:
    if name == "from" and api.settings.sender:
        raise NotTested("only one sender may be used (--sender)")
    old, new = (api.sender, "44345") if name == "from" else (api.reference, f"{api.reference}-new")
    id = str(api.sent()["id"])
    if operation == "update_batch":
        answer = api.update(id, {name: new})
    else:
        answer = api.replace(id, api.text(**{name: new}))
    became = expect_status(answer, 200).id

    def is_found_by_the_new_one_only() -> None:
        for value, is_found in ((new, True), (old, False)):
            ids = ids_of(api.listed(**{"client_reference": api.reference, name: value}))
            told = f"whether {became} is listed with {name}={value}"
            expect_equal(became in ids, is_found, told)

    api.eventually(is_found_by_the_new_one_only)


for _operation, _name in (
    ("update_batch", "from"),
    ("replace_batch", "from"),
    ("replace_batch", "client_reference"),
):
    requirement(
        f"FILT-changed@{_operation}.{_name}",
        MUST,
        LIST,
        f"After {SECTIONS[_operation]} the list finds a batch by its new {_name}, not by the old",
        source=f"seed: List, {_name}; {SECTIONS[_operation]}, {_name}",
        needs=needs_of(_operation),
    )(partial(_finds_what_it_became, _operation, _name))

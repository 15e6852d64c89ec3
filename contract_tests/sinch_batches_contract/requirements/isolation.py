"""Service plans know nothing of each other. Needs a second plan."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from .._asking.expect import expect, expect_status, expect_unchanged, ids_of
from .._catalogue.requirement import requirement
from .._judgement.levels import MUST
from .._judgement.outcomes import NotTested
from .._spec.operations import ANY_OPERATION
from .list_pages import listed_all

if TYPE_CHECKING:
    from .._asking.api import Api

_PAGE, _MOST_PAGES = 100, 20


@requirement(
    "ISO-001",
    MUST,
    ANY_OPERATION,
    "The token of one plan doesn't open another",
    source="docs: sources §2.1",
    batches=0,
)
def token_of_another_plan(api: Api) -> None:
    other = api.other_plan()
    if other.token == api.token:
        raise NotTested("both plans have the same token")
    expect_status(api.call("GET", "/batches", token=other.token), 401)
    expect_status(other.call("GET", "/batches", token=api.token), 401)


@requirement(
    "ISO-002",
    MUST,
    "get_batch",
    "The batch of one plan is answered 404 in another",
    source="docs: sources §1",
)
def read_from_another_plan(api: Api) -> None:
    other, id = api.other_plan(), str(api.sent()["id"])
    expect_status(other.get(id), 404)
    api.stored(id)  # what its own plan has read may be kept
    expect_status(other.get(id), 404)


@requirement(
    "ISO-003",
    MUST,
    "list_batches",
    "The list of one plan holds no batch of another",
    source="docs: sources §1",
    batches=2,
)
def listed_in_another_plan(api: Api) -> None:
    other = api.other_plan()
    other.sent()
    id = api.sent()["id"]
    listed_all(api, 1)  # what its own plan has read may be kept
    everything = ids_of(other.listed(page_size=100))
    expect(id not in everything, f"{id} of another plan must not be listed")
    page = other.listed(client_reference=api.reference)
    expect(not page.get("batches"), f"{id} of another plan must not be listed")
    expect(page.get("count", 0) == 0, "batches of another plan must not be counted")


@requirement(
    "ISO-005",
    MUST,
    "list_batches",
    "The count of a plan's list is that of the batches on all of its pages",
    source="seed: List, count: total number of batches; docs: sources §1",
    batches=2,
)
def counted_in_another_plan(api: Api) -> None:
    other = api.other_plan()
    other.sent()
    api.sent()
    listed_all(api, 1)
    # Others may send and cancel meanwhile, and what is canceled may be gone.
    api.eventually(partial(_expect_all_counted, other))


def _expect_all_counted(api: Api) -> None:
    count, found = api.listed(page_size=_PAGE).get("count", 0), set[str]()
    for number in range(_MOST_PAGES):
        ids = ids_of(api.listed(page_size=_PAGE, page=number))
        found |= set(ids)
        if len(ids) < _PAGE:
            expect(count <= len(found), f"{count} batches were counted, {len(found)} are there")
            return
    raise NotTested(f"the second plan has more than {_MOST_PAGES} pages of batches")


@requirement(
    "ISO-004",
    MUST,
    ANY_OPERATION,
    "No operation of one plan changes the batch of another",
    source="docs: sources §1",
)
def changed_from_another_plan(api: Api) -> None:
    other = api.other_plan()
    batch = api.sent(feedback_enabled=True)
    id = batch["id"]
    expect_status(other.update(id, {"body": "Changed"}), 404)
    expect_status(other.replace(id, api.text(body="Replaced")), 404)
    expect_status(other.cancel(id), 404)
    if "feedback" not in api.settings.without:
        expect_status(other.feedback(id, {"recipients": []}), 404)
    expect_unchanged(api.stored(id), batch)

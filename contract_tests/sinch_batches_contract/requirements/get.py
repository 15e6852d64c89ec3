"""Get: what is stored can be read back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._asking.expect import expect_equal, expect_field
from .._catalogue.requirement import requirement
from .._judgement.levels import MUST, SHOULD
from .._spec.page import NOT_IN_EVERY_ANSWER

if TYPE_CHECKING:
    from .._asking.api import Api

GET = "get_batch"
_SHOWN_BY_SEND = tuple(sorted(NOT_IN_EVERY_ANSWER))
_ALWAYS = ("id", "type", "to", "body", "canceled", "delivery_report", "created_at", "modified_at")


@requirement(
    "GET-004",
    MUST,
    GET,
    "Each id leads to its own batch",
    source="seed: Get: matches the provided batch ID",
    batches=3,
)
def each_id_its_own_batch(api: Api) -> None:
    sent = [api.sent(body=f"Batch {index}") for index in range(3)]
    for batch in sent:
        expect_equal(api.stored(batch["id"])["id"], batch["id"], "`id`")
        expect_equal(api.stored(batch["id"])["body"], batch["body"], "`body`")


@requirement(
    "GET-005",
    SHOULD,
    GET,
    f"A batch always has {', '.join(_ALWAYS)}",
    source="sdk: sources §12.4",
)
def fields_that_are_always_there(api: Api) -> None:
    batch = api.stored(api.sent()["id"])
    expect_equal([name for name in _ALWAYS if name not in batch], [], "the list of missing fields")


@requirement(
    "GET-006",
    SHOULD,
    GET,
    "Fields that weren't set are left out",
    source="sdk: sources §12.4",
)
def fields_that_were_not_set(api: Api) -> None:
    batch = api.stored(api.sent(send_at=..., client_reference=...)["id"])
    unset = ("send_at", "callback_url", "client_reference", "parameters", "from_ton", "from_npi")
    expect_equal([name for name in unset if name in batch], [], "the list of fields never set")


@requirement(
    "GET-007",
    SHOULD,
    GET,
    f"Get shows {', '.join(_SHOWN_BY_SEND)} as Send does",
    source="sdk: sources §12.4; contradiction 15",
)
def fields_that_send_shows(api: Api) -> None:
    values: dict[str, Any] = {"feedback_enabled": True, "truncate_concat": True}
    values |= {"from_ton": 1, "from_npi": 1}
    stored = api.stored(api.sent(**values)["id"])
    for name in _SHOWN_BY_SEND:
        expect_field(stored, name, values[name])

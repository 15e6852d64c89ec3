"""Send: what is refused, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._asking.expect import expect, expect_refused
from .._catalogue.requirement import requirement
from .._judgement.levels import MUST
from .send import SEND

if TYPE_CHECKING:
    from .._asking.api import Api


@requirement(
    "SEND-018",
    MUST,
    SEND,
    "A refused batch is not stored",
    source="docs: sources §2.1",
    batches=0,
)
def refused_is_not_stored(api: Api) -> None:
    expect_refused(api.send(api.text(to=[*api.numbers(1), "+1"])))
    page = api.listed(client_reference=api.reference)
    expect(not page.get("batches"), "a refused batch must not be listed")


@requirement(
    "SEND-019",
    MUST,
    SEND,
    "A missing required field or too many recipients have the code syntax_constraint_violation",
    source="docs: sources §2.3",
    batches=0,
)
def code_of_a_constraint(api: Api) -> None:
    for left_out in ("to", "body"):
        refused = api.send(api.text(**{left_out: ...}))
        expect_refused(refused, "syntax_constraint_violation")
    expect_refused(api.send(api.text(to=api.numbers(1001))), "syntax_constraint_violation")

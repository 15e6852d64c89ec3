"""Send: what is refused, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._catalogue import requirement
from .._expect import expect, expect_refused, expect_status
from .._levels import MUST
from .._outcomes import NotTested
from .send import SEND

if TYPE_CHECKING:
    from .._api import Api


@requirement(
    "SEND-015",
    MUST,
    SEND,
    "A report without any callback URL is answered 403 missing_callback_url",
    source="docs: sources §2.3",
    needs=["callbacks"],
)
def report_without_url(api: Api) -> None:
    answer = api.send(api.text(delivery_report="summary"))
    if answer.status == 201 and "default-callback" not in api.settings.without:
        raise NotTested("the plan seems to have a callback URL (--without default-callback)")
    expect_refused(answer, "missing_callback_url", status=403)


@requirement(
    "SEND-016",
    MUST,
    SEND,
    "Without `from` a batch needs an automatic default originator: else 400",
    source="seed: Send, from: Required if …",
)
def without_sender(api: Api) -> None:
    document = api.text()
    del document["from"]
    answer = api.send(document)
    if "default-originator" in api.settings.without:
        expect_status(answer, 400)
    else:
        expect_status(answer, 201, 400)


@requirement(
    "SEND-017",
    MUST,
    SEND,
    "An unknown group is answered 403 unknown_group",
    source="docs: sources §2.3",
    needs=["groups"],
)
def unknown_group(api: Api) -> None:
    answer = api.send(api.text(to=[*api.numbers(1), "01ARZ3NDEKTSV4RRFFQ69G5FAV"]))
    expect_refused(answer, "unknown_group", status=403)


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

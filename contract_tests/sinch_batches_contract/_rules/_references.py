"""Rules about what a batch refers to: groups, a callback URL, a sender."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._asking.expect import expect_equal
from .._judgement.levels import MUST, SHOULD
from .._judgement.outcomes import NotTested
from .._material.numbers import UNKNOWN_GROUP
from .._spec.document import spec
from ._table import rule

if TYPE_CHECKING:
    from .._line import Answer
    from ._taker import Taker

_AS_SEND = "seed: Replace: the same as cancelling a batch and sending a new one; docs: sources §2.3"


def _to_unknown_group(taker: Taker) -> Answer:
    return taker.ask(to=[*taker.api.numbers(2)[1:], UNKNOWN_GROUP])


@rule(
    "unknown-group",
    "an unknown group is answered 403 unknown_group",
    send=MUST,
    dry_run=SHOULD,
    replace=SHOULD,
    update=SHOULD,
    source="docs: sources §2.3",
    softer="docs: sources §2.3; decision 30",
    needs=["groups"],
)
def _unknown_group(taker: Taker) -> None:
    taker.refuse(_to_unknown_group(taker), 403, code="unknown_group")


@rule(
    "unknown-group-refused",
    "a batch to an unknown group is refused",
    send="the answer to Send is documented, which is a rule of its own",
    dry_run="Sinch's page lists no such answer of Dry run",
    replace=MUST,
    update="Sinch's page lists no such answer of Update",
    source=_AS_SEND,
    needs=["groups"],
)
def _unknown_group_refused(taker: Taker) -> None:
    taker.refuse(_to_unknown_group(taker), 400, 403)


def _expect_no_report_to_nowhere(taker: Taker, *statuses: int, code: str | None = None) -> None:
    for mode in spec()["components"]["schemas"]["DeliveryReportMode"]["enum"]:
        if mode == "none":
            continue
        answer = taker.ask(delivery_report=mode)
        if answer.is_success and "default-callback" not in taker.api.settings.without:
            raise NotTested("the plan seems to have a callback URL (--without default-callback)")
        taker.refuse(answer, *statuses, code=code)


@rule(
    "report-to-nowhere",
    "a report of any mode without a callback URL is answered 403 missing_callback_url",
    send=MUST,
    dry_run=SHOULD,
    replace=SHOULD,
    update=MUST,
    source="docs: sources §2.4",
    softer="docs: sources §2.3; decision 30",
    needs=["callbacks"],
)
def _missing_callback_url(taker: Taker) -> None:
    _expect_no_report_to_nowhere(taker, 403, code="missing_callback_url")


@rule(
    "report-to-nowhere-refused",
    "a report of any mode without a callback URL is refused",
    send="the answer to Send is documented, which is a rule of its own",
    dry_run="Sinch's page lists no such answer of Dry run",
    replace=MUST,
    update="the answer to Update is documented, which is a rule of its own",
    source=_AS_SEND,
    needs=["callbacks"],
)
def _missing_callback_url_refused(taker: Taker) -> None:
    _expect_no_report_to_nowhere(taker, 400, 403)


@rule(
    "no-report-to-nowhere",
    "delivery_report none needs no callback URL",
    send=MUST,
    dry_run=MUST,
    replace=MUST,
    update=MUST,
    source="seed: {section}, delivery_report: No delivery report callback will be sent",
    needs=["callbacks"],
)
def _no_report(taker: Taker) -> None:
    taker.accept(taker.ask(delivery_report="none"))


@rule(
    "no-sender",
    "without `from` a batch needs an automatic default originator, else it is answered 400",
    send=MUST,
    dry_run=MUST,
    replace=MUST,
    update="the stored sender stays",
    source="seed: {section}, from: Required if Automatic Default Originator not configured",
)
def _no_sender(taker: Taker) -> None:
    answer = taker.ask(from_=...)
    has_none = "default-originator" in taker.api.settings.without
    if has_none or not answer.is_success:
        taker.refuse(answer)


@rule(
    "twice-the-same-recipient",
    "a number that stands twice among the recipients is kept once, in its first place",
    send=SHOULD,
    dry_run="only the number of recipients is shown",
    replace=SHOULD,
    update=SHOULD,
    source="inference: decision 13",
)
def _twice(taker: Taker) -> None:
    first, second, third = taker.api.numbers(3)
    given = [second, third, f"+{second}"]
    batch: dict[str, Any] = taker.stored(taker.ask({"to": [first]}, to=given)) or {}
    wanted = [first, second, third] if taker.is_update else [second, third]
    expect_equal(batch.get("to"), wanted, "`to`")


@rule(
    "order-of-recipients",
    "recipients keep their order; added ones come last",
    send=SHOULD,
    dry_run="the order of the details isn't documented",
    replace=SHOULD,
    update=SHOULD,
    source="sdk: sources §9",
)
def _order(taker: Taker) -> None:
    first, *others = taker.api.numbers(5)
    others.reverse()
    batch: dict[str, Any] = taker.stored(taker.ask({"to": [first]}, to=others)) or {}
    expect_equal(batch.get("to"), [first, *others] if taker.is_update else others, "`to`")

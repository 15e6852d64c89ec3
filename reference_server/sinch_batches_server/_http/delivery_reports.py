"""The operations that tell what became of messages (sources §14.1 to §14.3)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from .._delivery import finished, progress, reports
from .._rules import errors, identifiers, recipients, times
from . import listing
from .operations import Answer, stored

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .._settings import State
    from .operations import Call


async def get_batch_report(call: Call) -> Answer:
    """Return the report of a batch."""
    identifiers.check(call.batch_id)
    query = call.shapes.batch_report_query.read(call.query)
    batch = await stored(call)
    report = await _computed(
        call,
        lambda: reports.of_batch(
            batch,
            progress.standings(batch, call.plan, call.now),
            with_recipients=query["type"] == "full",
            is_wanted=_state_filter(query),
        ),
    )
    return Answer(200, report)


async def get_recipient_report(call: Call) -> Answer:
    """Return the report of one recipient; a group is none (decision R15)."""
    identifiers.check(call.batch_id)
    given = call.recipient_msisdn
    number = given if recipients.is_group_id(given) else recipients.number(given, "recipient")
    batch = await stored(call)
    messages = await _computed(call, lambda: progress.standings(batch, call.plan, call.now))
    for message in messages:
        if message.recipient == number:
            return Answer(200, reports.of_message(batch, call.plan, message))
    raise errors.not_found("the batch has no message for that number")


async def list_reports(call: Call) -> Answer:
    """Return a page of the reports of messages that are final."""
    query = call.shapes.report_list_query.read(call.query)
    end = query["end_date"]
    wanted = finished.Wanted(
        since=listing.since(query["start_date"], call.now),
        before=None if end is None else times.parse(end),
        client_reference=query["client_reference"],
        is_wanted=_state_filter(query),
    )
    count, shown = await finished.page(
        call.store,
        call.texts,
        call.plan,
        wanted,
        call.now,
        skip=query["page"] * query["page_size"],
        limit=query["page_size"],
    )
    answer = {
        "page": query["page"],
        "page_size": len(shown),
        "count": count,
        "delivery_reports": shown,
    }
    return Answer(200, answer)


def _state_filter(query: Mapping[str, Any]) -> Callable[[State], bool]:
    """Return whether a state is asked for: one of the statuses and one of the codes (R6)."""
    statuses, codes = query["status"], query["code"]
    return lambda state: (
        (not statuses or state.status in statuses) and (not codes or state.code in codes)
    )


async def _computed(call: Call, compute: Callable[[], Any]) -> Any:
    # In a thread: 1000 long texts take a while, and others shouldn't wait for them.
    return await asyncio.get_running_loop().run_in_executor(call.texts, compute)

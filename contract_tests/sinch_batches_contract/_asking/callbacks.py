"""Batches that ask for callbacks, and what arrives for them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from .._judgement.outcomes import NotTested, Violation
from .._listener import Listener
from .._material.patience import Patience
from .._settings.settings import QUIET
from .delivery import batch_report, entries, total_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .._line import Document
    from .._listener import Arrival, Mailbox
    from .api import Api

_AT_ONCE = timedelta()


def mailbox(api: Api, statuses: Sequence[int] = ()) -> Mailbox:
    """Return an address that answers with each of these statuses, then with 200.

    Raises:
        NotTested: the run has no listener.

    """
    address, url = api.settings.callback_listener, api.settings.callback_url
    if address is None:
        raise NotTested("needs a place for callbacks to arrive: --callback-listener")
    listener = api.wire.line.once("listener", lambda: Listener(address, url))
    return listener.mailbox(statuses)


def asking(api: Api, box: Mailbox, mode: str, **fields: Any) -> str:
    """Send a text at once that asks for callbacks at the address; return its id."""
    asked = {"send_at": ..., "body": "Hi", "delivery_report": mode, "callback_url": box.url}
    return str(api.sent(**{**asked, **fields})["id"])


def arrived(
    api: Api, box: Mailbox, id: str, count: int, begins: timedelta = _AT_ONCE
) -> list[Document]:
    """Return what arrived as soon as it is so much; `begins` tells how long until it is sent."""
    what = f"{count} callbacks"
    return reports(awaited(api, box, id, what, lambda found: len(found) >= count, begins))


def awaited(
    api: Api,
    box: Mailbox,
    id: str,
    what: str,
    is_enough: Callable[[list[Arrival]], bool],
    begins: timedelta = _AT_ONCE,
) -> list[Arrival]:
    """Return what arrived as soon as it is enough.

    Raises:
        Violation: it isn't by the time that a run has for it.
        NotTested: the messages aren't even final by then.

    """
    wait = api.settings.delivery_wait
    found = box.after(begins.total_seconds() + wait, is_enough)
    if not is_enough(found):
        if not _is_final(api, id):
            raise NotTested(f"the messages weren't final within {wait:g} s: see --delivery-wait")
        raise Violation(
            f"{what} must come within {wait:g} s, {len(found)} came", about="callbacks are missing"
        )
    return found


def settled(api: Api, *boxes: Mailbox) -> list[Arrival]:
    """Return all that arrived at some addresses, once nothing more comes at any of them."""
    wait, known = api.settings.delivery_wait, -1
    whole, quiet = Patience(wait), Patience(wait / QUIET)
    while whole.left > 0 and quiet.left > 0:
        before = whole.left
        whole.step()
        quiet.left -= before - whole.left
        found = sum(len(box.arrivals) for box in boxes)
        quiet = quiet if found == known else Patience(wait / QUIET)
        known = found
    return [arrival for box in boxes for arrival in box.arrivals]


def reports(arrivals: Sequence[Arrival]) -> list[Document]:
    """Return the bodies."""
    return [arrival.report for arrival in arrivals]


def _is_final(api: Api, id: str) -> bool:
    """Whether nothing more is to become of a batch; taken for granted if it can't be asked."""
    if "reports" in api.settings.without:
        return True
    answer = batch_report(api, id)
    if answer.status != 200:
        return True
    found = entries(answer.json)
    counted = sum(entry.count for entry in found)
    is_whole = bool(found) and counted >= total_of(answer.json)
    return is_whole and all(entry.is_final for entry in found)

"""Batches that ask for callbacks, and what arrives for them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from .._judgement.outcomes import NotTested, Violation
from .._listener import Listener
from .._material.patience import Patience
from .._settings.settings import QUIET
from .delivery import INTERMEDIATE, batch_report, entries, total_of
from .expect import text_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from .._line import Document
    from .._listener import Arrival, Mailbox
    from .api import Api

_AT_ONCE = timedelta()
_EACH = timedelta(seconds=0.2)  # callbacks needn't go out side by side


def mailbox(api: Api, statuses: Sequence[int] = (), below: str = "") -> Mailbox:
    """Return an address that answers with each of these statuses, then with 200.

    Its path ends with `below`, as it is: what comes to the path in another form is for nobody.

    Raises:
        NotTested: the run has no listener.

    """
    address, url = api.settings.callback_listener, api.settings.callback_url
    if address is None:
        raise NotTested("needs a place for callbacks to arrive: --callback-listener")
    listener = api.wire.line.once("listener", lambda: Listener(address, url))
    return listener.mailbox(statuses, below)


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
            f"{what} must come within {wait:g} s, the callbacks that came: {len(found)}",
            about="callbacks are missing",
        )
    return found


def ends_told(
    api: Api, box: Mailbox, id: str, count: int, begins: timedelta = _AT_ONCE
) -> list[Document]:
    """Return what arrived as soon as it tells how so many messages ended, in whichever mode."""
    what = f"callbacks that tell the ends of {count} messages"

    def is_enough(found: list[Arrival]) -> bool:
        return _told_by(reports(found)) >= count

    return reports(awaited(api, box, id, what, is_enough, begins + count * _EACH))


def _told_by(found: list[Document]) -> int:
    """Return of how many messages reports of batches, or of recipients, tell the end."""
    of_batches = [entries(report) for report in found if "statuses" in report]
    counted = (sum(each.count for each in told if each.is_final) for told in of_batches)
    of_recipients = (report for report in found if "statuses" not in report)
    return max(counted, default=0) or len(ended(of_recipients))


def ended(found: Iterable[Document]) -> set[str]:
    """Return the recipients that reports of their own tell a final status of."""
    return {
        text_in(report, "recipient")
        for report in found
        if text_in(report, "status") not in INTERMEDIATE
    }


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

"""Judging what one process sees: the same words for the checks during the run and after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import gevent

from . import invariants
from .comparing import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .calling import Reply
    from .documents import History, Name
    from .process import Process

T = TypeVar("T")


class Unanswered(Exception):
    """Nothing could be found out: no answer came, or none that says anything of the batch."""


class Judge:
    """Compares answers with what must be, and counts what came of it."""

    def __init__(self, process: Process) -> None:
        self._process = process

    def tell(self, rule: invariants.Invariant, holds: object, sentence: str) -> None:
        """Count a check of an invariant; the sentence says how it was broken, if it was."""
        if holds:
            self._process.tally.holds(rule)
        else:
            self._process.tally.breaks(rule, sentence)

    def is_mine(self, found: Any, name: Name, told: str) -> bool:
        """Whether an answer is of the batch that it was asked for; if not, that is told."""
        reference = self._process.maker.reference(name)
        shown = found.get("client_reference") if isinstance(found, dict) else None
        self.tell(
            invariants.OWN,
            shown == reference,
            f"the answer to {told} of {reference} is of {shown!r}",
        )
        return bool(shown == reference)

    def is_of_plan(self, entry: dict[str, Any], plan: int) -> bool:
        """Whether an entry of a list may stand there: nothing of another plan, nothing made up."""
        name = self._process.maker.name_of(entry.get("client_reference"))
        if name is None or name.process != self._process.index:
            return True
        row = self._process.ledger.row(name.user, name.number)
        told = (
            f"the list of plan {plan} holds {entry.get('id')} ({name}), which was never sent there"
        )
        self.tell(invariants.OWN, row is not None and row.plan == plan, told)
        return row is not None and row.plan == plan

    def wrong(self, found: Any, name: Name, history: History) -> str | None:
        """Return a field that isn't as it was left; None if all are."""
        return nearest(found, self._process.maker.states(name, history))

    def until(self, look: Callable[[], T], is_right: Callable[[T], object]) -> tuple[T, bool]:
        """Look until what is found is right, as long as patience lasts; tell whether that was late.

        Raises:
            Unanswered: what `look` raised.

        """
        late = False
        for pause in pauses(self._process.job.patience):
            found = look()
            if pause is None or is_right(found):
                return found, late
            late = True
            gevent.sleep(pause)
        raise AssertionError("unreachable: the last pause is None")


def rule_of(wrong: str | None, history: History) -> invariants.Invariant:
    """Return which invariant says that this field of a batch must be as it was left."""
    if history.is_canceled and wrong in (None, "canceled"):
        return invariants.CANCELED
    if wrong == "client_reference":
        return invariants.OWN
    return invariants.CHANGED if history.asked else invariants.KEPT


def pauses(patience: float) -> Iterator[float | None]:
    """Yield pauses in seconds, short ones first, and None when patience is at its end."""
    pause = 0.02
    while patience > 0:
        yield pause
        patience -= pause
        pause = min(2 * pause, 0.5)
    yield None


def found(reply: Reply) -> Reply:
    """Return an answer that says whether there is a batch.

    Raises:
        Unanswered: it says nothing of it.

    """
    if not reply.is_done and reply.status != 404:
        raise Unanswered
    return reply

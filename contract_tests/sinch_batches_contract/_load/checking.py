"""After the run: every batch that was asked for is looked for, compared and canceled."""

from __future__ import annotations

import itertools
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import gevent
from gevent.pool import Pool

from .._material.times import stamp
from . import invariants
from .comparing import difference
from .documents import Name
from .judging import Judge, Unanswered, found, rule_of
from .ledger import Row, Standing
from .listing import PAGE_SIZE, entries

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .calling import Caller, Reply
    from .process import Process

AT_ONCE = 16
_TRIES = 5
"""How often a request is made that gets no answer, or that the server has no time for."""
_EPOCH = datetime.fromtimestamp(0, UTC)


class Checker:
    """Looks for what one process has asked for, in the list and by id."""

    def __init__(self, process: Process, callers: Sequence[Caller]) -> None:
        self._process = process
        self._callers = callers
        self._judge = Judge(process)
        self._doubles: list[tuple[int, str]] = []
        self._end = time.monotonic() + process.job.check_seconds

    def run(self) -> None:
        """Check all, and cancel what is still scheduled."""
        walked = [self._walk(plan) for plan in range(len(self._callers))]
        pool = Pool(AT_ONCE)
        for row in self._process.ledger.rows():
            if self._is_late():
                self._process.unchecked += 1
            else:
                pool.spawn(self._check, row, walked[row.plan])
        for plan, id in self._doubles:
            pool.spawn(self._cancel, plan, id)
        pool.join()
        self._process.unread_lists = walked.count(False)

    def _is_late(self) -> bool:
        return time.monotonic() > self._end

    # --- The list -------------------------------------------------------------------------------
    def _walk(self, plan: int) -> bool:
        """Read all pages of the time of the run; return whether that was possible."""
        query = {}
        # What comes later, from others, is on no page that is read.
        if span := self._process.ledger.span(plan):
            query = {"start_date": _stamp(span[0]), "end_date": _stamp(span[1] + 1)}
        ask = partial(self._callers[plan].page, page_size=PAGE_SIZE, **query)
        for page in itertools.count():
            try:
                listed = entries(_patiently(partial(ask, page=page)), page)
            except Unanswered:
                return False
            for entry in listed:
                self._listed(plan, entry)
            if len(listed) < PAGE_SIZE or self._is_late():
                return len(listed) < PAGE_SIZE
        raise AssertionError("unreachable: the pages end, or the time does")

    def _listed(self, plan: int, entry: dict[str, Any]) -> None:
        name = self._process.maker.name_of(entry.get("client_reference"))
        if name is None or name.process != self._process.index:
            return
        row = self._process.ledger.row(name.user, name.number)
        if row is None or not self._judge.is_of_plan(entry, plan):
            return
        id = str(entry.get("id"))
        if row.id not in (None, id):
            self._judge.tell(invariants.ONCE, None, f"{name} exists as {row.id} and as {id}")
            self._doubles.append((plan, id))
            return
        self._process.ledger.found(name.user, name.number, id)
        if row.standing is Standing.REFUSED:
            told = f"{id} ({name}) exists, though its send was refused"
            self._judge.tell(invariants.TRACELESS, None, told)

    # --- Each batch -----------------------------------------------------------------------------
    def _check(self, row: Row, is_walked: bool) -> None:
        name = Name(self._process.index, row.user, row.number)
        try:
            if row.standing is Standing.KEPT:
                self._check_kept(row, name, is_walked)
            elif row.standing is Standing.ASKED and not row.seen:
                self._look_for(row, name)
            elif is_walked:
                self._check_absent(row)
            self._process.checked += 1
        except Unanswered:
            self._process.unchecked += 1
        except Exception as error:
            self._process.slip(error)
        # What was replaced may live on under the id of the other: only its own entry is canceled.
        is_there = row.standing is Standing.KEPT or row.seen
        if row.id is not None and is_there and not row.history.is_canceled:
            reply = self._cancel(row.plan, row.id)
            if reply.is_done:
                told = f"the answer to the cancel of {row.id} ({name}) isn't canceled"
                is_canceled = difference(reply.document, {"canceled": True}) is None
                self._judge.tell(invariants.CANCELED, is_canceled, told)

    def _check_kept(self, row: Row, name: Name, is_walked: bool) -> None:
        def wrong_in(reply: Reply) -> str | None:
            return self._judge.wrong(reply.document, name, row.history)

        ask = partial(self._callers[row.plan].get, str(row.id))
        reply, _ = self._judge.until(
            lambda: found(_patiently(ask)), lambda r: r.is_done and wrong_in(r) is None
        )
        told = f"{row.id} ({name})"
        if not reply.is_done:
            self._judge.tell(invariants.KEPT, None, f"{told} was acknowledged and is gone: 404")
            return
        wrong = wrong_in(reply)
        changes = row.history.asked or "its send"
        wrongly = f"`{wrong}` of {told} isn't as left by {changes}"
        self._judge.tell(rule_of(wrong, row.history), wrong is None, wrongly)
        if is_walked:
            wrongly = f"{told} stood {row.seen} times on the pages of the list"
            self._judge.tell(invariants.LISTED, row.seen == 1, wrongly)
            self._judge.tell(invariants.ONCE, True, "")

    def _look_for(self, row: Row, name: Name) -> None:
        """Look for a batch that nobody knows the id of: it may be there once, and is canceled."""
        reference = self._process.maker.reference(name)
        ask = partial(self._callers[row.plan].page, client_reference=reference)
        ids = {str(entry.get("id")) for entry in entries(_patiently(ask))}
        told = f"{name} got no answer and exists {len(ids)} times: {sorted(ids)}"
        self._judge.tell(invariants.ONCE, len(ids) < 2, told)
        for id in ids:
            self._cancel(row.plan, id)

    def _check_absent(self, row: Row) -> None:
        """Count what held: what didn't was told when the list showed it."""
        if row.standing is Standing.REFUSED and not row.seen:
            self._judge.tell(invariants.TRACELESS, True, "")
        if row.standing is Standing.ASKED:
            self._judge.tell(invariants.ONCE, True, "")

    def _cancel(self, plan: int, id: str) -> Reply:
        reply = _patiently(partial(self._callers[plan].cancel, id))
        if not reply.is_done and reply.status != 404:
            self._process.remaining.append(id)
        return reply


def _patiently(ask: Callable[[], Reply]) -> Reply:
    """Ask again where no answer comes or the server has no time: nothing is judged by that."""
    for attempt in range(_TRIES):
        reply = ask()
        if reply.status and reply.status < 500 and reply.status != 429:
            break
        gevent.sleep(0.2 * 2**attempt)
    return reply


def _stamp(milliseconds: int) -> str:
    return stamp(_EPOCH + timedelta(milliseconds=milliseconds))

"""What a user does: the operations, each with the checks that its answer allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import gevent

from .._material.times import moment_of
from . import invariants
from .documents import CANCEL, DONE, REFUSED, UNKNOWN, Batch, History, Name
from .judging import Judge, found, rule_of
from .ledger import Standing
from .listing import Lister

if TYPE_CHECKING:
    from .calling import Caller, Reply
    from .process import Process

_MOST_HELD = 12


class Actor:
    """A user of the API, with the batches that it goes on with.

    Nobody else changes them, so what each must be is known at any time.
    """

    def __init__(self, process: Process, caller: Caller, user: int, plan: int) -> None:
        self._process = process
        self._caller = caller
        self._user = user
        self._plan = plan
        self._judge = Judge(process)
        self._lister = Lister(self._judge, caller, plan)
        self._chance = process.maker.chance_of(process.place_of(user), "choice")
        self._sent = 0
        self._held: list[Batch] = []

    # --- The operations -------------------------------------------------------------------------
    def send_batch(self) -> Batch | None:
        """Send a batch; return it if that was acknowledged."""
        name = self._new_name()
        return self._received(name, self._caller.send(self._process.maker.document(name)))

    def get_batch(self) -> None:
        """Get one of one's own batches."""
        if batch := self._some():
            self._look(batch)

    def list_batches(self) -> None:
        """List batches, by client reference or by time, and look for one's own."""
        if batch := self._some():
            by_time = self._chance.random() < 0.5
            if not (by_time and self._lister.by_time(batch, self._held[-1])):
                self._lister.by_reference(batch, self._process.maker.reference(batch.name))

    def dry_run_batch(self) -> None:
        """Dry run a batch that is never sent."""
        document = self._process.maker.document(Name(self._process.index, self._user, -1))
        reply = self._caller.dry_run(document)
        if reply.is_done and isinstance(reply.document, dict):
            counted, wanted = reply.document.get("number_of_recipients"), len(document["to"])
            told = f"a dry run for {wanted} recipients counted {counted}"
            self._judge.tell(invariants.OWN, counted == wanted, told)

    def update_batch(self) -> None:
        """Change a batch in several ways at the same time: all that was acknowledged must stay."""
        if batch := self._changeable():
            self._change(batch, self._kinds(batch))
            self._look(batch)

    def replace_batch(self) -> None:
        """Put another batch in the place of one."""
        old = self._changeable()
        if old is None:
            return
        name = self._new_name()
        self._drop(old)
        ledger = self._process.ledger
        ledger.put(*old.name[1:], Standing.LOST)
        reply = self._caller.replace(old.id, self._process.maker.document(name))
        if reply.is_done:
            ledger.put(*old.name[1:], Standing.REPLACED)
        elif reply.is_refused:
            ledger.put(*old.name[1:], Standing.KEPT)
        self._received(name, reply)

    def cancel_batch(self) -> None:
        """Cancel a batch while it is updated: it must stay canceled."""
        if batch := self._changeable():
            self._change(batch, CANCEL + self._kinds(batch)[0])
            self._look(batch)

    # --- What becomes of requests ---------------------------------------------------------------
    def _received(self, name: Name, reply: Reply) -> Batch | None:
        if reply.is_refused:
            self._process.ledger.put(*name[1:], Standing.REFUSED)
        answer = reply.document
        if not reply.is_done or not self._judge.is_mine(answer, name, "a send"):
            return None
        id, created = answer.get("id"), answer.get("created_at")
        if not isinstance(id, str) or not id:
            self._judge.tell(invariants.KEPT, None, f"the answer to the send of {name} has no id")
            return None
        moment = moment_of(created)
        milliseconds = round(moment.timestamp() * 1000) if moment else 0
        other = self._process.ledger.keep(*name[1:], id, milliseconds)
        told = f"{id} was given to {name} and to another batch"
        self._judge.tell(invariants.UNIQUE, other is None, told)
        wrong = self._judge.wrong(answer, name, History())
        told = f"`{wrong}` in the answer to the send of {id} ({name}) is wrong"
        self._judge.tell(invariants.KEPT, wrong is None, told)
        batch = Batch(name, id, str(created))
        self._hold(batch)
        return batch

    def _change(self, batch: Batch, kinds: str) -> None:
        """Make changes at the same time, and note what came of each."""
        asked = batch.history.asked
        batch.history = batch.history.asking(kinds)
        self._process.ledger.change(*batch.name[1:], batch.history)
        requests = [
            gevent.spawn(self._one_change, batch, asked + kinds[: place + 1])
            for place in range(len(kinds))
        ]
        gevent.joinall(requests)
        outcomes = "".join(request.value or UNKNOWN for request in requests)
        batch.history = batch.history.settled(outcomes)
        self._process.ledger.change(*batch.name[1:], batch.history)

    def _one_change(self, batch: Batch, asked: str) -> str:
        if asked[-1] == CANCEL:
            reply, told = self._caller.cancel(batch.id), "a cancel"
        else:
            changes = self._process.maker.update(batch.name, asked)
            reply, told = self._caller.update(batch.id, changes), "an update"
        if reply.is_done:
            self._judge.is_mine(reply.document, batch.name, told)
            return DONE
        return REFUSED if reply.is_refused else UNKNOWN

    def _look(self, batch: Batch) -> None:
        """Get a batch and compare it with what it must be, patiently."""

        def is_right(reply: Reply) -> bool:
            return reply.is_done and self._wrong(reply, batch) is None

        reply, late = self._judge.until(lambda: found(self._caller.get(batch.id)), is_right)
        told = f"{batch.id} ({batch.name}) after {batch.history.asked or 'its send'}"
        if not reply.is_done:
            self._judge.tell(invariants.KEPT, None, f"{told} can't be read any more: 404")
            self._drop(batch)
            return
        self._judge.is_mine(reply.document, batch.name, "a get")
        wrong = self._wrong(reply, batch)
        told = f"`{wrong}` of {told} isn't what was acknowledged"
        self._judge.tell(rule_of(wrong, batch.history), wrong is None, told)
        if wrong is not None:
            self._drop(batch)
        else:
            self._judge.tell(invariants.FRESH, not late, f"{batch.id} was shown as it had been")

    def _wrong(self, reply: Reply, batch: Batch) -> str | None:
        return self._judge.wrong(reply.document, batch.name, batch.history)

    # --- The batches that one goes on with ------------------------------------------------------
    def _new_name(self) -> Name:
        name = Name(self._process.index, self._user, self._sent)
        self._sent += 1
        self._process.ledger.ask(self._user, name.number, self._plan)
        return name

    def _some(self) -> Batch | None:
        return self._chance.choice(self._held) if self._held else self.send_batch()

    def _changeable(self) -> Batch | None:
        open_ones = [batch for batch in self._held if batch.is_open]
        return self._chance.choice(open_ones) if open_ones else self.send_batch()

    def _kinds(self, batch: Batch) -> str:
        known = self._process.maker.kinds_for(batch.name, batch.history.asked)
        wanted = min(len(known), self._process.job.profile.at_once)
        return "".join(self._chance.sample(known, wanted))

    def _hold(self, batch: Batch) -> None:
        self._held.append(batch)
        if len(self._held) > _MOST_HELD:
            self._held.pop(self._chance.randrange(_MOST_HELD))

    def _drop(self, batch: Batch) -> None:
        if batch in self._held:
            self._held.remove(batch)

"""The state machine: random steps against the server and the oracle at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, rule

from .._asking.expect import expect_status
from .._judgement.levels import MUST
from .._judgement.outcomes import Violation
from .._material.times import later, stamp
from .._spec.page import level_in
from ._oracle import Known
from ._pages import found_on_pages
from ._shortening import Call, recorded
from ._steps import TELLER, Teller

if TYPE_CHECKING:
    from .._asking.api import Api
    from .._line import Answer

_BODIES = st.one_of(
    st.sampled_from(["Hello", "", "ü €", "\U0001f600", "a" * 161, " x "]),
    st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20),
)
_FLAGS = st.fixed_dictionaries(
    {},
    optional={
        "feedback_enabled": st.booleans(),
        "flash_message": st.booleans(),
        "truncate_concat": st.booleans(),
        "max_number_of_message_parts": st.integers(1, 9),
        "send_at": st.integers(1, 90).map(lambda minutes: stamp(later(1, minutes=minutes))),
    },
)
_FLAGS_OF_A_REPLACEMENT = _FLAGS.map(
    lambda flags: {name: flags[name] for name in flags if level_in("replace_batch", name) is MUST}
)
_TIMES = st.integers(1, 90).map(lambda minutes: {"send_at": stamp(later(1, minutes=minutes))})
_BINARY = st.sampled_from(["AAECAw==", "", "/+8="])
_PEOPLE = st.sets(st.integers(0, 4), min_size=1, max_size=3)


class Histories(RuleBasedStateMachine):
    """Random histories of one service plan, each with a client reference of its own."""

    batches: Bundle[Known] = Bundle("batches")

    def __init__(self) -> None:
        super().__init__()
        self.teller: Teller = TELLER.get()
        self.teller.begin()
        self.api: Api = self.teller.api.afresh()
        self.known: list[Known] = []
        self.gone: set[str] = set()  # ids that were replaced
        self.calls: list[Call] = self.teller.calls

    # --- Steps --------------------------------------------------------------------------------
    @initialize(target=batches)
    @recorded
    def first(self) -> Known:
        """Give every story a batch to act on."""
        return self._send("text", self.api.text())

    @rule(target=batches, body=_BODIES, people=_PEOPLE, flags=_FLAGS)
    @recorded
    def send_text(self, body: str, people: set[int], flags: dict[str, Any]) -> Known:
        """Send a text batch."""
        return self._send("text", self.api.text(body=body, to=self._numbers(people), **flags))

    @rule(target=batches, body=_BINARY, people=_PEOPLE)
    @recorded
    def send_binary(self, body: str, people: set[int]) -> Known:
        """Send a binary batch."""
        if "binary" in self.api.settings.without:
            return self._send("text", self.api.text())
        return self._send("binary", self.api.binary(body=body, to=self._numbers(people)))

    @rule(batch=batches)
    @recorded
    def get(self, batch: Known) -> None:
        """Read a batch."""
        if self.teller.is_numb:
            return
        with self.teller.step(f"get {batch.name}"):
            self._expect_stored(batch, "get")

    @rule(batch=batches, body=_BODIES)
    @recorded
    def update_text(self, batch: Known, body: str) -> None:
        """Change the body of a text batch, and keep the rest."""
        if not batch.is_binary:
            self._update(batch, {"body": body})

    @rule(batch=batches, times=_TIMES)
    @recorded
    def update_times(self, batch: Known, times: dict[str, Any]) -> None:
        """Change when a batch is sent, and keep the body."""
        self._update(batch, times)

    @rule(batch=batches, body=_BINARY)
    @recorded
    def update_binary(self, batch: Known, body: str) -> None:
        """Change the body of a binary batch."""
        if batch.is_binary:
            self._update(batch, {"type": "mt_binary", "body": body})

    @rule(batch=batches, added=_PEOPLE, removed=_PEOPLE)
    @recorded
    def update_recipients(self, batch: Known, added: set[int], removed: set[int]) -> None:
        """Add some that aren't there, and remove some that are; not all of them."""
        there = batch.fields["to"]
        new = [number for number in self._numbers(added) if number not in there]
        gone = [number for number in self._numbers(removed) if number in there]
        lists = {"to_add": new, "to_remove": gone if new else gone[1:]}
        self._update(batch, {name: numbers for name, numbers in lists.items() if numbers})

    @rule(batch=batches, body=_BODIES, people=_PEOPLE, flags=_FLAGS_OF_A_REPLACEMENT)
    @recorded
    def replace(self, batch: Known, body: str, people: set[int], flags: dict[str, Any]) -> None:
        """Replace a batch by another of its type."""
        if batch.canceled or self.teller.is_numb:
            return
        to = self._numbers(people)
        text = self.api.text(body=body, to=to, **flags)
        document = self.api.binary(to=to) if batch.is_binary else text
        with self.teller.step(f"replace {batch.name} by {_told(document)}"):
            told = self.api.replace(batch.id, document)
            answer = self._ask(told, 200, "READBACK-replace@get_batch")
            batch.replace(document)
            self.gone.add(batch.id)
            batch.id = str(answer.get("id"))  # canceling and sending anew may give another one
            batch.expect(answer, "replace")
            self._expect_stored(batch, "replace")

    @rule(batch=batches)
    @recorded
    def cancel(self, batch: Known) -> None:
        """Cancel a batch; again is left to the server."""
        if batch.canceled or self.teller.is_numb:
            return
        with self.teller.step(f"cancel {batch.name}"):
            answer = self._ask(self.api.cancel(batch.id), 200, "CAN-001")
            batch.canceled = True
            batch.expect(answer, "cancel")

    @rule(batch=batches)
    @recorded
    def feedback(self, batch: Known) -> None:
        """Send feedback where it is asked for."""
        is_wanted = batch.fields.get("feedback_enabled") and not batch.canceled
        if not is_wanted or self.teller.is_numb or "feedback" in self.api.settings.without:
            return
        with self.teller.step(f"send feedback for {batch.name}"):
            answer = self.api.feedback(batch.id, {"recipients": []})
            # Whether a scheduled batch takes feedback is left to the server.
            expect_status(answer, 202, 400, 403)
            self._expect_stored(batch, "get")

    @rule(people=_PEOPLE, body=_BODIES)
    @recorded
    def dry_run(self, people: set[int], body: str) -> None:
        """Dry run; the next list must not show it."""
        if self.teller.is_numb or "dry-run" in self.api.settings.without:
            return
        document = self.api.text(body=body, to=(to := self._numbers(people)))
        with self.teller.step(f"dry run for {len(to)} recipients"):
            answer = self._ask(self.api.dry_run(document), 200, "DRY-001")
            if answer.get("number_of_recipients") != len(to):
                raise Violation(f"`number_of_recipients` must be {len(to)}", "DRY-001")

    @rule(size=st.integers(1, 3))
    @recorded
    def list_pages(self, size: int) -> None:
        """List all batches of the story, page by page."""
        if self.teller.is_numb:
            return
        with self.teller.step(f"list pages of {size}"):
            self.api.eventually(lambda: self._expect_listed(size))

    def teardown(self) -> None:
        """Leave nothing scheduled."""
        self.api.cancel_what_is_scheduled()
        self.teller.end()

    # --- What the steps have in common ----------------------------------------------------------
    def _numbers(self, people: set[int]) -> list[str]:
        known = self.teller.numbers
        return [known[index] for index in sorted(people) if index < len(known)] or known[:1]

    def _ask(self, answer: Answer, status: int, rule_: str) -> dict[str, Any]:
        try:
            return expect_status(answer, status).json
        except Violation as violation:
            raise Violation(str(violation), rule_, about=violation.about) from None

    def _send(self, kind: str, document: dict[str, Any]) -> Known:
        batch = Known(f"batch {len(self.known) + 1}", "", document)
        if self.teller.is_numb:
            return batch
        with self.teller.step(f"send {batch.name}, a {kind}: {_told(document)}"):
            answer = self._ask(self.api.send(document), 201, "SEND-001")
            batch.id = str(answer.get("id"))
            if batch.id in {other.id for other in self.known}:
                raise Violation(f"{batch.name} must have an id of its own", "SEND-010")
            self.known.append(batch)
            batch.expect(answer, "send")
            self._expect_stored(batch, "get")
        return batch

    def _update(self, batch: Known, changes: dict[str, Any]) -> None:
        if batch.canceled or not changes or self.teller.is_numb:
            return
        with self.teller.step(f"update {batch.name}: {_told(changes)}"):
            answer = self._ask(self.api.update(batch.id, changes), 200, "READBACK-update@get_batch")
            batch.change(changes)
            batch.expect(answer, "update")
            self._expect_stored(batch, "update")

    def _expect_stored(self, batch: Known, operation: str) -> None:
        answer = self.api.get(batch.id)
        # Only the SDKs tell that a canceled batch stays readable.
        if not (batch.canceled and answer.status == 404):
            batch.expect(self._ask(answer, 200, "READBACK-send@get_batch"), operation)

    def _expect_listed(self, size: int) -> None:
        def ask(page: int) -> Any:
            query = {"client_reference": self.api.reference, "page": page, "page_size": size}
            return self._ask(self.api.list_page(**query), 200, "READBACK-send@list_batches")

        found = found_on_pages(ask, size, len(self.known))
        for batch in self.known:
            if batch.id in found:
                batch.expect(found.pop(batch.id), "list")
            elif not batch.canceled:
                raise Violation(f"{batch.name} must be listed", "READBACK-send@list_batches")
        left = {id for id in self.gone if found.get(id, {}).get("canceled") is True}
        if set(found) - left:
            raise Violation(f"{sorted(found)} must not be listed", "FILT-001")


def _told(document: dict[str, Any]) -> str:
    untold = ("client_reference", "from")
    return ", ".join(f"{name} {value!r}" for name, value in document.items() if name not in untold)

"""Where callbacks go, and what a change of the batch does to them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sinch_batches_server._delivery import callbacks, outbox, posting, reports
from sinch_batches_server._rules import updates

from .calling_back import Sequences, made
from .registry import semantic
from .surgery import Surgery


def _letters(server: Surgery, change: Any) -> None:
    def writing(letters: Any) -> Any:
        async def written(courier: Any, batch: Any) -> Any:
            return [change(letter) for letter in await letters(courier, batch)]

        return written

    server.replace(callbacks.Courier, "_letters", writing)


@semantic("call-first-url", "All batches are called back at the URL of the first", "CB-0*")
def call_first_url(server: Surgery) -> None:
    known: list[str] = []

    def readdress(letter: Any) -> Any:
        known.append(letter.url)
        return replace(letter, url=known[0])

    _letters(server, readdress)


@semantic("call-last-url", "A batch is called back at the URL of the one before", "CB-0*")
def call_last_url(server: Surgery) -> None:
    known: list[str] = []

    def readdress(letter: Any) -> Any:
        known.append(letter.url)
        return replace(letter, url=known[-2] if len(known) > 1 else letter.url)

    _letters(server, readdress)


@semantic("call-root", "Callbacks go to the host, whatever the path", "CB-001 CB-002")
def call_root(server: Surgery) -> None:
    def to_root(of: Any) -> Any:
        def target(text: str) -> Any:
            found = of(text)
            return replace(found, url=found.url.copy_with(path="/"))

        return classmethod(lambda _, text: target(text))

    server.replace(posting.Target, "of", to_root)


@semantic("call-url-kept", "An update doesn't change where callbacks go", "CB-040")
def call_url_kept(server: Surgery) -> None:
    first: dict[str, str] = {}

    def remembering(making: Any) -> Any:
        async def letters(courier: Any, batch: Any) -> Any:
            url = first.get(batch.id, batch.callback_url)
            return await making(courier, replace(batch, callback_url=url))

        return letters

    def updating(update: Any) -> Any:
        def updated(stored: Any, *args: Any) -> Any:
            first.setdefault(stored.id, stored.callback_url)
            return update(stored, *args)

        return updated

    server.replace(callbacks.Courier, "_letters", remembering)
    server.replace(updates, "updated", updating)


@semantic("call-mode-kept", "An update doesn't change what is called back", "CB-041")
def call_mode_kept(server: Surgery) -> None:
    first: dict[str, str] = {}

    def remembering(sequences: Any) -> Any:
        def made(batch: Any, plan: Any) -> Any:
            mode = first.get(batch.id, batch.delivery_report)
            return sequences(replace(batch, delivery_report=mode), plan)

        return made

    def due(due_at: Any) -> Any:
        def insisting(batch: Any, *args: Any) -> Any:
            mode = first.get(batch.id, batch.delivery_report)
            return due_at(replace(batch, delivery_report=mode), *args)

        return insisting

    def updating(update: Any) -> Any:
        def updated(stored: Any, *args: Any) -> Any:
            first.setdefault(stored.id, stored.delivery_report)
            return update(stored, *args)

        return updated

    server.replace(reports, "sequences", remembering)
    server.replace(reports, "due_at", due)
    server.replace(updates, "updated", updating)


@semantic("call-replaced-twice", "What was replaced is called back as well", "CB-042")
def call_replaced_twice(server: Surgery) -> None:
    def twice(batch: Any, found: Sequences) -> Sequences:
        return found * 2 if batch.created_at != batch.modified_at else found

    made(server, twice, "full")


@semantic("call-canceled-again", "Canceling what was delivered calls back anew", "CB-043")
def call_canceled_again(server: Surgery) -> None:
    def again(due_at: Any) -> Any:
        def due(batch: Any, plan: Any, before: Any = None) -> Any:
            if batch.canceled and batch.delivery_report != "none":
                return batch.modified_at
            return due_at(batch, plan, before)

        return due

    server.replace(reports, "due_at", again)


@semantic("call-half", "Every second callback is lost", "CB-0*")
def call_half(server: Surgery) -> None:
    def losing(put: Any) -> Any:
        turns = iter(range(10**9))

        async def lost(box: Any, letter: Any) -> None:
            if next(turns) % 2 == 0:
                await put(box, letter)

        return lost

    server.replace(outbox.Outbox, "put", losing)

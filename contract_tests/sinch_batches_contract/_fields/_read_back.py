"""Read-back: what an operation answered is what Get and List show, whole."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from .._asking.expect import expect_equal, expect_field, expect_status, expect_unchanged, objects
from .._catalogue.requirement import Requirement, Way
from .._judgement.levels import MUST, SHOULD
from .._spec.operations import needs_of
from .._spec.page import NOT_IN_EVERY_ANSWER, SECTIONS, binding
from ._echo import expect_echo
from ._table import full_batches, large_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .._asking.api import Api

_OPERATIONS = ("send_batch", "update_batch", "replace_batch", "cancel_batch")


def _done(operation: str, api: Api, sent: dict[str, Any], document: dict[str, Any]) -> Any:
    """Do it to the batch that was sent, and return what was answered."""
    id = str(sent["id"])
    match operation:
        case "update_batch":
            return expect_status(api.update(id, _changes(api)), 200).json
        case "replace_batch":
            return expect_status(api.replace(id, document), 200).json
        case "cancel_batch":
            return expect_status(api.cancel(id), 200).json
    return sent


def _changes(api: Api) -> dict[str, Any]:
    return {"to_add": api.numbers(2)[1:], "from": api.sender}


def read_back_requirements() -> Iterator[Requirement]:
    """Return one requirement for each operation that changes something, by Get and by List.

    Those that take a whole batch have another: what they are given is what they keep.
    """
    for operation in ("send_batch", "replace_batch"):
        yield Requirement(
            id=f"READBACK-whole@{operation}",
            level=MUST,
            operation=operation,
            title=f"{SECTIONS[operation]} keeps a batch, text or binary, in each of its fields",
            source=f"seed: {SECTIONS[operation]}",
            check=partial(_expect_whole, operation),
            needs=needs_of(operation),
            batches=2,
            way=Way.FIELD,
        )
    for operation in _OPERATIONS:
        # What else a canceled batch shows than that it is canceled, only the SDKs tell.
        level = SHOULD if operation == "cancel_batch" else MUST
        for reader, told in (("get_batch", "Get shows"), ("list_batches", "List shows")):
            section = SECTIONS[operation]
            yield Requirement(
                id=f"READBACK-{operation.removesuffix('_batch')}@{reader}",
                level=level,
                operation=reader,
                title=f"{told} each batch, text and binary, as {section} answered it",
                source=f"seed: {SECTIONS[reader]}; {section}"
                if level is MUST
                else "sdk: sources §10; decision 65",
                check=partial(_expect_read_back, operation, reader),
                needs=needs_of(operation),
                batches=3,
                way=Way.FIELD,
            )


def _expect_whole(operation: str, api: Api) -> None:
    for document, other in zip(full_batches(api), full_batches(api, "other"), strict=True):
        sent = api.sent(document if operation == "send_batch" else other)
        answer = _done(operation, api, sent, document)
        kept = binding(operation, document)
        expect_echo(kept, answer)
        stored = api.stored(str(answer["id"]))
        hidden = NOT_IN_EVERY_ANSWER - stored.keys()
        expect_echo({name: kept[name] for name in kept if name not in hidden}, stored)


def _expect_read_back(operation: str, reader: str, api: Api) -> None:
    answered: dict[str, dict[str, Any]] = {}
    for document in (*full_batches(api), large_text(api, operation)):
        sent = api.sent(document)
        if operation != "send_batch":  # what is read before it changes may be kept for too long
            _expect_shown(api, reader, {**answered, str(sent["id"]): sent})
        batch = _done(operation, api, sent, document)
        answered[str(batch["id"])] = batch
    _expect_shown(api, reader, answered)


def _expect_shown(api: Api, reader: str, answered: dict[str, dict[str, Any]]) -> None:
    if reader == "list_batches":
        api.eventually(partial(_expect_listed, api, answered))
        return
    for id, batch in answered.items():
        expect_unchanged(api.stored(id), batch)
        expect_unchanged(api.stored(id), batch)  # reading it has changed nothing


def _expect_listed(api: Api, answered: dict[str, dict[str, Any]]) -> None:
    page = api.listed(client_reference=api.reference)
    listed = {
        str(batch.get("id")): batch
        for batch in objects(page, "batches")
        if batch.get("canceled") is not True or batch.get("id") in answered
    }
    expect_equal(sorted(listed), sorted(answered), "the ids listed")
    expect_field(page, "count", len(objects(page, "batches")))
    for id, batch in answered.items():
        expect_unchanged(listed[id], batch)

"""Defaults, changes, resets and read-back as requirements: one per field or operation."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from .._asking.expect import (
    expect,
    expect_all_unchanged,
    expect_equal,
    expect_status,
    expect_unchanged,
    objects,
)
from .._asking.moments import THREE_DAYS, expect_moment
from .._catalogue.requirement import Check, Requirement, Way
from .._judgement.levels import SHOULD
from .._judgement.outcomes import NotTested
from .._kinds import is_no_sender_here, named_sender
from .._material.times import moment_of, now
from .._spec.document import spec
from .._spec.operations import FIELDS_OF_AN_UPDATE, needs_of, needs_of_field
from .._spec.page import SECTIONS, level_in
from ._read_back import read_back_requirements
from ._table import FIELDS, UNSET, Field, full_batches, full_binary, full_text, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .._asking.api import Api

# Without these a batch isn't one, so they have no default.
_REQUIRED = frozenset({"to", "body", "udh"})
# What even the smallest batch has that is for tomorrow, and from a sender of ours.
_IN_THE_LEAST = frozenset({"from", "send_at"})
# Whether an update without expire_at brings its default back is contradiction 9.
_BESIDE_THE_CHANGE = ("modified_at", "expire_at")


def field_requirements() -> list[Requirement]:
    """Return what holds for each field: its default, its change, its fallback, its reset."""
    return [*_of_fields(), *read_back_requirements()]


def _of_fields() -> Iterator[Requirement]:
    for name, field in FIELDS.items():
        if field.default is not UNSET and field.is_text:
            title = f"Without `{name}` it is {field.default}"
            yield _entry("default", "send_batch", name, title, partial(_expect_default, field))
        if field.is_text and name not in _REQUIRED | {"type"}:
            title = f"A replacement without `{name}` puts it back to its default"
            check = partial(_expect_fallen_back, field)
            yield _entry("default", "replace_batch", name, title, check)
        if name not in ("to", "type"):
            title = f"An update of `{name}` changes it and no other field"
            check = partial(_expect_changed_alone, field)
            yield _entry("changed-alone", "update_batch", name, title, check)
        if _may_be_null(name):
            title = f"null for `{name}` in an update resets it"
            yield _entry("reset", "update_batch", name, title, partial(_expect_reset, field))
    for name in ("to_add", "to_remove"):
        title = f"An update of `{name}` changes `to` and no other field"
        check = partial(_expect_recipients_changed_alone, name)
        yield _entry("changed-alone", "update_batch", name, title, check)


def _entry(rule: str, operation: str, name: str, title: str, check: Check) -> Requirement:
    level = SHOULD if rule == "reset" else level_in(operation, name)
    source = f"seed: {SECTIONS[operation]}, {name}"
    if level is SHOULD:
        source = "docs: sources §3; sdk: sources §9" if rule == "reset" else "sdk: sources §9"
    needs = needs_of(operation) | needs_of_field(name)
    if (rule, operation, name) == ("default", "replace_batch", "from"):
        needs |= {"default-originator"}
    return Requirement(
        id=f"FIELD-{rule}@{operation}.{name}",
        level=level,
        operation=operation,
        title=title,
        source=source,
        check=check,
        needs=needs,
        batches=3,
        way=Way.FIELD,
        share=f"fields of {operation}" if operation != "update_batch" else "",
    )


def _may_be_null(name: str) -> bool:
    node = spec()["components"]["schemas"]["TextUpdate"]["properties"].get(name, {})
    return any(member.get("type") == "null" for member in node.get("oneOf", ()))


def _least(api: Api) -> dict[str, Any]:
    return api.text(client_reference=...)


def _expect_default(field: Field, api: Api) -> None:
    full = full_text(api)
    full.pop(field.name, None)
    alone, beside = api.kept("defaults", _least).batch, api.sent(full)
    for shown in (alone, api.stored(str(alone["id"])), beside, api.stored(str(beside["id"]))):
        expect_equal(field.read(shown.get(field.name)), field.default, f"`{field.name}`")


def _expect_fallen_back(field: Field, api: Api) -> None:
    for is_binary in (False, True):
        if is_binary and not _binds_of_a_binary(field, api):
            continue
        if field.name in _IN_THE_LEAST:
            before, after = _replaced_by_the_least(field.name, api, is_binary=is_binary)
        else:
            before, after = api.shared(
                f"replaced by the least, binary: {is_binary}",
                partial(_replaced_by_the_least, "", is_binary=is_binary),
            )
        _expect_gone(field, before, after)


def _binds_of_a_binary(field: Field, api: Api) -> bool:
    text, binary = (
        level_in("replace_batch", field.name, is_binary=is_binary) for is_binary in (False, True)
    )
    return field.is_binary and binary is text and "binary" not in api.settings.without


def _replaced_by_the_least(
    also_without: str, api: Api, *, is_binary: bool
) -> tuple[dict[str, Any], dict[str, Any]]:
    full, least = (full_binary, api.binary) if is_binary else (full_text, api.text)
    document = full(api)
    if also_without == "from":
        # Whatever number the plan sends from by default, it isn't a name.
        document["from"] = named_sender(api)
    answer = api.send(document)
    if also_without == "from" and is_no_sender_here(answer):
        raise NotTested("the plan may not send from a name (illegal_number_type)")
    before = expect_status(answer, 201).json
    given = {"client_reference": ..., **({also_without: ...} if also_without else {})}
    replaced = api.replace(str(before["id"]), least(**given))
    if also_without == "from" and replaced.status == 400:
        raise NotTested("the plan seems to have no default (--without default-originator)")
    return before, api.stored(str(expect_status(replaced, 200).json["id"]))


def _expect_gone(field: Field, before: dict[str, Any], after: dict[str, Any]) -> None:
    if field.default is not UNSET:
        expect_equal(field.read(after.get(field.name)), field.default, f"`{field.name}`")
        return
    # A plan may have a default of its own: only the old value must be gone.
    is_gone = field.name not in after or after[field.name] != before.get(field.name)
    expect(is_gone, f"`{field.name}` must fall back, was {after.get(field.name)!r} as before")


def _expect_changed_alone(field: Field, api: Api) -> None:
    if field.is_text:
        before = api.sent(full_text(api))
        _expect_changed(field, before, {field.name: field.other(api)}, api)
    if not field.is_binary or "binary" in api.settings.without:
        return
    value = full_binary(api, "other")[field.name]
    for type_ in _types_told(field.name):
        _expect_changed(field, api.sent(full_binary(api)), {**type_, field.name: value}, api)


def _types_told(name: str) -> tuple[dict[str, str], ...]:
    """Return what an update of a binary batch says of its type: on the page nothing."""
    typed = {"type": "mt_binary"}
    if name == "body":
        return {}, typed
    return ({},) if name in FIELDS_OF_AN_UPDATE else (typed,)


def _expect_recipients_changed_alone(name: str, api: Api) -> None:
    first, second, third = api.numbers(3)
    given, to = {
        "to_add": ([third], [first, second, third]),
        "to_remove": ([second], [first]),
    }[name]
    for document in full_batches(api):
        if "parameters" in document:
            document["parameters"] = {"a": {first: "1", second: "2", "default": "3"}}
        before = api.sent({**document, "to": [first, second]})
        _expect_changed(FIELDS["to"], before, {name: given}, api, to)


def _expect_changed(
    field: Field,
    before: dict[str, Any],
    changes: dict[str, Any],
    api: Api,
    wanted: list[str] | None = None,
) -> None:
    is_binary = before.get("type") == "mt_binary"
    value = changes[field.name] if wanted is None else wanted
    answer = expect_status(api.update(str(before["id"]), changes), 200).json
    for shown in (answer, api.stored(str(before["id"]))):
        found, due = (
            read(field.name, side, is_binary=is_binary) for side in (shown.get(field.name), value)
        )
        expect_equal(found, due, f"`{field.name}`")
        expect_unchanged(shown, before, but=(field.name, *_BESIDE_THE_CHANGE))
    api.eventually(partial(_expect_listed_with, field, before, answer, api))


def _expect_listed_with(
    field: Field, before: dict[str, Any], answer: dict[str, Any], api: Api
) -> None:
    page = api.listed(client_reference=answer.get("client_reference", api.reference))
    listed = {str(batch.get("id")): batch for batch in objects(page, "batches")}
    expect(before["id"] in listed, f"{before['id']} must be listed by its client reference")
    expect_all_unchanged(listed[before["id"]], before, but=(field.name, *_BESIDE_THE_CHANGE))


def _expect_reset(field: Field, api: Api) -> None:
    document = full_text(api)
    if field.name == "callback_url":
        document["delivery_report"] = "none"  # a report would have nowhere to go
    if field.name == "send_at":
        document.pop("expire_at", None)
    before = api.sent(document)
    after = expect_status(api.update(str(before["id"]), {field.name: None}), 200).json
    if field.name == "send_at":
        moment = moment_of(after.get("send_at"))
        expect(moment is None or moment <= now(), "`send_at` must not be in the future any more")
        return
    if field.name == "expire_at":
        send_at = moment_of(before.get("send_at"))
        expect(send_at is not None, "`send_at` must come back as a moment")
        expect_moment(after, "expire_at", (send_at or now()) + THREE_DAYS)
    elif field.default is not UNSET:
        expect_equal(field.read(after.get(field.name)), field.default, f"`{field.name}`")
    else:
        told = f"`{field.name}` must be reset, was {after.get(field.name)!r} as before"
        expect(after.get(field.name) != before.get(field.name), told)
    expect_unchanged(after, before, but=(field.name, "modified_at"))

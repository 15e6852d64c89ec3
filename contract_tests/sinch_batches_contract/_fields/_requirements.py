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
from .._judgement.levels import SHOULD, Level
from .._material.times import moment_of, now
from .._spec.document import spec
from .._spec.operations import needs_of, needs_of_field
from .._spec.page import SECTIONS, level_in
from ._read_back import read_back_requirements
from ._table import FIELDS, UNSET, Field, full_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .._asking.api import Api

# Without these a batch isn't one, so they have no default.
_REQUIRED = frozenset({"to", "body", "udh"})
# Whether an update without expire_at brings its default back is contradiction 9.
_BESIDE_THE_CHANGE = ("modified_at", "expire_at")


def field_requirements() -> list[Requirement]:
    """Return what holds for each field: its default, its change, its fallback, its reset."""
    return [*_of_fields(), *read_back_requirements()]


def _of_fields() -> Iterator[Requirement]:
    for field in FIELDS.values():
        if field.default is not UNSET and field.is_text:
            title = f"Without `{field.name}` it is {field.default}"
            yield _entry("default", "send_batch", field, title, _expect_default)
        if field.is_text and field.name not in _REQUIRED | {"from", "type", "send_at"}:
            title = f"A replacement without `{field.name}` puts it back to its default"
            yield _entry("default", "replace_batch", field, title, _expect_fallen_back)
        if field.name not in ("to", "type"):
            title = f"An update of `{field.name}` changes it and no other field"
            yield _entry("changed-alone", "update_batch", field, title, _expect_changed_alone)
        if _may_be_null(field.name):
            title = f"null for `{field.name}` in an update resets it"
            yield _entry("reset", "update_batch", field, title, _expect_reset, SHOULD)


def _entry(
    rule: str,
    operation: str,
    field: Field,
    title: str,
    check: Any,
    level: Level | None = None,
) -> Requirement:
    found: Check = partial(check, field)
    binding = level or level_in(operation, field.name)
    source = f"seed: {SECTIONS[operation]}, {field.name}"
    if binding is SHOULD:
        source = "docs: sources §3; sdk: sources §9" if rule == "reset" else "sdk: sources §9"
    return Requirement(
        id=f"FIELD-{rule}@{operation}.{field.name}",
        level=binding,
        operation=operation,
        title=title,
        source=source,
        check=found,
        needs=needs_of(operation) | needs_of_field(field.name),
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
    before, after = api.shared("replaced by the least", _replaced_by_the_least)
    if field.default is not UNSET:
        expect_equal(field.read(after.get(field.name)), field.default, f"`{field.name}`")
        return
    if field.name == "expire_at" and "expire_at" not in after:
        return
    # A plan may have a default of its own: only the old value must be gone.
    is_gone = field.name not in after or after[field.name] != before.get(field.name)
    expect(is_gone, f"`{field.name}` must fall back, was {after.get(field.name)!r} as before")


def _replaced_by_the_least(api: Api) -> tuple[dict[str, Any], dict[str, Any]]:
    before = api.sent(full_text(api))
    after = expect_status(api.replace(str(before["id"]), _least(api)), 200).json
    return before, api.stored(str(after["id"]))


def _expect_changed_alone(field: Field, api: Api) -> None:
    if field.is_text:
        _change(field, api.sent(full_text(api)), field.other(api), api, {})
    if field.name in ("body", "udh") and "binary" not in api.settings.without:
        value = "BAUGBw==" if field.name == "body" else field.other(api)
        for kind in (
            ({}, {"type": "mt_binary"}) if field.name == "body" else ({"type": "mt_binary"},)
        ):
            _change(field, api.sent(api.binary()), value, api, kind)


def _change(
    field: Field, before: dict[str, Any], value: Any, api: Api, kind: dict[str, str]
) -> None:
    answer = expect_status(api.update(str(before["id"]), {**kind, field.name: value}), 200).json
    for shown in (answer, api.stored(str(before["id"]))):
        wanted = value if field.name == "body" else field.read(value)
        found = shown.get("body") if field.name == "body" else field.read(shown.get(field.name))
        expect_equal(found, wanted, f"`{field.name}`")
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

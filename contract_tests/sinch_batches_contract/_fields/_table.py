"""One row per field of a batch: a value, another value, its default, and how values compare."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal

from .._judgement.outcomes import NotTested
from .._kinds import KINDS
from .._kinds._texts import counted
from .._material.numbers import same_numbers
from .._material.times import later, stamp
from .._spec.document import spec
from .._spec.operations import FIELDS_OF_AN_UPDATE, needs_of_field
from .._spec.page import shorter_limit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .._asking.api import Api

_MANY = 101  # recipients: more than a page of anything has
UNSET = ...  # as a default: the field is left out, or is a setting of the plan


@dataclass(frozen=True)
class Field:
    """A field of a batch.

    `value` and `other` make two different values of it; `default` is what it has if it isn't
    given. `read` returns a value in a form in which equal things are equal.
    """

    name: str
    value: Callable[[Api], Any]
    other: Callable[[Api], Any]
    read: Callable[[Any], Any]
    default: Any = UNSET
    is_text: bool = True
    is_binary: bool = True


def _always(value: Any) -> Callable[[Api], Any]:
    return lambda _: value


def _flag(name: str, *, is_binary: bool = True) -> Field:
    read = KINDS["flag"].read
    return Field(name, _always(True), _always(False), read, default=False, is_binary=is_binary)


def _count(name: str, value: int, other: int) -> Field:
    return Field(name, _always(value), _always(other), KINDS["count"].read)


def _same_set(value: Any) -> Any:
    return sorted(set(same_numbers(value)))  # whether duplicates go is left to the server


def _reference(api: Api) -> str:
    return api.reference


def _other_sender(api: Api) -> str:
    return api.settings.sender or "15551230009"


def _moment(hours: int) -> Callable[[Api], str]:
    return lambda _: stamp(later(2) + timedelta(hours=hours))


FIELDS = {
    field.name: field
    for field in (
        Field("to", lambda api: api.numbers(1), lambda api: api.numbers(2), _same_set),
        Field("body", _always("Hello"), _always("Changed: ü ${x}"), KINDS["text"].read),
        Field(
            "from",
            lambda api: api.sender,
            _other_sender,
            KINDS["sender"].read,
        ),
        Field(
            "type",
            _always("mt_text"),
            _always("mt_text"),
            lambda value: value or "mt_text",
            default="mt_text",
        ),
        Field(
            "udh",
            _always("060504158115a0"),
            _always("050003cc0201"),
            KINDS["hexadecimal"].read,
            is_text=False,
        ),
        Field(
            "parameters",
            _always({"a": {"default": "1"}}),
            _always({"b": {"default": "2"}}),
            KINDS["parameters"].read,
            is_binary=False,
        ),
        Field(
            "delivery_report",
            _always("full"),
            _always("summary"),
            KINDS["choice"].read,
            default="none",
        ),
        Field("send_at", _moment(0), _moment(1), KINDS["moment"].read),
        # Also in time for a batch that goes out now, which expires after 3 days at most.
        Field("expire_at", _moment(24), _moment(12), KINDS["moment"].read),
        Field(
            "callback_url",
            _always("https://example.com/callback"),
            _always("https://example.com/other"),
            KINDS["url"].read,
        ),
        Field(
            "client_reference",
            _reference,
            lambda api: f"{api.reference}-changed",
            KINDS["reference"].read,
        ),
        _flag("feedback_enabled"),
        _flag("flash_message"),
        _flag("truncate_concat", is_binary=False),
        _count("max_number_of_message_parts", 3, 7),
        _count("from_ton", 1, 5),
        _count("from_npi", 1, 9),
    )
}


def read(name: str, value: Any, *, is_binary: bool = False) -> Any:
    """Return the value of a field in a form in which equal things are equal."""
    if name == "body" and is_binary:
        return KINDS["base64"].read(value)
    return FIELDS[name].read(value) if name in FIELDS else value


# What a binary batch has in fields that a text has, too.
_OF_A_BINARY = {
    "value": {"type": "mt_binary", "body": "AAECAw=="},
    "other": {"type": "mt_binary", "body": "BAUGBw=="},
}

Which = Literal["value", "other"]


def full_text(api: Api, which: Which = "value") -> dict[str, Any]:
    """Return a text batch with a value, or the other, in every field that the server knows.

    The recipients stay: one may be all that the user allows.
    """
    return _filled((field for field in FIELDS.values() if field.is_text), api, which)


def full_binary(api: Api, which: Which = "value") -> dict[str, Any]:
    """Return a binary batch like that."""
    fields = (field for field in FIELDS.values() if field.is_binary)
    return _filled(fields, api, which) | _OF_A_BINARY[which]


def _filled(fields: Iterable[Field], api: Api, which: Which) -> dict[str, Any]:
    return {
        field.name: getattr(field, "value" if field.name == "to" else which)(api)
        for field in fields
        if _is_known(field.name, api)
    }


def large_text(api: Api, operation: str) -> dict[str, Any]:
    """Return a full text with many recipients and the longest body that has to be taken."""
    longest = shorter_limit(operation, spec()["components"]["schemas"]["TextBody"])
    first, *others = api.numbers(min(len(api.settings.recipients) or _MANY, _MANY))
    # The second is left to be added.
    return full_text(api) | {"body": counted(longest), "to": [first, *others[1:]]}


def full_batches(api: Api, which: Which = "value") -> list[dict[str, Any]]:
    """Return a batch of each type that the server knows, with a value in every field."""
    binary = [] if "binary" in api.settings.without else [full_binary(api, which)]
    return [full_text(api, which), *binary]


def text_to_change(api: Api) -> dict[str, Any]:
    """Return a full text to two numbers, if the user allows as many."""
    document = full_text(api)
    with contextlib.suppress(NotTested):
        document["to"] = api.numbers(2)
    return document


def changes_one_by_one(api: Api) -> list[dict[str, Any]]:
    """Return an update of each field that the page lists for one, for a text to change."""
    fields = [FIELDS[name] for name in sorted(FIELDS_OF_AN_UPDATE & FIELDS.keys())]
    changes = [
        {field.name: field.other(api)}
        for field in fields
        if _is_known(field.name, api) and field.other(api) != field.value(api)
    ]
    with contextlib.suppress(NotTested):
        changes.append({"to_remove": api.numbers(2)[1:]})
        changes.append({"to_add": api.numbers(3)[2:]})
    return changes


def _is_known(name: str, api: Api) -> bool:
    return needs_of_field(name).isdisjoint(api.settings.without)

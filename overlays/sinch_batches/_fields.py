"""Whether values have the types that the generated hints name, in answers and in requests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from inspect import isclass
from types import NoneType, UnionType
from typing import Any, Literal, NamedTuple, Union, cast, get_args, get_origin, get_type_hints

from attrs import has

from sinch_batches_client import models
from sinch_batches_client.types import Unset

from ._errors import InvalidRequest


class Field(NamedTuple):
    """A field of a model or a parameter of a request, and the kinds of value that it takes."""

    name: str
    plain: frozenset[type]
    """The classes of which a value needs no further look."""
    kinds: tuple[Any, ...]


@cache
def fields_of(owner: Any) -> dict[str, Field]:
    """Return the fields of a generated model, or the parameters of a request builder."""
    known = {name: getattr(models, name) for name in models.__all__}
    hints = get_type_hints(owner, localns=known)
    fields = [_field(name, hint) for name, hint in hints.items() if name != "return"]
    return {field.name: field for field in fields if Any not in field.kinds}


@cache
def _field(name: str, hint: Any) -> Field:
    kinds = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    if hint == dict[str, Any]:
        kinds = (Any,)
    if float in kinds:
        kinds = (*kinds, int)
    needless = (str, int, float, bool, NoneType, Unset)
    plain = [kind for kind in kinds if kind in needless or (_is_enum(kind))]
    return Field(name, frozenset(plain), kinds)


def settle(model: Any) -> Any:
    """Check a decoded model against its hints; `ValueError` names a field that doesn't fit.

    A time without an offset is in UTC (api-facts §3).
    """
    for name, plain, kinds in fields_of(model.__class__).values():
        value = getattr(model, name)
        if value.__class__ not in plain:
            try:
                kept = _fitting(kinds, value)
            except ValueError as error:
                place = "" if name == "additional_properties" else f"{name.rstrip('_')}: "
                raise ValueError(f"{place}{error}") from None
            if kept is not value:
                setattr(model, name, kept)
    return model


def take(field: Field, value: object) -> Any:
    """Return a value of a request in the type that the generated code needs.

    Taken are the API's word for an enum, the ISO text of a time with an offset, and any iterable
    for a list. `InvalidRequest` refuses the rest.
    """
    try:
        return _fitting(field.kinds, _meant(field.kinds, value))
    except ValueError as error:
        if isinstance(value, datetime):
            value = value.isoformat()
        raise InvalidRequest(field.name, value, str(error)) from None


def _meant(kinds: tuple[Any, ...], value: object) -> object:
    for kind in kinds:
        if isinstance(value, str) and str not in kinds:
            if kind is datetime:
                value = datetime.fromisoformat(value)
            elif _is_enum(kind) and value in list(kind):
                return kind(value)
        elif get_origin(kind) is list and isinstance(value, Iterable):
            value = value if isinstance(value, bytes | bytearray | Mapping) else list(value)
    if isinstance(value, datetime) and value.utcoffset() is None:
        # The API would take it for UTC, Python for local time.
        raise ValueError("must have a time zone, such as UTC")
    return value


def _fitting(kinds: tuple[Any, ...], value: Any) -> Any:
    for kind in kinds:
        form = get_origin(kind) or kind
        if form is Literal:
            if value in get_args(kind):
                return value
        elif isinstance(value, form) and (value.__class__ is not bool or form is bool):
            return _inside(kind, value)
    wanted = " or ".join(_named(kind) for kind in kinds if kind is not Unset)
    raise ValueError(f"must be {wanted}, is {type(value).__name__}")


def _inside(kind: Any, value: Any) -> Any:
    """Return a value of the right form after a look at what it holds."""
    if isinstance(value, datetime):
        return value if value.utcoffset() is not None else value.replace(tzinfo=UTC)
    if has(type(value)):
        settle(value)
    if not isinstance(value, list | dict) or not get_args(kind):
        return value
    if isinstance(value, dict) and {*map(type, value)} - {str}:
        raise ValueError("must have keys of str only")
    each, items = _field("", get_args(kind)[-1]), cast("dict[str, Any]", value)
    if isinstance(value, list):
        if {*map(type, value)} <= each.plain:
            return value
        items = {f"item {index}": item for index, item in enumerate(value)}
    for place, item in items.items():
        try:
            _fitting(each.kinds, item)
        except ValueError as error:
            raise ValueError(f"{place}: {error}") from None
    return value


def _named(kind: Any) -> str:
    if _is_enum(kind):
        return f"one of {', '.join(map(str, kind))}"
    if get_origin(kind) is list:
        return f"list of {_named(get_args(kind)[0])}"
    return getattr(get_origin(kind) or kind, "__name__", str(kind))


def _is_enum(kind: Any) -> bool:
    return isclass(kind) and issubclass(kind, Enum) and kind is not Unset

"""Whether values have the types that the generated hints name, in answers and in requests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from enum import Enum
from functools import cache, partial
from inspect import isclass
from types import NoneType, UnionType
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from attrs import has

from sinch_batches_client import models
from sinch_batches_client.types import Unset

from .._errors import InvalidRequest, shown


class Field(NamedTuple):
    """A field of a model or a parameter of a request, and the kinds of value that it takes."""

    name: str
    plain: frozenset[type]  # the classes of which a value needs no further look
    kinds: tuple[Any, ...]
    looks: dict[type, Callable[[Any], Any]]  # by class, what takes a look at a value


@cache
def fields_of(owner: Any) -> dict[str, Field]:
    """Return the fields of a generated model, or the parameters of a request builder."""
    hints = get_type_hints(owner, localns={name: getattr(models, name) for name in models.__all__})
    fields = [_field(name, hint) for name, hint in hints.items() if name != "return"]
    return {field.name: field for field in fields if Any not in field.kinds}


@cache
def _field(name: str, hint: Any) -> Field:
    kinds = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    kinds = (Any,) if hint == dict[str, Any] else (*kinds, int) if float in kinds else kinds
    needless = (str, int, float, bool, NoneType, Unset)
    plain = {kind for kind in kinds if kind in needless or _is_enum(kind)}
    return Field(name, frozenset(plain), kinds, dict(map(_look, kinds)))


def _look(kind: Any) -> tuple[type, Callable[[Any], Any]]:
    form, args = get_origin(kind) or kind, get_args(kind)
    if form is datetime:
        return form, _in_utc
    if form is Literal:
        return str, partial(_one_of, args)
    if form in (list, dict) and args:
        return form, partial(_each, _field("", args[-1]))
    return (form, settle if has(form) else _whatever) if isclass(form) else (object, _whatever)


def settle(model: Any) -> Any:
    """Check a decoded model against its hints; `ValueError` names a field that doesn't fit.

    A time without an offset is in UTC (sources §3).
    """
    for field in fields_of(model.__class__).values():
        value = getattr(model, field[0])
        if value.__class__ not in field[1]:
            look = field.looks.get(value.__class__)
            try:
                kept = look(value) if look else _fitting(field, value)
            except ValueError as error:
                place = field.name.rstrip("_").removeprefix("additional_properties")
                raise ValueError(f"{place}: {error}".removeprefix(": ")) from None
            if kept is not value:
                setattr(model, field.name, kept)
    return model


def take(field: Field, value: object) -> Any:
    """Return a value of a request in the type that the generated code needs.

    Taken are the API's word for an enum, the ISO text of a time with an offset, and any iterable
    for a list. `InvalidRequest` refuses the rest.
    """
    try:
        is_right = value.__class__ in field.looks and value.__class__ is not datetime
        return _fitting(field, value if is_right else _meant(field.kinds, value))
    except ValueError as error:
        if isinstance(value, datetime):
            value = value.isoformat()
        raise InvalidRequest(field.name, value, str(error)) from None


def _meant(kinds: tuple[Any, ...], value: object) -> object:
    if isinstance(value, str) and str not in kinds:
        for kind in kinds:
            if kind is datetime:
                return _meant((), datetime.fromisoformat(value))
            if _is_enum(kind) and value in list(kind):
                return kind(value)
    elif list in map(get_origin, kinds) and isinstance(value, Iterable):  # type: ignore[operator]
        value = value if isinstance(value, list | bytes | bytearray | Mapping) else list(value)
    if isinstance(value, datetime) and value.utcoffset() is None:
        # The API would take it for UTC, Python for local time.
        raise ValueError("must have a time zone, such as UTC")
    return value


def _fitting(field: Field, value: Any) -> Any:
    if look := field.looks.get(value.__class__):
        return look(value)
    for form, look in field.looks.items():
        if isinstance(value, form) and (value.__class__ is not bool or form is object):
            return look(value)
    raise misfit(field, value)


def misfit(field: Field, value: object) -> ValueError:
    """Return the error that says what a field must be, and what this is."""
    wanted = " or ".join(_named(kind) for kind in field.kinds if kind is not Unset)
    return ValueError(f"must be {wanted}, is {type(value).__name__} {shown(value)}")


def _whatever(value: Any) -> Any:
    return value


def _one_of(words: tuple[str, ...], value: str) -> str:
    if value not in words:
        raise ValueError(f"must be {' or '.join(map(repr, words))}, is str {shown(value)}")
    return value


def _in_utc(time: datetime) -> datetime:
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _each(field: Field, values: Any) -> Any:
    """Return a list or an object all of whose values fit."""
    if isinstance(values, dict) and {*map(type, values)} - {str}:
        raise ValueError("must have keys of str only")
    if {*map(type, values.values() if isinstance(values, dict) else values)} <= field.plain:
        return values
    items = values.items() if isinstance(values, dict) else enumerate(values)
    for place, value in items:
        try:
            _fitting(field, value)
        except ValueError as error:
            raise ValueError(f"{'item ' * isinstance(values, list)}{place}: {error}") from None
    return values


def _named(kind: Any) -> str:
    if _is_enum(kind):
        return f"one of {', '.join(map(str, kind))}"
    if get_origin(kind) is list:
        return f"list of {_named(get_args(kind)[0])}"
    if get_origin(kind) is Literal:
        return " or ".join(map(repr, get_args(kind)))
    return getattr(get_origin(kind) or kind, "__name__", str(kind))


def _is_enum(kind: Any) -> bool:
    return isclass(kind) and issubclass(kind, Enum) and kind is not Unset

"""Turns answers into models, each field of its type, and what fits none into `OpaqueBatch`.

The generated `from_dict` takes any type in any field; here the hints of the generated models are
the rule. A `null` counts as absent (api-facts §3), a time without an offset is in UTC.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import Enum
from functools import cache, partial
from typing import Any, Literal, TypeAlias, TypeVar, cast, get_args, get_origin, get_type_hints

from attrs import NOTHING, field, fields, frozen, has

from sinch_batches_client import models
from sinch_batches_client.types import Unset

from ._messages import BinaryBatch

TextBatch = models.TextBatch
_M = TypeVar("_M")
_Reader: TypeAlias = Callable[[Any], object]


@frozen
class OpaqueBatch:
    """A batch that fits neither type: `raw` holds its fields as they came, `reason` why.

    `id` is empty if the answer has none; an empty id is refused wherever one is asked for.
    """

    id: str
    reason: str
    raw: Mapping[str, object] = field(repr=False)


Batch: TypeAlias = TextBatch | BinaryBatch | OpaqueBatch


def decode_batch(raw: object) -> Batch:
    """Return the batch in an answer's JSON object; never raises (seed: Send; api-facts §17).

    `type` decides; without one it is text. A field that is missing, or isn't of the type that
    the API describes, makes the batch opaque; unknown fields don't.
    """
    fields_ = raw if isinstance(raw, dict) else {}
    type_, id_ = fields_.get("type"), fields_.get("id")
    try:
        if type_ in ("mt_text", None):
            return fit(TextBatch, raw)
        if type_ == "mt_binary":
            return fit(BinaryBatch, raw)
        reason = f"type {type_!r} is unknown"
    except ValueError as error:
        reason = str(error)
    return OpaqueBatch(id_ if isinstance(id_, str) else "", reason, fields_)


def fit(model: type[_M], raw: object) -> _M:
    """Return `raw` as this generated model; raises `ValueError` if it doesn't fit."""
    if not isinstance(raw, dict):
        raise ValueError(f"is no JSON object but {type(raw).__name__}")
    kind: Any = model
    readers, required, read_other = _plan(kind)
    known, unknown, key = {}, {}, ""
    try:
        for key, value in raw.items():
            if value is None:
                continue
            if key in readers:
                name, read = readers[key]
                known[name] = read(value)
            else:
                unknown[key] = read_other(value)
    except ValueError as error:
        raise ValueError(f"{key}: {error}") from None
    for name in required:
        if name not in known:
            raise ValueError(f"{name} is missing")
    instance = kind(**known)
    instance.additional_properties = unknown
    return cast("_M", instance)


@cache
def _plan(model: type) -> tuple[dict[str, tuple[str, _Reader]], list[str], _Reader]:
    """Return, from a model's hints, how each wire name is read, which are needed, and the rest."""
    named = {name: getattr(models, name) for name in models.__all__}
    hints = get_type_hints(model, localns=named)
    readers = {name.rstrip("_"): (name, _reader_of(hint)) for name, hint in hints.items()}
    _, read_other = readers.pop("additional_properties")
    required = [each.name for each in fields(model) if each.init and each.default is NOTHING]
    return readers, required, read_other


def _reader_of(hint: Any) -> _Reader:
    kinds = [kind for kind in get_args(hint) if kind is not Unset]
    origin = get_origin(hint)
    if origin is Literal:  # of `type`, by which the model was chosen
        return partial(_exactly, str)
    if origin is list:
        return partial(_list_of, kinds[0])
    if origin is dict:
        return _reader_of(kinds[1])
    if kinds:  # of `X | Unset`; an answer's field has one type only
        (kind,) = kinds
        return _reader_of(kind)
    if hint is Any:
        return lambda value: value
    if hint is datetime:
        return _time
    if has(hint):
        return partial(fit, hint)
    return partial(_member if issubclass(hint, Enum) else _exactly, hint)


def _exactly(kind: type[_M], value: object) -> _M:
    if value.__class__ is kind:  # True is an int for isinstance
        return value
    raise ValueError(f"must be {kind.__name__}, is {type(value).__name__}")


def _member(kind: type[Enum], value: object) -> object:
    return kind(_exactly(str, value))


def _time(value: object) -> object:
    time = datetime.fromisoformat(_exactly(str, value))
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _list_of(kind: type, value: object) -> object:
    items = _exactly(list, value)
    if has(kind):
        return [fit(kind, item) for item in items]
    if {*map(type, items)} - {kind}:
        raise ValueError(f"must hold {kind.__name__} only")
    return items

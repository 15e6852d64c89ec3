"""The batches in answers: `type` picks the class, the generated code decodes, the hints check."""

from __future__ import annotations

from base64 import b64decode
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from attrs import field, fields, frozen, has

from sinch_batches_client import models

from .._errors import shown
from .fields import fields_of, misfit, settle
from .messages import Brief

if TYPE_CHECKING:
    from collections.abc import Mapping

_M = TypeVar("_M")
_LONGEST_REASON = 500


class TextBatch(Brief, models.TextBatch):
    """A stored text batch; its fields are in the generated model."""

    __slots__ = ()


class BinaryBatch(Brief, models.BinaryBatch):
    """A stored binary batch, whose content can be read as bytes."""

    __slots__ = ()

    @property
    def body_bytes(self) -> bytes:
        """The body; raises `ValueError` if what the API holds isn't Base64."""
        return b64decode("".join(self.body.split()), validate=True)

    @property
    def udh_bytes(self) -> bytes:
        """The user data header, empty if there is none; `ValueError` if it isn't hexadecimal."""
        return bytes.fromhex(self.udh or "")


@frozen
class OpaqueBatch:
    """A batch that fits neither type: `raw` holds its fields as they came, `reason` why.

    `id` is empty if the answer has none; an empty id is refused wherever one is asked for.
    """

    id: str
    reason: str
    raw: Mapping[str, object] = field(repr=False)


Batch: TypeAlias = TextBatch | BinaryBatch | OpaqueBatch
"""A batch in an answer."""
_TYPES: dict[str, type[Any]] = {"mt_text": TextBatch, "mt_binary": BinaryBatch}


def decode_batch(raw: object) -> Batch:
    """Return the batch in an answer's JSON object; never raises (seed: Send; decision 55).

    `type` decides; without one it is text. A field that is missing, or isn't of the type that
    the API describes, makes the batch opaque; unknown fields don't.
    """
    known = raw if isinstance(raw, dict) else {}
    type_, id_ = known.get("type"), known.get("id")
    type_ = "mt_text" if type_ is None else type_
    try:
        if isinstance(type_, str) and type_ in _TYPES:
            known = known if not known or known.get("type") else {**known, "type": type_}
            return decode(_TYPES[type_], known or raw)  # type: ignore[no-any-return]
        reason = f"type {shown(type_)} is unknown"
    except (ValueError, RecursionError) as error:
        reason = str(error)
    return OpaqueBatch(id_ if isinstance(id_, str) else "", reason[:_LONGEST_REASON], known)


def decode(model: type[_M], raw: object) -> _M:
    """Return `raw` as this generated model; raises `ValueError` if a field doesn't fit.

    A `null` counts as absent (sources §3).
    """
    if not isinstance(raw, dict):
        raise ValueError(f"must be a JSON object, is {type(raw).__name__} {shown(raw)}")
    try:
        return _read(model, raw)
    except ValueError:
        without = _without_nulls(raw)
        if without == raw:
            raise
    return _read(model, without)


def _read(model: type[_M], raw: dict[str, Any]) -> _M:
    try:
        decoded: _M = model.from_dict(raw)  # type: ignore[attr-defined]
    except Exception:  # the generated code trusts what it reads
        raise ValueError(_first_fault(model, raw)) from None
    settle(decoded)
    return decoded


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(each) for key, each in value.items() if each is not None}
    return [_without_nulls(each) for each in value] if isinstance(value, list) else value


def _first_fault(model: Any, raw: dict[str, Any]) -> str:
    """Tell which field the generated code can't read, by giving it each with those it needs."""
    own = {each.name.rstrip("_") for each in fields(model)}
    needed: dict[str, Any] = {}
    names = [*reversed(raw), ""]
    while names:
        name = names[-1]
        try:
            model.from_dict({**needed, name: raw[name]} if name else needed)
            names.pop()
        except KeyError as lacking:
            key = str(lacking.args[0])
            if key in needed or key not in raw:
                return f"{key} is missing" if key in own else f"{name}: {key} is missing"
            needed[key] = raw[key]
            names.append(key)
        except Exception as error:  # as above
            return f"{name}: {_fault_of(model, name, raw[name]) or error}"
    return "its fields don't go together"


def _fault_of(model: Any, name: str, value: Any) -> str | ValueError | None:
    known = fields_of(model)
    field = known.get(name) or known.get(f"{name}_") or known.get("additional_properties")
    inner = next(filter(has, field.kinds), None) if field else None
    if inner and isinstance(value, dict):
        return _first_fault(inner, value)
    return misfit(field, value) if field else None

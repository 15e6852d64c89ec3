"""What a batch holds: each field in one place, with its name on the wire and how it is read there.

Answers, updates and stored records are made by going through this table, so that a new field is
one line here (and in openapi.yaml).
"""

from __future__ import annotations

import re
from dataclasses import MISSING, dataclass, field, fields
from typing import TYPE_CHECKING, Any

from . import times

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TEXT = "mt_text"
BINARY = "mt_binary"
NO_REPORT = "none"

# Whatever the schema takes for a blank around Base64: that is more than `strip` does.
_BLANKS = re.compile(r"[^A-Za-z0-9+/=]")


@dataclass(frozen=True, slots=True)
class Wire:
    """How a field stands in requests and answers.

    Args:
        name: its name there.
        read: makes what is kept of what was sent to a batch of a type.
        write: makes what is answered of what is kept.
        default: what is kept if nothing is sent, or null.

    """

    name: str
    read: Callable[[Any, str], Any]
    write: Callable[[Any], Any]
    default: Any


def _as_is(value: Any, kind: str = "") -> Any:  # noqa: ARG001 - types that matter have readers
    return value


def _body(body: str, kind: str) -> str:
    """Keep Base64 without the blanks around it (sources §6)."""
    return _BLANKS.sub("", body) if kind == BINARY else body


def _time(text: str, _: str) -> int:
    return times.parse(text)


def _whole(number: float, _: str) -> int:
    """JSON writes 3 also as 3.0; answers carry the former."""
    return int(number)


def _wired(
    name: str = "",
    *,
    read: Callable[[Any, str], Any] = _as_is,
    write: Callable[[Any], Any] = _as_is,
    default: Any = None,
) -> Any:
    """Declare a field that is on the wire, under its own name unless another is given."""
    return field(default=default, metadata={"name": name, "read": read, "write": write})


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A stored batch. Times are in milliseconds since 1970.

    `submitted_at` is when it was sent, replaced, or told to start at another time. `expire_given`
    tells an expiry that was asked for from the default. `report_at` is when its delivery report is
    due; None: none is wanted, or it was taken. `owed` is what of it has to be sent again: for each
    letter its number, how many of its reports were taken, and how often the next one was tried.

    A field that was added later has a default, which holds for batches that were stored before.
    """

    plan_id: str
    id: str = _wired(default=MISSING)
    to: tuple[str, ...] = _wired(default=MISSING)
    sender: str | None = _wired("from")
    canceled: bool = _wired(default=False)
    parameters: Mapping[str, Mapping[str, str]] | None = _wired()
    body: str = _wired(read=_body, default=MISSING)
    udh: str | None = _wired()
    type: str = _wired(default=TEXT)
    created_at: int = _wired(write=times.render, default=MISSING)
    modified_at: int = _wired(write=times.render, default=MISSING)
    delivery_report: str = _wired(default=NO_REPORT)
    send_at: int | None = _wired(read=_time, write=times.render)
    expire_at: int = _wired(read=_time, write=times.render, default=MISSING)
    callback_url: str | None = _wired()
    client_reference: str | None = _wired()
    feedback_enabled: bool = _wired(default=False)
    flash_message: bool = _wired(default=False)
    truncate_concat: bool | None = _wired()
    max_number_of_message_parts: int | None = _wired(read=_whole)
    from_ton: int | None = _wired(read=_whole)
    from_npi: int | None = _wired(read=_whole)
    submitted_at: int
    expire_given: bool = False
    report_at: int | None = None
    owed: tuple[tuple[int, int, int], ...] | None = None


_WIRES = {
    each.name: Wire(
        each.metadata["name"] or each.name,
        each.metadata["read"],
        each.metadata["write"],
        None if each.default is MISSING else each.default,
    )
    for each in fields(Batch)
    if each.metadata
}
_NAMES = tuple(each.name for each in fields(Batch))


def given(document: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """Read the fields that a document gives, by attribute of the record; null gives the default.

    Args:
        document: a submission or an update that fits its schema.
        kind: the type of the batch.

    """
    values = {}
    for attribute, wire in _WIRES.items():
        if wire.name in document:
            value = document[wire.name]
            values[attribute] = wire.default if value is None else wire.read(value, kind)
    return values


def answered(batch: Batch) -> dict[str, Any]:
    """Write a batch as an answer: never null, optional fields only if set (decision 19)."""
    answer = {}
    for attribute, wire in _WIRES.items():
        value = getattr(batch, attribute)
        if value is not None:
            answer[wire.name] = wire.write(value)
    return answer


def recorded(batch: Batch) -> dict[str, Any]:
    """Write all that is known of a batch, for a store."""
    return {name: getattr(batch, name) for name in _NAMES}


def restored(record: Mapping[str, Any]) -> Batch:
    """Read what `recorded` wrote, of an earlier version too: what is missing has its default."""
    values = {name: value for name, value in record.items() if name in _NAMES}
    values["owed"] = tuple(map(tuple, record.get("owed") or ())) or None
    return Batch(**values | {"to": tuple(record["to"])})

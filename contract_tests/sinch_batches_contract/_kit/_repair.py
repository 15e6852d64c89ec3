"""Making random documents keep the rules that JSON Schema can't say.

Only what is right on its own is touched: an injected fault stays the only one, and a refusal has
one cause.
"""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from .._material.times import later, now, stamp
from .._spec.operations import needs_of_field, parameters_of
from ._bodies import declared, is_required
from ._faults import faults, query_faults

if TYPE_CHECKING:
    from ._terms import Terms

_MOST_BYTES = 140
_BYTES_OF_A_STORED_UDH = 7
# Recipients of stored batches and added ones come first: a batch can't lose its last one.
_FIRST_NUMBER = {"to": 0, "to_add": 1, "to_remove": 3, "recipients": 0}
_MOST_CHANGED = 2
_MOST_RECIPIENTS = 1000
_URL = "https://example.com/callback"
_LARGEST_INT32 = 2**31 - 1
_DIGITS_OF_A_PAGE = 6

Document = dict[str, Any]


def repaired(terms: Terms, schema: str, document: Document) -> Document:
    """Return the known fields of a body, the sound ones made to fit each other and the server.

    What the server lacks is nowhere in it.
    """
    known = {
        name: value
        for name, value in _without_nul(declared(document, schema)).items()
        if needs_of_field(name).isdisjoint(terms.without)
    }
    wrong = faults(schema, known).fields
    sound = {name: value for name, value in known.items() if name not in wrong}
    broken = {name: value for name, value in known.items() if name in wrong}
    if is_required(schema, "to") and "from" not in broken:
        # A plan without an automatic default originator needs a sender in every batch.
        sound["from"] = terms.sender
    for repair in (_numbers, _times, _binary, _sender_kind, _report, _parameters, _limits):
        repair(terms, sound, broken)
    return {**sound, **broken}


def _numbers(terms: Terms, sound: Document, broken: Document) -> None:
    if "from" in sound:
        sound["from"] = terms.sender
    for name, first in _FIRST_NUMBER.items():
        if name in sound:
            most = _MOST_CHANGED if name in ("to_add", "to_remove") else len(sound[name])
            numbers = terms.numbers(first + min(len(sound[name]), most))
            sound[name] = numbers[first:] or (numbers[-1:] if sound[name] else [])
        elif _is_too_long(broken.get(name)):
            # That is to be all that is wrong with it.
            numbers = terms.numbers(len(broken[name]))
            broken[name] = [numbers[n % len(numbers)] for n in range(len(broken[name]))]
    if len(terms.recipients) <= _FIRST_NUMBER["to_remove"]:
        sound.pop("to_remove", None)  # it would take the only recipient
    if len(terms.recipients) <= _FIRST_NUMBER["to_add"]:
        sound.pop("to_add", None)  # it would name one who is there


def _is_too_long(value: object) -> bool:
    return isinstance(value, list) and len(value) > _MOST_RECIPIENTS


def _times(_: Terms, sound: Document, broken: Document) -> None:
    """Send in the future, so that nothing goes out and the batch stays changeable."""
    if sound.get("send_at") is not None:
        sound["send_at"] = stamp(later(days=1, minutes=len(str(sound.get("body", ""))) % 60))
        if "expire_at" not in broken:
            sound["expire_at"] = stamp(later(days=2))
    elif "send_at" in sound:
        sound.pop("expire_at", None)
    elif sound.get("expire_at") is not None:
        sound["expire_at"] = stamp(later(days=2))


def _binary(_: Terms, sound: Document, __: Document) -> None:
    """Keep body and udh within 140 bytes together."""
    if sound.get("type") != "mt_binary":
        return
    header = _BYTES_OF_A_STORED_UDH
    if "udh" in sound:
        sound["udh"] = sound["udh"][: 2 * _MOST_BYTES]
        header = len(sound["udh"]) // 2
    if "body" in sound:
        body = base64.b64decode(sound["body"])
        sound["body"] = base64.b64encode(body[: _MOST_BYTES - header]).decode()


def _sender_kind(_: Terms, sound: Document, broken: Document) -> None:
    """Give from_ton and from_npi together."""
    for name, other in (("from_ton", "from_npi"), ("from_npi", "from_ton")):
        if (name in sound or name in broken) and other not in sound and other not in broken:
            sound[other] = 1


def _report(_: Terms, sound: Document, broken: Document) -> None:
    """Give a callback URL where a report is wanted, and one that can be reached in principle.

    It has the length of the one that was drawn.
    """
    wants_report = sound.get("delivery_report") not in (None, "none")
    given = sound.get("callback_url")
    if given is not None or (wants_report and "callback_url" not in broken):
        sound["callback_url"] = _URL.ljust(len(given or ""), "k")


def _parameters(terms: Terms, sound: Document, broken: Document) -> None:
    """Name recipients of the batch, or `default`, under each key."""
    names = ["default", *terms.numbers(2)]
    for part in (sound, broken):
        if isinstance(part.get("parameters"), dict):
            part["parameters"] = {
                key: dict(zip(names, values.values(), strict=False))
                if isinstance(values, dict)
                else values
                for key, values in part["parameters"].items()
            }


def _limits(_: Terms, sound: Document, __: Document) -> None:
    if "max_number_of_message_parts" in sound:
        parts = int(sound["max_number_of_message_parts"])
        sound["max_number_of_message_parts"] = min(parts, _LARGEST_INT32)
    for name in ("from_ton", "from_npi"):
        if name in sound:
            sound[name] = int(sound[name])


def _without_nul(value: Any) -> Any:
    """Return the JSON value without the character that few stores can keep."""
    match value:
        case str():
            return value.replace("\x00", "")
        case list():
            return [_without_nul(entry) for entry in value]
        case dict():
            return {_without_nul(name): _without_nul(entry) for name, entry in value.items()}
    return value


def repaired_query(terms: Terms, operation: str, query: dict[str, Any]) -> dict[str, Any]:
    """Return the declared parameters, the sound ones with senders and times that make sense."""
    fitting = {
        "from": terms.sender,
        "start_date": stamp(now() - timedelta(days=2)),
        "end_date": stamp(now() + timedelta(days=1)),
    }
    repaired: dict[str, Any] = {}
    for name in (parameter["name"] for parameter in parameters_of(operation)):
        if name in query:
            is_sound = not query_faults(operation, {name: query[name]}).any
            repaired[name] = fitting.get(name, query[name]) if is_sound else query[name]
    if "page" in repaired:
        repaired["page"] = str(repaired["page"])[:_DIGITS_OF_A_PAGE]
    return repaired

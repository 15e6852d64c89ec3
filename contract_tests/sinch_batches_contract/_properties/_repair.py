"""Making random documents keep the rules that JSON Schema can't say.

Only fields that are each right on their own are touched: an injected fault stays the only one, and
a refusal has one cause.
"""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from .._material import later, now, stamp
from ._faults import faults

if TYPE_CHECKING:
    from .._api import Api

_MOST_BYTES = 140
# Recipients of stored batches and added ones come first: a batch can't lose its last one.
_REMOVED_FROM = 3
_LARGEST_INT32 = 2**31 - 1

Document = dict[str, Any]


def repaired(api: Api, schema_name: str, document: Document) -> Document:
    """Return the document with its sound fields made to fit each other and the server."""
    wrong = faults(schema_name, document).fields
    sound = {name: value for name, value in document.items() if name not in wrong}
    broken = {name: value for name, value in document.items() if name in wrong}
    for repair in (_numbers, _times, _binary, _sender_kind, _report, _parameters, _limits):
        repair(api, sound, broken)
    return {**sound, **broken}


def _numbers(api: Api, sound: Document, broken: Document) -> None:
    # A plan without an automatic default originator needs a sender in every batch.
    if "from" in sound or ("to" in sound and "from" not in broken):
        sound["from"] = api.sender
    for name, first in (("to", 0), ("to_add", 1), ("to_remove", _REMOVED_FROM), ("recipients", 0)):
        if name in sound:
            most = 2 if name in ("to_add", "to_remove") else 1000
            pool = api.numbers(min(first + min(len(sound[name]), most), _allowed(api)))
            sound[name] = pool[first:] or (pool[-1:] if sound[name] else [])
    if _allowed(api) <= _REMOVED_FROM:
        sound.pop("to_remove", None)  # it would take the only recipient


def _allowed(api: Api) -> int:
    return len(api.settings.recipients) or 1000


def _times(api: Api, sound: Document, broken: Document) -> None:
    """Send in the future, so that nothing goes out and the batch stays changeable."""
    if "scheduling" in api.settings.without:
        sound.pop("send_at", None)
        sound.pop("expire_at", None)
        return
    if sound.get("send_at") is not None:
        sound["send_at"] = stamp(later(days=1, minutes=len(str(sound.get("body", "")))))
        if "expire_at" not in broken:
            sound["expire_at"] = stamp(later(days=2))
    elif "send_at" in sound:
        sound.pop("expire_at", None)
    elif sound.get("expire_at") is not None:
        sound["expire_at"] = stamp(later(days=2))


def _binary(_: Api, sound: Document, __: Document) -> None:
    """Keep body and udh within 140 bytes together."""
    if sound.get("type") != "mt_binary":
        return
    udh = sound["udh"] = sound["udh"][: 2 * _MOST_BYTES] if "udh" in sound else "00"
    if "body" in sound:
        body = base64.b64decode(sound["body"])
        sound["body"] = base64.b64encode(body[: _MOST_BYTES - len(udh) // 2]).decode()


def _sender_kind(_: Api, sound: Document, broken: Document) -> None:
    """Give from_ton and from_npi together."""
    for name, other in (("from_ton", "from_npi"), ("from_npi", "from_ton")):
        if (name in sound or name in broken) and other not in sound and other not in broken:
            sound[other] = 1


def _report(api: Api, sound: Document, broken: Document) -> None:
    """Give a callback URL where a report is wanted, and one that can be reached in principle."""
    if "callbacks" in api.settings.without:
        sound.pop("callback_url", None)
        sound.pop("delivery_report", None)
        return
    wants_report = sound.get("delivery_report") not in (None, "none")
    is_given = sound.get("callback_url") is not None
    if is_given or (wants_report and "callback_url" not in broken):
        sound["callback_url"] = "https://example.com/callback"


def _parameters(api: Api, sound: Document, _: Document) -> None:
    """Name recipients of the batch, or `default`, under each key."""
    if "parameters" in api.settings.without:
        sound.pop("parameters", None)
    if not isinstance(sound.get("parameters"), dict):
        return
    names = ["default", *api.numbers(2 if _allowed(api) > 1 else 1)]
    sound["parameters"] = {
        key: dict(zip(names, values.values(), strict=False))
        for key, values in sound["parameters"].items()
    }


def _limits(_: Api, sound: Document, __: Document) -> None:
    if "max_number_of_message_parts" in sound:
        parts = int(sound["max_number_of_message_parts"])
        sound["max_number_of_message_parts"] = min(parts, _LARGEST_INT32)
    for name in ("from_ton", "from_npi"):
        if name in sound:
            sound[name] = int(sound[name])


def repaired_query(api: Api, query: dict[str, Any]) -> dict[str, str]:
    """Return the declared parameters with senders and times that make sense, as texts."""
    repaired = {name: str(value) for name, value in query.items()}
    if "page" in repaired:
        repaired["page"] = repaired["page"][:6]
    if "from" in repaired:
        repaired["from"] = api.sender
    if "start_date" in repaired:
        repaired["start_date"] = stamp(now() - timedelta(days=2))
    if "end_date" in repaired:
        repaired["end_date"] = stamp(now() + timedelta(days=1))
    return repaired

"""Bodies of callbacks that nobody would send in good faith: whatever came, it is handed over."""

from __future__ import annotations

import copy
import json
import os
import random
from typing import Any

from tests.document import read_spec

from sinch_batches import (
    BatchDeliveryReport,
    InboundBinary,
    InboundText,
    OpaqueReport,
    RecipientDeliveryReport,
    parse_callback,
)

NUMBER = int(os.environ.get("HOSTILE_CALLBACKS", "10000"))
KINDS = (
    BatchDeliveryReport,
    RecipientDeliveryReport,
    InboundText,
    InboundBinary,
    OpaqueReport,
)
EXAMPLES = read_spec()["components"]["examples"]
SOUND = [
    EXAMPLES[name]["value"]
    for name in (
        "SummaryDeliveryReport",
        "FullDeliveryReport",
        "EmptyDeliveryReport",
        "RecipientDeliveryReport",
        "AbortedRecipientDeliveryReport",
        "InboundText",
        "InboundBinary",
    )
]
ODD: list[Any] = [
    None, True, False, 0, -1, 10**400, 1e308, float("nan"), float("inf"), "", "0", "9" * 5000, "²",
    "\ud800", "\0", "x" * 10_000, [], {}, [[]], [None], [{}], {"": None}, {"type": "mo_text"},
    "2019-08-24", "2019-99-99T99:99:99Z", "0000-00-00T00:00:00Z", "+999999-01-01T00:00:00+99:99",
]  # fmt: skip


def spoilt(rng: random.Random) -> bytes:
    """A body of Sinch's, changed in one to four places, and sometimes as bytes too."""
    document = copy.deepcopy(rng.choice(SOUND))
    for _ in range(rng.randint(1, 4)):
        target = document
        while rng.random() < 0.3 and (inner := [*filter(_is_inner, _values(target))]):
            target = rng.choice(inner)
        _spoil(target, rng)
    body = json.dumps(document).encode()
    return _spoilt_bytes(body, rng) if rng.random() < 0.3 else body


def _values(node: Any) -> list[Any]:
    return list(node.values()) if isinstance(node, dict) else list(node)


def _is_inner(node: Any) -> bool:
    return isinstance(node, dict | list) and bool(node)


def _spoil(node: Any, rng: random.Random) -> None:
    key = rng.choice([*node]) if isinstance(node, dict) and node else None
    if key is not None:
        match rng.randint(0, 2):
            case 0:
                del node[key]
            case 1:
                node[key] = copy.deepcopy(rng.choice(ODD))
            case _:
                node[str(rng.choice(ODD))[:50]] = node.pop(key)
    elif isinstance(node, list):
        node.insert(0, copy.deepcopy(rng.choice(ODD)))
    else:
        node["type"] = copy.deepcopy(rng.choice(ODD))


def _spoilt_bytes(body: bytes, rng: random.Random) -> bytes:
    place = rng.randrange(len(body))
    match rng.randint(0, 4):
        case 0:
            return body[:place]
        case 1:
            return body[:place] + rng.randbytes(3) + body[place:]
        case 2:
            return b"[" * 100_000 + body
        case 3:
            return b'{"statuses":' * 2_000 + body + b"}" * 2_000
        case _:
            return body.decode().encode("utf-16")


def test_whatever_came_is_handed_over_and_nothing_is_raised() -> None:
    rng = random.Random(13)
    found = [type(parse_callback(spoilt(rng))) for _ in range(NUMBER)]
    assert set(found) == set(KINDS)


def test_text_is_read_as_bytes_are_and_odd_values_alone_do_no_harm() -> None:
    for value in [*ODD, *SOUND]:
        text = json.dumps(value)
        one, other = parse_callback(text), parse_callback(text.encode())
        assert type(one) is type(other)
        assert isinstance(one, KINDS)

"""JSON documents: valid ones, ones at the limits, and ones with something strange in them."""

from __future__ import annotations

import base64
import json
import re
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

Document = dict[str, Any]

REPORTS = ["none", "summary", "full", "per_recipient", "per_recipient_final"]
ALPHABETS = ["abc XYZ 019 @£$", "{}[]~|^€\\", "äöü àé", "日本語", "😀👍🏽", "\n\r\f\t", "${a}${b}$"]
STRANGE_TEXTS = [
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ud800",
    "\udfff\ud800",
    "￿",
    "\u202e",
    "\x7f\x1b[31m",
    "A" * 2001,
    "A" * 100_000,
    "${" * 1000,
    "${a}" * 500,
    "../../etc/passwd",
    "' OR 1=1 --",
    "%s%n%x",
    "{0.__class__}",
    "null",
    "٣٤٥",
    "+",
    "00",
    "+" * 1000,
    "1" * 16,
    "http://",
    "http://[::1",
    "http://\ud800/",
    "2025-02-30T00:00:00Z",
    "0000-00-00",
    "9999-12-31T23:59:59.999-14:00",
    "2025-06-15T15:06:40+99:99",
    "AAECAw=",
    "=" * 50,
    "zz",
]
STRANGE_NUMBERS = ["1e400", "-1e400", "1e-400", "-0", "0.1", "9" * 25, "9" * 5000, "1e5", "-1"]


_DIGITS = re.compile(r'"@digits ([^"]*)@"')


def digits(written: str) -> str:
    """A number as it shall be written, whatever Python would make of it."""
    return f"@digits {written}@"


def encode(document: Any) -> bytes:
    """Write JSON; lone surrogates are escaped, as they can't be written otherwise."""
    return _DIGITS.sub(r"\1", json.dumps(document)).encode()


def text(random: Random, longest: int) -> str:
    characters = random.choice(ALPHABETS)
    return "".join(random.choices(characters, k=random.randint(0, longest)))


def number(random: Random) -> str:
    digits = f"1555{random.randrange(10**7):07d}"
    return random.choice(["+{}", "{}", "00{}", "+1 ({0[1]}{0[2]}{0[3]}) 123-4567"]).format(digits)


def moment(random: Random, first: int, last: int) -> str:
    """A time so many minutes from now, in one of the accepted forms."""
    at = datetime.now(UTC) + timedelta(minutes=random.randint(first, last))
    forms = ["%Y-%m-%dT%H:%MZ", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S.%fZ"]
    return at.strftime(random.choice([*forms, "%Y-%m-%dT%H:%M:%S+00:00"]))


def submission(random: Random) -> Document:
    """A valid submission."""
    document: Document = {
        "from": random.choice(["15550001111", "Sinch", "12345"]),
        "to": [number(random) for _ in range(random.choice([1, 1, 1, 2, 3, 20, 1000]))],
    }
    if random.random() < 0.3:
        udh = bytes(random.randrange(256) for _ in range(random.randint(1, 20)))
        body = bytes(random.randrange(256) for _ in range(random.randint(0, 140 - len(udh))))
        document |= {
            "type": "mt_binary",
            "udh": udh.hex(),
            "body": base64.b64encode(body).decode(),
        }
    else:
        document["body"] = text(random, random.choice([10, 160, 2000]))
    optional: Document = {
        "delivery_report": random.choice(REPORTS),
        # Refused at once: reports that wait for a retry would fill memory up to their own limit.
        "callback_url": "http://192.0.2.1/reports",
        "send_at": moment(random, 1, 60),
        "expire_at": moment(random, 120, 1000),
        "client_reference": text(random, 2048),
        "feedback_enabled": random.random() < 0.5,
        "flash_message": random.random() < 0.5,
        "tags": ["unknown", {"fields": [None]}],
    }
    if "udh" not in document:
        optional |= {
            "parameters": {"a": {document["to"][0]: "Joe", "default": "you"}, "b": {}},
            "truncate_concat": True,
            "max_number_of_message_parts": random.randint(1, 9),
        }
    kept = {key: value for key, value in optional.items() if random.random() < 0.4}
    if kept.get("delivery_report", "none") != "none":
        kept["callback_url"] = optional["callback_url"]
    return document | kept


def update(random: Random) -> Document:
    """A valid update of a text batch, if the batch can be updated."""
    fields: Document = {
        "to_add": [number(random)],
        "to_remove": [number(random)],
        "body": text(random, 100),
        "send_at": moment(random, 1, 60),
        "delivery_report": random.choice([None, "none"]),
        "expire_at": None,
        "parameters": None,
    }
    return {key: value for key, value in fields.items() if random.random() < 0.5}


def strange(random: Random, depth: int = 3) -> Any:
    """A JSON value that nobody expects."""
    kind = random.randrange(9 if depth else 6)
    if kind < 2:
        return random.choice(STRANGE_TEXTS)
    if kind == 2:
        return digits(random.choice(STRANGE_NUMBERS))
    if kind < 6:
        return random.choice([None, True, False, 0, -1, 2**31, 2**63, 2**64, 0.5, [], {}])
    if kind == 6:
        return {random.choice(STRANGE_TEXTS): strange(random, depth - 1)}
    if kind == 7:
        return [random.choice(["", "+15551231234", None, 7])] * random.choice([999, 1001, 20_000])
    return [strange(random, depth - 1) for _ in range(random.choice([1, 2, 3]))]


def distorted(random: Random, document: Document) -> Document:
    """The document with one place of it, or a few, filled with something strange."""
    result: Document = dict(document)
    for _ in range(random.choice([1, 1, 1, 2, 3])):
        key = random.choice([*result, "type", "from_ton", "from_npi", "expire_at", "parameters"])
        where = result.get(key)
        if isinstance(where, list) and where and random.random() < 0.5:
            result[key] = [*where[:-1], strange(random)]
        elif isinstance(where, dict) and where and random.random() < 0.5:
            result[key] = {**where, random.choice(STRANGE_TEXTS): strange(random)}
        elif random.random() < 0.1:
            result.pop(key, None)
        else:
            result[key] = strange(random)
    return result


def at_a_limit(random: Random) -> Document:
    """A submission with a field at its limit or one beyond."""
    beyond = random.randint(0, 1)
    base: Document = {"from": "15550001111", "to": ["+15551231234"], "body": "Hi"}
    choices: list[Document] = [
        {"to": [f"+1555{index:07d}" for index in range(1000 + beyond)]},
        {"to": []},
        {"body": "😀" * (1000 + beyond)},
        {"body": "x" * (2000 + beyond)},
        {"client_reference": "r" * (2048 + beyond)},
        {"callback_url": "http://127.0.0.1/" + "p" * (2031 + beyond)},
        {"parameters": {"k" * (16 + beyond): {"default": "v" * 160}}},
        {"parameters": {"k": {"default": "v" * (160 + beyond)}}},
        {"from_ton": 6 + beyond, "from_npi": 18 + beyond},
        {"max_number_of_message_parts": random.choice([0, 1, 2**31 - 1 + beyond])},
        {"from": "A" * (11 + beyond)},
        {"to": ["1" * (15 + beyond)]},
        {"to": ["1" * (5 - beyond)]},
        {
            "type": "mt_binary",
            "udh": "00",
            "body": base64.b64encode(bytes(139 + beyond)).decode(),
        },
        {"type": "mt_binary", "udh": "00" * (140 + beyond), "body": ""},
    ]
    return base | random.choice(choices)

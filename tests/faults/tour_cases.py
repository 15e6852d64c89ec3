"""What the tour sends and asks for."""

from __future__ import annotations

from typing import Any

from .exchange import Document
from .server import GROUP

EPOCH = 1_900_000_000_000
"""When the tour begins: 2030-03-17T17:46:40Z, in milliseconds."""

PLAIN: Document = {"from": "12345", "to": ["+15550100001", "15550100002"], "body": "Hi"}

_BINARY: Document = {"type": "mt_binary", "body": "AAEC", "udh": "0605"}
_MANY = [str(15550200000 + number) for number in range(1100)]
_URL = "https://example.com/hook?a=b"
_TO: Document = {"to": ["15550100001", "15550100002"]}


def _named(body: str, *numbers: str, **values: Any) -> Document:
    return {"body": body, "to": list(numbers) or ["15550100001", "+15550100002"], **values}


_CUT: Document = {"truncate_concat": True}
_WHOLE: Document = {"truncate_concat": False}


def _texts() -> list[Document]:
    """Texts on both sides of each limit, in both encodings."""
    units = [("a", 160), ("a", 306), ("€", 80), ("я", 70), ("я", 134), ("😀", 35), ("À", 70)]
    texts = [char * (limit + more) for char, limit in units for more in (-1, 0, 1)]
    texts += [
        "a" * 307,
        "a" * 320,
        "a" * 1224,
        "я" * 140,
        "Σ" * 80,
        "ä" * 100,
        " x & <y> ",
        "a\r\x07b",
        "",
        "a" * 2001,
    ]
    return [{"body": text, **extra} for text in texts for extra in ({}, _CUT, _WHOLE)]


_PARAMETERS: list[Document] = [
    _named(
        "${a} ${b}",
        parameters={"a": {"+15550100001": "я" * 69, "default": "y"}, "b": {"default": "z"}},
    ),
    _named("${A} ${a}", parameters={"A": {"15550100002": "own"}, "a": {"default": "d"}}),
    _named("${a}" * 20, parameters={"a": {"15550100001": "v" * 10, "default": ""}}),
    _named("x", parameters={"k" * 16: {"default": "v" * 160}}),
    _named("x", parameters={"k" * 17: {}}),
    _named("x", parameters={"k k": {}}),
    _named("x", parameters={"k": {"default": "v" * 161}}),
    _named("x", parameters={"k": "v"}),
]

_VALUES: dict[str, list[Any]] = {
    "to": [..., [], ["+1"], ["abc"], "x", [GROUP], ["0" * 25 + "A"], _MANY[:101], _MANY[:1000],
           _MANY[:1001], ["+1 (555) 010-0001"], ["0015550100001"]],
    "body": [..., 5, [], "x" * 2000, "x" * 1999, "x" * 1601],
    "from": [..., "+15550109999", "Company", "CompanyLtd12", "777", "-"],
    "type": [..., "mt_text", "mt_media", 1],
    "delivery_report": ["none", "full", "all", "per_recipient_final"],
    "client_reference": ["Ref", "Ref", " r ", "", "r" * 129, "r" * 2048, "r" * 2049],
    "callback_url": [_URL, "nowhere", "http://e.xy/" + "p" * 2036, "http://e.xy/" + "p" * 2037],
    "feedback_enabled": [True, False],
    "flash_message": [True, "maybe"],
    "truncate_concat": [True, False],
    "max_number_of_message_parts": [1, 2, 0, -1],
    "send_at": ["soon", "2030-04-01T10:00", "2030-04-01T10:00:00.123+05:30",
                "2030-04-01T10:00:00.1234567Z", "2020-01-01T00:00Z", "2030-04-01T10:00:00Z"],
    "expire_at": ["soon", "2030-03-18T00:00Z", "2030-04-18T00:00Z", "2030-03-16T00:00Z"],
}  # fmt: skip

_FIELDS: list[Document] = [{name: value} for name, values in _VALUES.items() for value in values]

_NOTHING: Document = {}
_REPORTED: Document = {"client_reference": "r", "callback_url": _URL, "delivery_report": "full"}

_TOGETHER: list[Document] = [
    {"send_at": "2030-04-01T10:00Z", "expire_at": expire_at, **extra}
    for expire_at in ("2030-04-01T09:59Z", "2030-04-01T10:00Z", "2030-04-01T10:00:00.001Z",
                      "2030-04-04T10:00Z", "2030-04-04T10:00:00.001Z", "2030-04-09T10:00Z")
    for extra in (_NOTHING, _REPORTED)
] + [
    {"from_ton": ton, "from_npi": npi}
    for ton, npi in ((0, 0), (6, 18), (7, 1), (1, 19), (-1, 1), (1, -1), (5, ...), (..., 5))
]  # fmt: skip

_BINARY_CHANGES: tuple[Document, ...] = (
        {}, {"udh": ...}, {"udh": "xyz!"}, {"body": "!"}, {"body": "AAEC\n"}, {"to": _MANY[:1001]},
        {"udh": "0605" * 30, "body": "AAEC" * 26 + "AA=="},
        {"udh": "0605" * 30, "body": "AAEC" * 27},
        {"udh": "0605" * 30, "body": "AAEC" * 26 + "AAA="}, {"udh": "00", "body": "AAEC" * 46},
        {"udh": "0605", "body": "AAEC" * 40}, {"udh": "00" * 70, "body": "AAEC"},
)  # fmt: skip
_BINARIES = [{**_BINARY, **changes} for changes in _BINARY_CHANGES]

SUBMISSIONS = [*_FIELDS, *_TOGETHER, *_BINARIES, *_texts(), *_PARAMETERS]

RAW: list[tuple[bytes, dict[str, str]]] = [
    (b"{", {}),
    (b'[{"to": ["15550100001"], "body": "x", "from": "12345"}]', {}),
    (b"[]", {}),
    *(
        (b'{"to": ["15550100001"], "body": "x", "from": "12345"}', {"content-type": media_type})
        for media_type in ("text/plain", "", "application/json; charset=utf-8")
    ),
]

_STORED: Document = {
    **_TO,
    "send_at": "2030-04-01T10:00Z",
    "client_reference": "Kept",
    "parameters": {"k": {"default": "v"}},
    "flash_message": True,
    "feedback_enabled": True,
    "callback_url": _URL,
    "delivery_report": "summary",
}

_CHANGES: list[Document] = [
            {}, {"body": "other"}, {"from": "999"}, {"type": "mt_text"}, {"type": "mt_binary"},
            {"to_add": ["+15550100003"]}, {"to_add": ["15550100003"], "to_remove": ["15550100003"]},
            {"to_remove": ["+15550100001"]}, {"to_remove": ["15550100001", "15550100002"]},
            {"to_remove": ["15550100001", "15550100008"]}, {"to_add": []}, {"to_remove": []},
            {"to_add": _MANY[:998]}, {"to_add": _MANY[:999]}, {"to_add": _MANY[:1] * 1001},
            {"send_at": "2030-05-01T10:00Z"}, {"expire_at": "2030-04-01T11:00Z"},
            {"expire_at": "2030-04-01T09:00Z"}, {"parameters": {"n": {"default": "w"}}},
            {"delivery_report": "full"}, {"callback_url": "https://example.com/other"},
            {"client_reference": "Other"}, {"callback_url": None},
            *({name: None} for name in _STORED if name not in ("to", "callback_url")),
            {"callback_url": None, "delivery_report": None},
]  # fmt: skip

UPDATES: list[tuple[Document, Document]] = [
    *((_STORED, changes) for changes in _CHANGES),
    ({**_STORED, "expire_at": "2030-04-01T11:00Z"}, {"body": "other"}),
    ({**_STORED, "expire_at": "2030-04-01T11:00Z"}, {"expire_at": None}),
    ({"send_at": "2030-04-01T10:00Z", **_BINARY}, {"type": "mt_binary", "body": "AAEC" * 47}),
    ({}, {"body": "late"}),
]

QUERIES: list[dict[str, str]] = [
    {},
    *({"page_size": value} for value in ("0", "-1", "5", "99", "100", "101", "x")),
    *({"page": value} for value in ("0", "1", "-1", "x", "90")),
    *({"page_size": "3", "page": value} for value in ("0", "1", "2", "3")),
    *({"client_reference": value} for value in ("a", "A", "Ref", "r" * 2048, "r" * 2049)),
    *(
        {"from": value}
        for value in ("777", "777,15550109999", "777, 12345", "+15550109999", "1555")
    ),
    *({"from": "777", "client_reference": value} for value in ("a", "ab")),
    {"client_reference": "a", "page_size": "4", "page": "2"},
    *(
        {name: value}
        for name in ("start_date", "end_date")
        for value in ("2019-08-24", "2030-03-17T17:46:50Z", "2030-05-01T00:00:00+02:00", "x")
    ),
    *({"per_recipient": value} for value in ("true", "True", "false", "tru")),
    *({"number_of_recipients": value} for value in ("0", "1", "-1", "1000", "1001", "x")),
]

REPORT_QUERIES: list[dict[str, str]] = [
    {},
    {"type": "full"},
    {"status": "Aborted"},
    {"status": "Aborted,Delivered"},
    {"code": "405"},
    {"status": "Aborted", "code": "0"},
]
REPORT_LISTS: list[dict[str, str]] = [
    {"page_size": "2"},
    {"page_size": "2", "page": "1"},
    {"client_reference": "nobody"},
    {"start_date": "2030-12-01"},
    {"end_date": "2020-01-01"},
]

"""Requests as bytes: each kind is a function that makes one, valid ones among them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from urllib.parse import quote

from . import documents

BASE = "/xms/v1/p/batches"
MEBIBYTE = 1 << 20


@dataclass(frozen=True)
class Request:
    """A request to send.

    Args:
        kind: what it tries, for the report.
        raw: its bytes.
        method: its method.
        expected: the statuses that are right; empty: any below 500.
        whole: whether it is a request that the server can answer.
        leaves: whether the client is gone before the answer comes.

    """

    kind: str
    raw: bytes
    method: str = "POST"
    expected: frozenset[int] = frozenset()
    whole: bool = True
    leaves: bool = False


@dataclass
class World:
    """What is known of the server: the ids of some batches on it."""

    random: Random
    ids: list[str] = field(default_factory=list)

    def an_id(self) -> str:
        return self.random.choice(self.ids) if self.ids else "01FC66621XXXXX119Z8PMV1QPQ"

    def learn(self, batch_id: str) -> None:
        self.ids = [*self.ids[-200:], batch_id]


Maker = Callable[[World], Request]


def http(
    method: str, target: str, body: bytes = b"", headers: list[tuple[str, str]] | None = None
) -> bytes:
    """Write a request; the usual headers unless others are given."""
    given = headers
    if given is None:
        given = [("Authorization", "Bearer t"), ("Content-Type", "application/json")]
    lines = [f"{method} {target} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"{name}: {value}" for name, value in given]
    if body or method in ("POST", "PUT"):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + body


def valid_send(world: World) -> Request:
    body = documents.encode(documents.submission(world.random))
    return Request("valid send", http("POST", BASE, body), expected=frozenset([201]))


def valid_dry_run(world: World) -> Request:
    query = world.random.choice(["", "?per_recipient=true", "?per_recipient=True&x=y"])
    body = documents.encode(documents.submission(world.random))
    raw = http("POST", f"{BASE}/dry_run{query}", body)
    return Request("valid dry run", raw, expected=frozenset([200]))


def valid_read(world: World) -> Request:
    target = world.random.choice(
        [BASE, f"{BASE}?page_size=5&from=Sinch,12345", f"{BASE}?page=3", f"{BASE}/{world.an_id()}"]
    )
    expected = [200] if world.ids else [200, 404]
    return Request("valid read", http("GET", target), "GET", frozenset(expected))


def valid_change(world: World) -> Request:
    random, target = world.random, f"{BASE}/{world.an_id()}"
    method = random.choice(["POST", "PUT", "DELETE"])
    document = documents.update(random) if method == "POST" else documents.submission(random)
    body = b"" if method == "DELETE" else documents.encode(document)
    # The batch may have been sent, or be of a type that the update doesn't fit.
    return Request("change", http(method, target, body), method, frozenset([200, 400, 403, 404]))


def feedback(world: World) -> Request:
    recipients = world.random.choice([[], ["+15551231234"], documents.strange(world.random)])
    body = documents.encode({"recipients": recipients})
    raw = http("POST", f"{BASE}/{world.an_id()}/delivery_feedback", body)
    return Request("feedback", raw, expected=frozenset([202, 400, 404]))


def at_a_limit(world: World) -> Request:
    body = documents.encode(documents.at_a_limit(world.random))
    return Request("limit", http("POST", BASE, body), expected=frozenset([201, 400]))


def distorted(world: World) -> Request:
    random = world.random
    document = documents.distorted(random, documents.submission(random))
    method, target = random.choice(
        [
            ("POST", BASE),
            ("POST", f"{BASE}/dry_run"),
            ("POST", f"{BASE}/{world.an_id()}"),
            ("PUT", f"{BASE}/{world.an_id()}"),
        ]
    )
    raw = http(method, target, documents.encode(document))
    return Request("distorted", raw, method, frozenset([200, 201, 400, 403, 404]))


def not_json(world: World) -> Request:
    random = world.random
    good = documents.encode(documents.submission(random))
    body = random.choice(
        [
            good[: random.randrange(len(good))],
            good + b"}",
            b"\xef\xbb\xbf" + good,
            good.decode().encode("utf-16"),
            good.replace(b'"', b"'"),
            good.replace(b":", b"", 1),
            bytes(random.randrange(256) for _ in range(random.randint(0, 300))),
            b'{"to": ["\xff\xfe"], "body": "\xc3\x28"}',
            b'{"to": NaN, "body": Infinity}',
            b'{"to": ["+15551231234"], "body": "a\x00b", "from": "Sinch"}',
            b'{"body": "a", "body": "b", "to": ["+15551231234"], "to": 5, "from": "Sinch"}',
            b"",
            b"null",
            b"[]",
            b'"text"',
            b"5",
            b"9" * 10_000,
        ]
    )
    return Request("no JSON", http("POST", BASE, body), expected=frozenset([201, 400]))


def deep(world: World) -> Request:
    depth = world.random.choice([10, 100, 1_000, 10_000, 100_000])
    opening, closing = world.random.choice([(b"[", b"]"), (b'{"a":', b"}")])
    nest = opening * depth + b"1" + closing * depth
    field = world.random.choice([b"to", b"body", b"parameters", b"tags", b"type"])
    body = b'{"from": "Sinch", "to": ["+15551231234"], "body": "Hi", "%b": %b}' % (field, nest)
    raw = http("POST", BASE, world.random.choice([body, nest, nest[: len(nest) // 2]]))
    return Request("deep", raw, expected=frozenset([201, 400, 413]))


def large(world: World) -> Request:
    """A body of about the most bytes that are taken, whole or in chunks."""
    random = world.random
    size = random.choice([MEBIBYTE - 1, MEBIBYTE, MEBIBYTE + 1, 3 * MEBIBYTE])
    start = b'{"from": "Sinch", "to": ["+15551231234"], "body": "Hi", "tags": "'
    body = start + b"x" * (size - len(start) - 2) + b'"}'
    expected = frozenset([413 if size > MEBIBYTE else 201])
    if random.random() < 0.5:
        return Request("large", http("POST", BASE, body), expected=expected)
    head = (
        f"POST {BASE} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer t\r\n"
        "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    ).encode()
    pieces = [body[at : at + 65_536] for at in range(0, size, 65_536)]
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)
    return Request("large", head + chunks + b"0\r\n\r\n", expected=expected)


def odd_query(world: World) -> Request:
    random = world.random
    names = ["page", "page_size", "from", "start_date", "end_date", "client_reference", "x"]
    values = [
        *documents.STRANGE_TEXTS,
        *documents.STRANGE_NUMBERS,
        "\ud800",
        "%",
        "&&",
        "=",
        "true",
    ]
    pairs = [
        f"{random.choice(names)}={quote(random.choice(values), errors='surrogatepass')}"
        for _ in range(random.randint(1, 4))
    ]
    query = random.choice(["&".join(pairs), "%FF%FE=%C3%28", "page=%00", "&" * 50, "page=%zz"])
    # An address longer than 64 KiB is refused by the HTTP server itself.
    raw = http("GET", f"{BASE}?{query[:60_000]}")
    return Request("odd query", raw, "GET", frozenset([200, 400]))

"""Requests that are odd as HTTP: headers, paths, methods, framing, and clients that go away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import documents
from .requests import BASE, MEBIBYTE, Request, World, http

if TYPE_CHECKING:
    from .requests import Maker

JSON = ("Content-Type", "application/json")
TOKEN = ("Authorization", "Bearer t")
SIMPLE = b'{"from": "Sinch", "to": ["+15551231234"], "body": "Hi"}'


def odd_headers(world: World) -> Request:
    headers = world.random.choice(
        [
            [],
            [JSON],
            [TOKEN],
            [("Authorization", "Bearer"), JSON],
            [("Authorization", "Basic dDp0"), JSON],
            [("Authorization", "Bearer  t  "), JSON],
            [("Authorization", "Bearer \udcff\udcfe"), JSON],
            [("Authorization", "Bearer " + "x" * 30_000), JSON],
            [TOKEN, TOKEN, JSON],
            [TOKEN, JSON, JSON],
            [TOKEN, ("Content-Type", "application/json; charset=utf-16")],
            [TOKEN, ("Content-Type", "application/json; charset=\udcff")],
            [TOKEN, ("Content-Type", "APPLICATION/JSON;;; charset")],
            [TOKEN, ("Content-Type", "text/plain")],
            [TOKEN, ("Content-Type", "\t")],
            [TOKEN, ("Content-Type", "application/json, application/xml")],
            [TOKEN, JSON, ("Content-Encoding", "gzip")],
            [TOKEN, JSON, ("Accept", "image/png"), ("Accept-Encoding", "nonsense;q=9")],
            [TOKEN, JSON, ("Expect", "100-continue")],
            [TOKEN, JSON, ("Connection", "keep-alive, close, x")],
            [TOKEN, JSON, *((f"X-{number}", "y" * 50) for number in range(500))],
            [TOKEN, JSON, ("Cookie", "a=" + "b" * 20_000)],
            [TOKEN, JSON, ("Host", "two.example")],
            [TOKEN, JSON, ("X-Forwarded-For", "::1, 1.2.3.4"), ("Forwarded", "for=_x")],
        ]
    )
    raw = http("POST", BASE, SIMPLE, headers)
    return Request("odd headers", raw, expected=frozenset([201, 400, 401, 415, 431]))


def odd_path(world: World) -> Request:
    random = world.random
    odd = random.choice(
        ["%00", "%2F", "..", "%2e%2e", "%ED%A0%80", "%FF", "ü", "a" * 10_000, "😀", "", "//", "%"]
    )
    path = random.choice(
        [
            f"{BASE}/{odd}",
            f"{BASE}/{odd}/delivery_feedback",
            f"/xms/v1/{odd}/batches",
            f"/{odd}",
            f"{BASE}/",
            f"{BASE}/x/y/z",
            f"http://127.0.0.1{BASE}",
            f"{BASE}#fragment",
            "/docs/../openapi.yaml",
            "/docs/%2e%2e/%2e%2e/etc/passwd",
        ]
    )
    method = random.choice(["GET", "POST", "PUT", "DELETE"])
    body = SIMPLE if method in ("POST", "PUT") else b""
    return Request("odd path", http(method, path, body), method)


def odd_method(world: World) -> Request:
    method = world.random.choice(["HEAD", "OPTIONS", "PATCH", "TRACE", "FOO", "get", "M-SEARCH"])
    target = world.random.choice([BASE, f"{BASE}/dry_run", f"{BASE}/{world.an_id()}", "/", "/docs"])
    # A client knows HEAD only in capitals; what it calls otherwise has a body.
    return Request("odd method", http(method, target), method)


def body_of_get_or_delete(world: World) -> Request:
    """Official clients send Content-Type, and sometimes a body, with any method."""
    method = world.random.choice(["GET", "DELETE"])
    raw = http(method, f"{BASE}/{world.an_id()}", world.random.choice([SIMPLE, b"{", b"\x00"]))
    return Request("body of get or delete", raw, method, frozenset([200, 404]))


def broken_http(world: World) -> Request:
    """Bytes that are no whole request."""
    random = world.random
    start = f"POST {BASE} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer t\r\n".encode()
    typed = start + b"Content-Type: application/json\r\n"
    chunked = typed + b"Transfer-Encoding: chunked\r\n"
    raw = random.choice(
        [
            b"",
            b"\r\n\r\n",
            b"nonsense\r\n\r\n",
            bytes(random.randrange(256) for _ in range(200)),
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
            f"GET {BASE}\r\n".encode(),
            f"GET {BASE} HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n".encode(),
            f"GET {BASE} HTTP/1.1\r\n\r\n".encode(),
            start[: random.randrange(len(start))],
            typed + b"Content-Length: 100\r\n\r\n{",
            typed + b"Content-Length: -1\r\n\r\n{}",
            typed + b"Content-Length: 1e3\r\n\r\n{}",
            typed + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
            typed + b"Content-Length: " + b"9" * 50 + b"\r\n\r\n{}",
            typed + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
            chunked + b"\r\nzz\r\n{}\r\n0\r\n\r\n",
            chunked + b"\r\n5\r\n{}",
            chunked + b"\r\n" + b"f" * 40 + b"\r\n",
            chunked + b"\r\n2;" + b"x" * 100_000 + b"\r\n{}\r\n0\r\n\r\n",
            start + b"X-Long: " + b"y" * 200_000 + b"\r\n\r\n",
            start + b"X-Folded: a\r\n b\r\nbad header\r\n\r\n",
            start + b"X-Null: a\x00b\r\n\r\n",
            f"GET {BASE}?{'q' * 200_000} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode(),
            start + b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\n\r\n",
            start + b"Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\n\r\n",
            b"CONNECT example.com:443 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
            b"OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
            typed.replace(b"HTTP/1.1", b"HTTP/1.0") + b"\r\n",
        ]
    )
    return Request("broken HTTP", raw, whole=False)


def gone_client(world: World) -> Request:
    """A client that doesn't wait for the answer, or breaks off within its request."""
    random = world.random
    body = documents.encode(documents.submission(random))
    whole = http("POST", BASE, body)
    listing = http("GET", f"{BASE}?page_size=100")
    large = http("POST", BASE, b"x" * MEBIBYTE)[: random.randrange(MEBIBYTE)]
    raw = random.choice([whole, listing, whole[: random.randrange(1, len(whole))], large])
    return Request("gone client", raw, leaves=True)


MAKERS: list[Maker] = [
    odd_headers,
    odd_path,
    odd_method,
    body_of_get_or_delete,
    broken_http,
    gone_client,
]

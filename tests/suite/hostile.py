"""Answers that no correct server gives, to the byte."""

from __future__ import annotations

import gzip
import itertools
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .serving import in_a_thread

BATCH = {
    "id": "01FC66621XXXXX119Z8PMV1QPA",
    "to": ["12015550100"],
    "from": "15551230000",
    "body": "Hello from the contract suite",
    "type": "mt_text",
    "canceled": False,
    "created_at": "2026-11-25T00:00:00.000Z",
    "modified_at": "2026-11-25T00:00:00.000Z",
}
_GOOD = json.dumps(BATCH).encode()


def _answer(body: bytes, *headers: str, status: str = "201 Created") -> bytes:
    lines = [f"HTTP/1.1 {status}", "content-type: application/json", *headers]
    lines.append(f"content-length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def _packed(times: int) -> bytes:
    zeros = b"\0" * 1_000_000
    packed = b"".join(gzip.compress(zeros) for _ in range(3))
    for _ in range(times - 1):
        packed = gzip.compress(packed)
    return packed


# What is wrong, by the words that the finding must have; each is a whole answer.
FINITE = {
    "isn't the gzip that it claims": _answer(b"no gzip at all", "content-encoding: gzip"),
    "it breaks off": _answer(gzip.compress(_GOOD)[:-9], "content-encoding: gzip"),
    "Content-Encoding 'gzip, gzip'": _answer(_packed(2), "content-encoding: gzip, gzip"),
    "Content-Encoding 'br'": _answer(b"\x0b\x02\x80", "content-encoding: br"),
    "nested": _answer(b'{"a":' * 100_000 + b"1" + b"}" * 100_000),
    "nested more than 100 deep": _answer(b"[" * 200 + b"]" * 200),
    "stands twice": _answer(b'{"id": "a", "id": "b"}'),
    "NaN is no JSON number": _answer(b'{"id": NaN}'),
    "beyond all measure": _answer(b'{"id": "a", "count": 1e999}'),
    "Exceeds the limit": _answer(b'{"count": ' + b"9" * 5000 + b"}"),
    "UTF-8 BOM": _answer(b"\xef\xbb\xbf" + _GOOD),
    "'utf-8' codec can't decode": _answer(json.dumps(BATCH).encode("utf-16")),
    "Invalid control character": _answer(b'{"id": "a\x00b"}'),
    "must be JSON": _answer(b""),
    "must be a JSON object": _answer(b'["a"]'),
    "isn't HTTP": b"\x00garbage\r\n\r\n",
    "must be answered 201, was 302": _answer(b"", "location: http://xn--/", status="302 Found"),
    "must be answered 201, was 301": _answer(b"", "location: mailto:x", status="301 Moved"),
    "must be answered 201, was 999": _answer(b"{}", status="999 What"),
}


def _endless() -> Iterator[bytes]:
    yield b"HTTP/1.1 201 Created\r\ncontent-type: application/json\r\n\r\n"
    yield from itertools.repeat(b" " * 65536, 100_000)  # 6.5 GB


def _endless_and_packed() -> Iterator[bytes]:
    yield b"HTTP/1.1 201 Created\r\ncontent-encoding: gzip\r\n\r\n"
    member = gzip.compress(b" " * 50_000_000)
    # One member after the other is still gzip.
    yield from itertools.repeat(member, 1000)


def _trickling() -> Iterator[bytes]:
    yield b"HTTP/1.1 201 Created\r\n"
    for number in range(1000):
        time.sleep(0.2)
        yield f"x-{number}: y\r\n".encode()


UNBOUNDED = {
    "is longer than 8388608 bytes": _endless,
    "is longer than 8388608 bytes ": _endless_and_packed,
}
TRICKLING = _trickling


@contextmanager
def saying(pieces: Iterator[bytes] | bytes | object) -> Iterator[str]:
    """Run a server that says the same to every request, and then hangs up."""

    class Same(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            self.close_connection = True
            said = [pieces] if isinstance(pieces, bytes) else pieces()  # type: ignore[operator]
            for piece in said:
                try:
                    self.wfile.write(piece)
                except OSError:
                    return

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    for method in ("GET", "POST", "PUT", "DELETE", "PATCH"):
        setattr(Same, f"do_{method}", Same._answer)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Same)
    server.daemon_threads = True
    with in_a_thread(server) as url:
        yield url

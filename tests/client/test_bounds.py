"""However little an answer weighs on the wire, it takes no more memory than an answer may."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from sinch_batches import OpaqueBatch, decode_batch
from sinch_batches._calls.reading import Reader, UnreadableAnswer

# A process of its own asks a server that answers with this, and says how much memory that took.
ASK = """
import asyncio, gzip, sys, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
import httpx
from httpx_aiohttp import AiohttpTransport
from sinch_batches import AsyncBatchesClient, BatchesClient, OAuth2, SinchBatchesError
zeros = gzip.compress(gzip.compress(bytes(3 * 10**8)))
assert len(zeros) < 5000
class Server(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        self.send_response(200)
        if KIND == "endless":
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            try:
                for _ in range(300):
                    self.wfile.write(b"100000\\r\\n" + bytes(2**20) + b"\\r\\n")
            except OSError:
                pass
            self.close_connection = True
        else:
            body = zeros if KIND == "packed" else b"[[]" + b",[]" * 5_000_000 + b"]"
            self.send_header("Content-Length", str(len(body)))
            if KIND == "packed":
                self.send_header("Content-Encoding", "gzip, gzip")
            self.end_headers()
            self.wfile.write(body)
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()
    def log_message(self, *_):
        pass
KIND = sys.argv[1]
server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{server.server_port}"
async def ask(**options):
    async with AsyncBatchesClient("p", "t", base_url=url, retries=0, **options) as client:
        await client.list_page()
key = OAuth2("key", "s3cret", f"{url}/token")
failures = 0
for call in (
    lambda: BatchesClient("p", "t", base_url=url, retries=0).list_page(),
    lambda: BatchesClient("p", key, base_url=url, retries=0).list_page(),
    lambda: asyncio.run(ask()),
    lambda: asyncio.run(ask(transport=AiohttpTransport())),
):
    try:
        call()
    except SinchBatchesError as error:
        failures += "imeout" not in str(error)
# Not getrusage: its peak begins with that of the process that started this one.
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
print(failures, int(status["VmHWM"].split()[0]) // 1024)
"""


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="memory is read from /proc")
@pytest.mark.parametrize("kind", ["packed", "endless", "many values"])
def test_no_answer_takes_more_than_256_mb(kind: str) -> None:
    command = [sys.executable, "-W", "ignore", "-c", ASK, kind]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert said[0] == "4"
    assert int(said[1]) <= 256, f"{said[1]} MB"


def unpacked(content: bytes, coding: str, size: int) -> bytes:
    reader = Reader({"content-encoding": coding})
    for start in range(0, len(content), size):
        reader.take(content[start : start + size])
    return reader.whole()


@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_what_was_packed_is_unpacked_whatever_its_chunks_are(size: int) -> None:
    document = json.dumps(list(range(1000))).encode()
    packed = gzip.compress(document)
    assert unpacked(packed, "gzip", size) == document
    assert unpacked(gzip.compress(packed), "gzip, x-gzip", size) == document
    assert unpacked(document, "identity", size) == document
    assert unpacked(b"", "gzip", size) == b""


@pytest.mark.parametrize(
    ("content", "coding"),
    [
        (gzip.compress(b"{}", mtime=0)[:-1], "gzip"),
        (b"{}", "gzip"),
        (zlib.compress(b"{}"), "br"),
        (b"{}", "gzip, gzip, gzip"),
    ],
)
def test_what_isnt_packed_as_it_says_is_unreadable(content: bytes, coding: str) -> None:
    with pytest.raises(UnreadableAnswer):
        unpacked(content, coding, 10_000)


def test_the_reason_of_an_opaque_batch_is_short() -> None:
    batch = decode_batch({"type": "x" * 10**7})
    assert isinstance(batch, OpaqueBatch)
    assert len(batch.reason) <= 500

"""The server that callbacks are sent to: it answers at once, and takes whatever comes."""

from __future__ import annotations

import secrets
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ._mailbox import Arrival, Mailbox

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST_BODY = 4 * 1024 * 1024  # a full report of 1000 recipients has some 20 kB
_PATIENCE = 10  # seconds for a request to come in whole


class Listener:
    """Listens on an address for as long as the process lives.

    Args:
        address: host and port; port 0 takes a free one.
        url: how it is reached from outside; None: as it listens.

    Raises:
        OSError: the address can't be used.

    """

    def __init__(self, address: tuple[str, int], url: str | None = None) -> None:
        self._boxes: dict[str, Mailbox] = {}
        self._server = _Server(address, self._boxes)
        host, port = self._server.server_address[:2]
        self._url = (url or f"http://{host!s}:{port}").rstrip("/")
        self._prefix = urlsplit(self._url).path
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def mailbox(self, statuses: Sequence[int] = (), below: str = "") -> Mailbox:
        """Return a mailbox at an address that nobody can guess, whose path ends as it is told."""
        path = f"{self._prefix}/{secrets.token_hex(12)}{below}"
        box = Mailbox(f"{self._url}{path.removeprefix(self._prefix)}", statuses)
        # A tunnel may keep the path of its own address, or drop it.
        self._boxes[path] = self._boxes[path.removeprefix(self._prefix)] = box
        return box

    def close(self) -> None:
        """Listen no more."""
        self._server.shutdown()
        self._server.server_close()


def check_can_listen(address: tuple[str, int]) -> None:
    """Raise OSError if the address can't be listened on."""
    _Server(address, {}).server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, address: tuple[str, int], boxes: dict[str, Mailbox]) -> None:
        self.boxes = boxes
        super().__init__(address, _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep quiet: who hangs up midway is judged by what didn't arrive."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "sinch-batches-conformance"
    sys_version = ""
    timeout = _PATIENCE
    server: _Server

    def do_POST(self) -> None:
        body = self._body()
        path, _, query = self.path.partition("?")
        box = self.server.boxes.get(path)
        if body is None or box is None:
            self._answer(413 if body is None else 404)
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        self._answer(box.take(Arrival("POST", path, headers, body, time.monotonic(), query)))

    def log_message(self, *_: object) -> None:
        """Keep quiet: the reports tell what arrived."""

    def _body(self) -> bytes | None:
        if "chunked" in self.headers.get("transfer-encoding", "").lower():
            return self._chunks()
        length = self.headers.get("content-length", "0")
        if not length.isascii() or not length.isdecimal() or int(length) > _LONGEST_BODY:
            return None
        return self.rfile.read(int(length))

    def _chunks(self) -> bytes | None:
        whole = b""
        with suppress(ValueError):
            while size := int(self.rfile.readline(64).partition(b";")[0], 16):
                if size < 0 or len(whole) + size > _LONGEST_BODY:
                    return None
                whole += self.rfile.read(size)
                self.rfile.readline(64)
            while self.rfile.readline(8192).strip():
                pass  # trailers
            return whole
        return None

    def _answer(self, status: int) -> None:
        self.close_connection = status == 413
        self.send_response(status)
        self.send_header("content-length", "0")
        self.end_headers()

"""A server that does nothing: it hands back what it was sent, to measure who sends.

`python -m tests.load.nothing` prints its base URL.
"""

from __future__ import annotations

import asyncio
import itertools
import json
from typing import ClassVar

_HEAD = "HTTP/1.1 {status} OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
_PAGE = b'{"page":0,"page_size":0,"count":0,"batches":[]}'


class Nothing(asyncio.Protocol):
    """Keeps what was posted under an id, and does no more than HTTP needs."""

    ids = itertools.count()
    kept: ClassVar[dict[str, dict[str, object]]] = {}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._received = b""

    def data_received(self, data: bytes) -> None:
        self._received += data
        while b"\r\n\r\n" in self._received:
            head, _, rest = self._received.partition(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0] or 0)
            if len(rest) < length:
                return
            self._received = rest[length:]
            self._answer(head.decode("latin-1"), rest[:length])

    def _answer(self, head: str, body: bytes) -> None:
        method, path, _ = head.split(" ", 2)
        place = path.rpartition("/")[2]
        status, answer = 200, _PAGE
        if method == "POST" and place == "batches":
            batch_id = f"{next(self.ids):026d}"
            fixed = {"id": batch_id, "created_at": "2026-01-01T00:00:00.000Z", "canceled": False}
            self.kept[batch_id] = json.loads(body) | fixed
            status, answer = 201, json.dumps(self.kept[batch_id]).encode()
        elif place in self.kept:
            self.kept[place]["canceled"] = method == "DELETE"
            answer = json.dumps(self.kept[place]).encode()
        self._transport.write(_HEAD.format(status=status, length=len(answer)).encode() + answer)


async def main() -> None:
    server = await asyncio.get_running_loop().create_server(Nothing, "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())

"""A server that does next to nothing: it reads requests and gives the same answers for ever.

Run as a process of its own, it prints its base URL and serves until it is ended.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any


def stored(recipients: int) -> dict[str, Any]:
    """A text batch as the API answers it."""
    return {
        "id": "01FC66621XXXXX119Z8PMV1QPQ",
        "to": [str(15550000000 + index) for index in range(recipients)],
        "from": "15551230000",
        "canceled": False,
        "parameters": {"name": {"15550000000": "Joe", "default": "there"}},
        "body": "Hi ${name}! How are you?",
        "type": "mt_text",
        "created_at": "2019-08-24T14:15:22.000Z",
        "modified_at": "2019-08-24T14:15:22.000Z",
        "delivery_report": "none",
        "expire_at": "2019-08-27T14:15:22.000Z",
        "feedback_enabled": False,
        "flash_message": False,
    }


def _answer(status: bytes, document: object) -> bytes:
    body = json.dumps(document).encode()
    head = b"HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    return head % (status, len(body)) + body


CREATED = _answer(b"201 Created", stored(1))
CREATED_FOR_1000 = _answer(b"201 Created", stored(1000))


class Trivial(asyncio.Protocol):
    """Answers each request by the length of its body alone."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.received = b""

    def data_received(self, data: bytes) -> None:
        self.received += data
        while (end := self.received.find(b"\r\n\r\n")) >= 0:
            head = self.received[:end].lower()
            _, _, rest = head.partition(b"content-length:")
            length = int(rest.split(b"\r\n", 1)[0] or 0)
            if len(self.received) < end + 4 + length:
                return
            self.received = self.received[end + 4 + length :]
            assert isinstance(self.transport, asyncio.Transport)
            self.transport.write(CREATED if length < 5000 else CREATED_FOR_1000)


async def main() -> None:
    server = await asyncio.get_running_loop().create_server(Trivial, "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())

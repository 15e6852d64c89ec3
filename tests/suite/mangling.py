"""The reference server with answers whose fields hold what they shouldn't, or are missing."""

from __future__ import annotations

import json
import random
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_KINDS: tuple[Any, ...] = (
    *(None, 0, -1.5, 10**30, True, "", "x", "9" * 50, "2026-01-01T00:00:00"),
    *([], [None], [{}], {}, {"a": None}),
)


class Mangling:
    """Forwards to an app, and puts a value of another kind somewhere into most of its answers."""

    def __init__(self, app: ASGIApp, seed: int) -> None:
        self._app = app
        self._random = random.Random(seed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        start: Message = {}
        body = bytearray()

        async def mangled(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            body.extend(message.get("body", b""))
            if not message.get("more_body"):
                said = self._mangled(bytes(body)) if body else b""
                kept = [pair for pair in start["headers"] if pair[0] != b"content-length"]
                length = (b"content-length", str(len(said)).encode())
                await send({**start, "headers": [*kept, length]})
                await send({"type": "http.response.body", "body": said})

        await self._app(scope, receive, mangled if scope["type"] == "http" else send)

    def _mangled(self, body: bytes) -> bytes:
        document = json.loads(body)
        places = list(_places(document))
        if self._random.random() < 0.4 or not places:
            return body
        holder, key = self._random.choice(places)
        if isinstance(holder, dict) and self._random.random() < 0.2:
            del holder[key]
        else:
            holder[key] = self._random.choice(_KINDS)
        return json.dumps(document).encode()


def _places(value: Any) -> Any:
    keys = list(value) if isinstance(value, dict) else range(len(value))
    for key in keys:
        yield value, key
        if isinstance(value[key], dict | list):
            yield from _places(value[key])

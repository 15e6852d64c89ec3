"""A server that notes what it is asked, in a form in which two runs of one seed are the same."""

from __future__ import annotations

import re
from collections import Counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# What may differ: the name of the run, ids that the server gives, and the time of the day.
_OF_ONE_RUN = (
    (re.compile(r"contract-[0-9a-f]{10}-", re.IGNORECASE), "contract-RUN-"),
    (re.compile(r"\b[0-9A-HJKMNP-TV-Z]{26}\b"), "ID"),
    (re.compile(r"\d{4}-?\d\d-?\d\d(T\d\d[\d:.]*(%3A\d\d[\d.%A]*)?)?"), "TIME"),
)


class Recording:
    """Forwards to an app, and counts each request that it sees."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.requests: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = bytearray()

        async def noted() -> Message:
            message = await receive()
            body.extend(message.get("body", b""))
            return message

        await self._app(scope, noted, send)
        query = scope["query_string"].decode()
        told = f"{scope['method']} {scope['path']}?{query} {body.decode('utf-8', 'replace')}"
        for pattern, instead in _OF_ONE_RUN:
            told = pattern.sub(instead, told)
        self.requests[told] += 1

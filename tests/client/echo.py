"""An API in a few lines, for tests of what many requests do at once."""

from __future__ import annotations

import asyncio
import json
import threading
from typing import Any

import httpx

from .scripted import stored


class Echo:
    """An API that creates what it is sent, and counts how many requests it has at once."""

    def __init__(self) -> None:
        self.batches: list[dict[str, Any]] = []
        self.now = self.most = 0
        self.gate = threading.Event()
        self.gate.set()
        self.lock = threading.Lock()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        self.gate.wait(5)
        with self.lock:
            self.now -= 1
        return self.create(request)

    async def create_slowly(self, request: httpx.Request) -> httpx.Response:
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0)
        self.now -= 1
        return self.create(request)

    def create(self, request: httpx.Request) -> httpx.Response:
        batch = json.loads(request.content)
        self.batches.append(batch)
        if "bad" in batch["to"]:
            return httpx.Response(400, json={"code": "c", "text": "bad"})
        return httpx.Response(201, json=stored(**batch))

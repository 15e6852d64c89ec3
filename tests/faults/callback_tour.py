"""What a receiver hears of a fixed course of batches; it tells a faulty server from a correct one.

Nothing goes over a wire: what would be posted is noted, and answered as the course wants it.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import httpx
from starlette.types import ASGIApp

from sinch_batches_server._delivery import outbox, posting

from .server import SECRET
from .surgery import Surgery

URL = "http://127.0.0.1:9/"
_SIGNATURE = "x-sinch-webhook-signature"
_MODES = ("none", "summary", "full", "per_recipient", "per_recipient_final")
_STATUSES = (200, 204, 400, 404, 410, 429, 500, 503)
_TEXT = {"from": "15550001111", "to": ["15550100001", "15550100002"], "body": "Hi ${a}"}
_PATIENCE = 10.0  # seconds for what has to come; the course itself takes a fraction of one
_QUIET = 0.05


class CallbackTour:
    """Sends batches that ask for callbacks, and changes some of them.

    Args:
        surgery: puts the notes in the place of the network.
        make_app: makes the app, with its fault, after that.

    """

    def __init__(self, surgery: Surgery, make_app: Callable[[], ASGIApp]) -> None:
        self._heard: list[str] = []
        self._ids: list[str] = []
        self._statuses: dict[tuple[str, str | None], list[int]] = {}
        self._turns: Counter[tuple[str, str | None]] = Counter()
        self._nonces: set[str] = set()
        surgery.replace(posting.Poster, "_post_to", lambda _: self._note)
        surgery.replace(outbox, "delays", lambda _: lambda _: iter([0.001] * 15))
        self._app = make_app()

    async def walk(self) -> list[str]:
        """Return what was heard, in an order that is the same for every correct run."""
        lifespan = self._app.router.lifespan_context(self._app)  # type: ignore[attr-defined]
        async with (
            lifespan,
            httpx.AsyncClient(
                transport=httpx.ASGITransport(self._app),
                base_url="http://server/xms/v1/p",
                headers={"Authorization": "Bearer t"},
            ) as client,
        ):
            await self._course(client)
            await self._quiet()
        return sorted(self._heard)

    async def _course(self, client: httpx.AsyncClient) -> None:
        for mode in _MODES:
            await self._send(client, mode, delivery_report=mode, client_reference="mine")
        for status in _STATUSES:
            self._statuses[f"/again-{status}", None] = [status]
            await self._send(client, f"again-{status}")
        self._statuses["/some", "15550100001"] = [503]
        await self._send(client, "some", delivery_report="per_recipient_final")
        await self._quiet()
        late = {"send_at": "2031-01-01T00:00:00Z"}
        for mode in ("summary", "full"):
            batch = await self._send(client, f"canceled-{mode}", delivery_report=mode, **late)
            await client.delete(f"/batches/{batch}")
        batch = await self._send(client, "old-url", **late)
        await client.post(f"/batches/{batch}", json={"callback_url": f"{URL}new-url"})
        other = await self._send(client, "mode", **late)
        await client.post(f"/batches/{other}", json={"delivery_report": "full"})
        await self._quiet()
        whole = {**_TEXT, "delivery_report": "full", "callback_url": f"{URL}replaced"}
        await client.put(f"/batches/{batch}", json=whole)
        await client.post(f"/batches/{other}", json={"send_at": None})
        await self._quiet()
        await client.delete(f"/batches/{self._ids[1]}")

    async def _send(self, client: httpx.AsyncClient, path: str, **fields: Any) -> str:
        values = {"a": {"15550100001": "x"}}
        asked = {"delivery_report": "summary", "callback_url": URL + path, "parameters": values}
        answer = await client.post("/batches", json={**_TEXT, **asked, **fields})
        self._ids.append(answer.json()["id"])
        return self._ids[-1]

    async def _note(self, target: Any, _: Any, body: bytes, headers: dict[str, str]) -> int:
        path = target.url.path
        report = json.loads(body)
        who = (path, report.get("recipient"))
        self._turns[who] += 1
        shown = json.dumps(report, sort_keys=True)
        for index, known in enumerate(self._ids):
            shown = shown.replace(known, f"<id {index}>")
        shown = re.sub(r'"at": "[^"]*"', '"at": …', shown)
        said = f"{headers.get('Content-Type', 'application/json')} {self._signature(body, headers)}"
        self._heard.append(f"{who} {self._turns[who]}: {said} {shown}")
        statuses = self._statuses.get(who, [])
        return statuses.pop(0) if statuses else 200

    def _signature(self, body: bytes, headers: dict[str, str]) -> str:
        nonce = headers.get(f"{_SIGNATURE}-nonce", "")
        moment = headers.get(f"{_SIGNATURE}-timestamp", "")
        mac = hmac.digest(SECRET.encode(), body + f".{nonce}.{moment}".encode(), hashlib.sha256)
        is_right = base64.b64encode(mac).decode() == headers.get(_SIGNATURE)
        is_new = nonce not in self._nonces
        self._nonces.add(nonce)
        return f"right {is_right} new {is_new}"

    async def _quiet(self) -> None:
        """Wait until nothing more is heard."""
        known, waited = -1, 0.0
        while len(self._heard) != known and waited < _PATIENCE:
            known = len(self._heard)
            await asyncio.sleep(_QUIET)
            waited += _QUIET

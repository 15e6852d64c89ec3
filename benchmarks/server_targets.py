"""The servers that benchmarks/server.py calls, each in a process of its own.

`bare` answers two routes with a fixed document; `filled` is the reference server over a store that
was filled directly. Each prints its base URL when it is ready.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import socket
import time
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sinch_batches_server import Plan, Settings, SqliteStore, create_app
from sinch_batches_server._rules.fields import Batch
from sinch_batches_server._rules.identifiers import new_id
from sinch_batches_server._store.memory import MemoryStore
from sinch_batches_server._store.store import Store

PLAN, TOKEN = "bench", "token"
PATH = f"/xms/v1/{PLAN}/batches"
SENDER = "15550001111"
SENDERS = 10
"""How many senders the stored batches have, by their last digit."""

HOUR = 3_600_000
IDS = 1000
"""How many ids of stored batches a filled server tells."""


def bare(document: bytes) -> Starlette:
    """Two routes that give back the same JSON; they look at nothing in the request."""
    answer = json.loads(document)

    async def send(_: Request) -> Response:
        return Response(json.dumps(answer), 201, media_type="application/json")

    async def get(_: Request) -> Response:
        return Response(json.dumps(answer), media_type="application/json")

    return Starlette(
        routes=[
            Route(PATH, send, methods=["POST"]),
            Route(f"{PATH}/{{batch_id}}", get, methods=["GET"]),
        ]
    )


def stored(number: int, created_at: int) -> Batch:
    return Batch(
        plan_id=PLAN,
        id=new_id(created_at),
        to=(f"1555{number % 10**7:07d}",),
        sender=f"{SENDER}{number % SENDERS}",
        body=f"Message {number}",
        expire_at=created_at + 72 * HOUR,
        created_at=created_at,
        modified_at=created_at,
        submitted_at=created_at,
    )


async def fill(store: Store, size: int) -> list[str]:
    """Put batches of the last 20 hours into a store; returns some of their ids, evenly spread."""
    start = time.time_ns() // 1_000_000 - 20 * HOUR
    ids = []
    for first in range(0, size, 1000):
        chunk = [
            stored(number, start + number * 20 * HOUR // size)
            for number in range(first, min(first + 1000, size))
        ]
        await asyncio.gather(*(store.add(batch) for batch in chunk))
        ids += [batch.id for batch in chunk[:: max(1, size // IDS)][: IDS * 1000 // size + 1]]
    return ids


async def serve_filled(size: int, database: Path | None, listener: socket.socket) -> None:
    store: Store = MemoryStore() if database is None else SqliteStore(database)
    ids = await fill(store, size)
    app = create_app(Settings.of(Plan(PLAN, (TOKEN,))), store=store)
    print(json.dumps(ids), flush=True)
    await serve(app, listener)


async def serve(
    app: Starlette, listener: socket.socket, http: Literal["auto", "h11"] = "auto"
) -> None:
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, http=http
    )
    print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    await uvicorn.Server(config).serve([listener])


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=["bare", "filled"])
    parser.add_argument("--document", default="{}")
    parser.add_argument("--size", type=int, default=0)
    parser.add_argument("--database", type=Path)
    arguments = parser.parse_args()
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    if arguments.kind == "bare":
        # The yardstick runs on what Python and uvicorn come with, whatever else is installed.
        asyncio.run(serve(bare(arguments.document.encode()), listener, "h11"))
    else:
        run = asyncio.run if find_spec("uvloop") is None else import_module("uvloop").run
        run(serve_filled(arguments.size, arguments.database, listener))


if __name__ == "__main__":
    main()

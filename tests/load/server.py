"""Run the reference server on a database, to be killed: `python -m tests.load.server`.

With `--early` it acknowledges sends before they are kept.
"""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path
from typing import Any

import uvicorn
from tests.faults.surgery import Surgery

from sinch_batches_server import _serving as serving
from sinch_batches_server._app import create_app
from sinch_batches_server._rules.fields import Batch
from sinch_batches_server._store.sqlite import SqliteStore

from .conftest import two_plans

_LATER = 0.3  # seconds from the answer to the disk


def acknowledging_early(server: Surgery) -> None:
    """Answer a send at once, and keep it some time later."""
    pending: dict[tuple[str, str], Batch] = {}
    tasks: dict[tuple[str, str], asyncio.Task[None]] = {}

    def adding(add: Any) -> Any:
        async def later(self: SqliteStore, batch: Batch) -> None:
            await asyncio.sleep(_LATER)
            await add(self, batch)
            del pending[batch.plan_id, batch.id]

        async def early(self: SqliteStore, batch: Batch) -> None:
            pending[batch.plan_id, batch.id] = batch
            tasks[batch.plan_id, batch.id] = asyncio.create_task(later(self, batch))

        return early

    def getting(get: Any) -> Any:
        async def found(self: SqliteStore, plan_id: str, batch_id: str) -> Batch | None:
            kept: Batch | None = pending.get((plan_id, batch_id))
            return kept or await get(self, plan_id, batch_id)

        return found

    def changing(change: Any) -> Any:
        async def changed(self: SqliteStore, plan_id: str, batch_id: str, make: Any) -> Any:
            if (plan_id, batch_id) in pending:
                await tasks[plan_id, batch_id]
            return await change(self, plan_id, batch_id, make)

        return changed

    server.replace(SqliteStore, "add", adding)
    server.replace(SqliteStore, "get", getting)
    server.replace(SqliteStore, "change", changing)


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.load.server")
    options.add_argument("--database", type=Path, required=True)
    options.add_argument("--port", type=int, required=True)
    options.add_argument("--early", action="store_true")
    given = options.parse_args()
    if given.early:
        acknowledging_early(Surgery())
    app = create_app(two_plans(), store=SqliteStore(given.database))
    listener = serving.listen("127.0.0.1", given.port)
    config = uvicorn.Config(app, log_config=None, access_log=False)
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()

"""Run the reference server with a fault of `faults`, or without one, in memory or on a database.

`python -m tests.load.faulty --fault ID` prints its base URL.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp
from tests.faults.server import GROUP, MEMBERS
from tests.faults.surgery import Surgery

from sinch_batches_server import _serving as serving
from sinch_batches_server._app import create_app
from sinch_batches_server._settings import DEMO_ORIGINATOR, Plan, Settings
from sinch_batches_server._store.sqlite import SqliteStore

from .faults import FAULTS


@contextmanager
def faulty_app(fault: str | None, settings: Settings, database: Path | None) -> Iterator[ASGIApp]:
    """Make the app with a fault in it, or without one if None; undo it afterwards."""
    surgery = Surgery()
    try:
        if fault is not None:
            FAULTS[fault].apply(surgery)
        store = None if database is None else SqliteStore(database)
        yield surgery.wrap(create_app(settings, store=store))
    finally:
        surgery.undo()


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.load.faulty")
    options.add_argument("--fault", choices=list(FAULTS), metavar="ID")
    options.add_argument("--database", type=Path, metavar="FILE")
    options.add_argument("--port", type=int, default=0, help="0 takes a free one")
    options.add_argument("--service-plan-id", action="append", default=[], metavar="ID")
    options.add_argument("--api-token", action="append", default=[], metavar="TOKEN")
    given = options.parse_args()
    pairs = zip(given.service_plan_id, given.api_token, strict=True)
    groups = {GROUP: MEMBERS}
    settings = Settings.of(
        *(Plan(plan, (token,), DEMO_ORIGINATOR, groups=groups) for plan, token in pairs)
    )
    listener = serving.listen("127.0.0.1", given.port)
    print(serving.base_url(listener), flush=True)
    with faulty_app(given.fault, settings, given.database) as app:
        config = uvicorn.Config(app, log_config=None, access_log=False)
        uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()

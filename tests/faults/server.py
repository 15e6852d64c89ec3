"""Run a faulty server: `python -m tests.faults.server --fault ID --port 0`."""

from __future__ import annotations

import argparse
import contextlib
import socket

import uvicorn
from starlette.types import ASGIApp

from sinch_batches_server import _app as app
from sinch_batches_server import _settings as settings
from sinch_batches_server._rules import times

from .registry import faults
from .surgery import Surgery

GROUP = "01FC66621XXXXX119Z8PMV1QPQ"
MEMBERS = ("15550107001", "15550107002", "15550107003")
SECRET = "signs-the-callbacks"
FIRST_RETRY = 0.2  # seconds; the suite needn't wait for five


def known(plans: dict[str, str]) -> settings.Settings:
    """Return settings of plans, by id with their tokens; each has a group."""
    known = {
        plan: settings.Plan(plan, (token,), groups={GROUP: MEMBERS}, callback_secret=SECRET)
        for plan, token in plans.items()
    }
    return settings.Settings(known, callbacks=settings.Callbacks(first_retry=FIRST_RETRY))


def faulty_app(
    surgery: Surgery,
    fault: str | None,
    plans: dict[str, str],
    clock: times.Clock = times.system_clock,
) -> ASGIApp:
    """Make the app with a fault in it, or without one if None."""
    if fault is not None:
        faults()[fault].apply(surgery)
    return surgery.wrap(app.create_app(known(plans), clock=clock))


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.faults.server")
    options.add_argument(
        "--fault", choices=list(faults()), metavar="ID", help="none: a correct one"
    )
    options.add_argument("--port", type=int, default=0, help="0 takes a free one")
    options.add_argument("--service-plan-id", action="append", metavar="ID")
    options.add_argument("--api-token", action="append", metavar="TOKEN")
    given = options.parse_args()
    plans = dict(zip(given.service_plan_id or ["plan"], given.api_token or ["token"], strict=True))
    # Without the protocol asyncio doesn't switch off Nagle's algorithm: 40 ms an answer.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", given.port))
    listener.listen()
    print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    config = uvicorn.Config(
        faulty_app(Surgery(), given.fault, plans), log_config=None, access_log=False
    )
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()

"""Run the second server and print its base URL."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Sequence

from .calling import Caller
from .plan import Plan
from .wire import Server


def main(kind: type[Plan] = Plan, arguments: Sequence[str] | None = None) -> None:
    """Serve plans of a kind, as the arguments of the command say."""
    options = argparse.ArgumentParser(prog="python -m tests.suite.other_server")
    options.add_argument("--port", type=int, default=0, help="0 takes a free one")
    options.add_argument("--service-plan-id", action="append", metavar="ID")
    options.add_argument("--api-token", action="append", metavar="TOKEN")
    options.add_argument("--group", action="append", default=[], metavar="ID=NUMBER,NUMBER")
    options.add_argument("--no-default-originator", action="store_true")
    options.add_argument("--first-retry", type=float, default=5, metavar="SECONDS")
    options.add_argument("--callback-secret", metavar="SECRET")
    given = options.parse_args(arguments)
    caller = Caller(given.first_retry, given.callback_secret)
    groups = {
        name: numbers.split(",")
        for name, _, numbers in (entry.partition("=") for entry in given.group)
    }
    pairs = zip(given.service_plan_id or ["plan"], given.api_token or ["token"], strict=True)
    plans = {pair: kind(not given.no_default_originator, dict(groups), caller) for pair in pairs}
    with Server(("127.0.0.1", given.port), plans) as server:
        print(f"http://127.0.0.1:{server.server_port}", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()

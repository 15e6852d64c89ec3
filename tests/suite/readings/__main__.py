"""Run the second server with some readings, and print its base URL."""

from __future__ import annotations

import argparse
import contextlib

from tests.suite.other_server.__main__ import main

from . import READINGS, plan_of

if __name__ == "__main__":
    options = argparse.ArgumentParser(
        prog="python -m tests.suite.readings",
        epilog="All other arguments are the second server's own.",
    )
    options.add_argument("--reading", action="append", choices=list(READINGS), metavar="NAME")
    given, others = options.parse_known_args()
    with contextlib.suppress(KeyboardInterrupt):
        main(plan_of(tuple(given.reading or ())), others)

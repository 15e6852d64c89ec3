"""The way into `sinch-batches conformance`: an interrupt ends it in good order, whenever it comes.

What the command needs takes its time to import, so it is imported here and not at the top.
"""

from __future__ import annotations

import signal
import sys
from importlib import import_module
from typing import NoReturn

NO_VERDICT = 2


def main(arguments: list[str]) -> int:
    """Judge a server; return 0 if it conforms, 1 if it doesn't, 2 if no verdict is possible."""
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        status: int = import_module(".command", __package__).run(arguments)
    except KeyboardInterrupt:
        sys.stderr.write("sinch-batches conformance: interrupted before anything was judged\n")
        return NO_VERDICT
    finally:
        signal.signal(signal.SIGTERM, before)
        # Where an interrupt gets out of code that was made of text (dataclasses have some), CPython
        # notes it and ends us by the signal although it was caught; running other text undoes that.
        eval("None")  # noqa: S307
    return status


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt

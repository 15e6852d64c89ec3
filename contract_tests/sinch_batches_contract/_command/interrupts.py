"""SIGINT and SIGTERM: each ends what is under way, and none is lost.

While a run is on they are only noted, and raised where it can bear it. Raised at once they could
get between the start of a process and the note of it. What is raised at once is noted as well:
Python drops what is raised while it collects garbage.
"""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_came = False
_waits = False


@contextmanager
def taken() -> Iterator[None]:
    """Raise KeyboardInterrupt for the signals, but for one that whoever started us has ignored."""
    global _came, _waits
    _came = _waits = False
    before = {s: signal.getsignal(s) for s in _SIGNALS if signal.getsignal(s) is not signal.SIG_IGN}
    try:
        for number in before:
            signal.signal(number, _take)
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def wait_for_a_good_moment() -> None:
    """Only note an interrupt from now on, until one is raised."""
    global _waits
    _waits = True


def good_moment() -> None:
    """Raise the interrupt that was noted, if one was; from then on each is raised at once."""
    global _waits
    if _came and _waits:
        _waits = False
        raise KeyboardInterrupt


def _take(*_: object) -> None:
    global _came
    _came = True
    if not _waits:
        raise KeyboardInterrupt

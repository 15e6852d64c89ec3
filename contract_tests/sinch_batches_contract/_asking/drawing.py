"""Drawing random examples: by one thread at a time, while all others ask.

Neither Hypothesis nor, on Python 3.11.7, `ast.parse` bears more: two threads that parse at once may
end in a SystemError. Hypothesis parses when it draws and when a strategy is made, and so does the
import of whatever makes strategies.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

_DRAWING = threading.Lock()


@contextmanager
def drawing() -> Iterator[None]:
    """Draw examples, or make strategies: while this lasts, no other thread does."""
    with _DRAWING:
        yield


@contextmanager
def asking() -> Iterator[None]:
    """Ask the server, amid drawing, and let others draw meanwhile."""
    _DRAWING.release()
    try:
        yield
    finally:
        _DRAWING.acquire()


def imported(name: str, package: str) -> ModuleType:
    """Return a module that makes strategies; imported when it is needed, as that takes a while."""
    with _DRAWING:
        return import_module(name, package)

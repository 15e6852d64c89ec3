"""Standard output that nobody can read any more: a closed pipe, a full disk."""

from __future__ import annotations

import os
import sys


def write_no_more() -> None:
    """Send what is still written to nowhere, so that Python doesn't stumble over it at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)

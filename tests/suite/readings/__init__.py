"""Readings of the API page: servers that keep it to the letter where it leaves something open.

Each is the second server with one decision taken in another way, and each is right: the suite may
not blame it. Where the page contradicts itself, or says nothing of what happens, a server is right
whichever it takes; `source` names the place. Several can be read at once.

`python -m tests.suite.readings --reading NAME --port 0` runs one, `make readings` judges each.
"""

from . import limits, lives, moments, unlisted, values
from .crowds import CROWDS, server, table
from .plan import READINGS, Reading, plan_of

__all__ = [
    "CROWDS",
    "READINGS",
    "Reading",
    "limits",
    "lives",
    "moments",
    "plan_of",
    "server",
    "table",
    "unlisted",
    "values",
]

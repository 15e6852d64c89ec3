"""The rules of the API page and of the documentation that no requirement checks.

All others are found by the `source` of the requirements that check them.
"""

from __future__ import annotations

from typing import NamedTuple


class Unobservable(NamedTuple):
    """A rule that no requirement checks, and why."""

    source: str
    rule: str
    why: str


UNOBSERVABLE = (
    Unobservable(
        "seed: Send",
        "Groups are resolved when a scheduled batch is sent; a deleted group counts as empty",
        "groups are made by another API",
    ),
    Unobservable(
        "seed: Batches",
        "Batches are sent first in, first out, at the plan's rate",
        "what is sent isn't seen by this API",
    ),
    Unobservable(
        "seed: Send, flash_message",
        "The message is shown on the screen at once",
        "shows only on a phone",
    ),
    Unobservable(
        "seed: List",
        "Batches of the last 14 days are listed, older ones aren't",
        "a run can't wait for 14 days",
    ),
    Unobservable(
        "seed: List, start_date",
        "Batches older than 24 hours need a start_date",
        "a run can't wait for a day",
    ),
    Unobservable(
        "docs: sources §2.1",
        "429, 500 and 503 are answered when the service is overloaded or broken",
        "can't be brought about with care from outside",
    ),
    Unobservable(
        "docs: sources §2.3",
        "Codes illegal_number_type and blocked_account",
        "depend on the region and the account",
    ),
)

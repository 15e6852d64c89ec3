"""The catalogue as text: `--list`, and docs/requirements.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._catalogue import Requirement, is_chosen
from ._selection import everything

if TYPE_CHECKING:
    from argparse import Namespace


def catalogue_text(options: Namespace) -> str:
    """Return the chosen requirements, one in a line."""
    only, skip = tuple(options.only or ()), tuple(options.skip or ())
    return "".join(_line(entry) for entry in everything() if is_chosen(entry.id, only, skip))


def _line(entry: Requirement) -> str:
    return (
        f"{entry.id}\t{entry.level}\t{entry.way}\t{entry.operation}\t{entry.title}"
        f"\t{entry.source}\n"
    )

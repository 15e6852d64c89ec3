"""Seeds: one for the run, and one derived from it for each random test."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._api import Api


def derived_seed(api: Api, name: str) -> int:
    """Return the seed of one test: the run's, mixed with the name, the same in every process."""
    return api.settings.seed ^ zlib.crc32(name.encode())
